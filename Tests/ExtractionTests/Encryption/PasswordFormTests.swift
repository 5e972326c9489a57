import Testing

@testable import Extraction

struct PasswordFormTests {
  @Test(
    "a new revision's password is prepared by SASLprep",
    arguments: [
      ("user", "user"), ("USER", "USER"), ("I\u{AD}X", "IX"), ("\u{AA}", "a"), ("\u{2168}", "IX"),
      ("a\u{A0}b", "a b"), ("\u{200B}x", " x"), ("Gro\u{308}\u{DF}e", "Gr\u{F6}\u{DF}e"),
      ("\u{FF50}\u{FF57}", "pw"),
    ])
  func saslprep(given: String, prepared: String) throws {
    let first = try #require(PasswordForms.bytes(of: given, revision: 6).first)
    #expect(first == Array(prepared.utf8))
  }

  @Test(
    "what SASLprep prohibits is tried as it stands",
    arguments: ["\u{7}", "\u{E000}", "\u{202E}x", "\u{FFFD}", "\u{FFFE}", "\u{E0041}"])
  func prohibited(given: String) {
    #expect(PasswordForms.bytes(of: given, revision: 6) == [Array(given.utf8)])
  }

  @Test("an old revision's password is in PDFDocEncoding, then in other bytes")
  func oldRevisions() {
    #expect(PasswordForms.bytes(of: "user", revision: 3) == [Array("user".utf8)])
    let umlaut = PasswordForms.bytes(of: "\u{FC}", revision: 2)
    #expect(umlaut == [[0xFC], [0xC3, 0xBC]])
    #expect(PasswordForms.bytes(of: "\u{20AC}", revision: 4).first == [0xA0])
    #expect(PasswordForms.bytes(of: "\u{65E5}", revision: 4) == [[0xE6, 0x97, 0xA5]])
  }
}
