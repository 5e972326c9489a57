import Codec
import Testing

@testable import Pipeline

@Suite("file_content")
struct FileContentTests {
  private func decode(_ bytes: [UInt8]) throws -> FileContent {
    try FileContent.decode(Base64.encode(bytes))
  }

  @Test("text is a list of codes, a header left out")
  func text() throws {
    guard case .codes(let codes) = try decode(Array("Hole Code\nHOLE-1\nHC-2\n".utf8)) else {
      Issue.record("not a list of codes")
      return
    }
    #expect(codes == ["HOLE-1", "HC-2"])
  }

  @Test("a data: URL is accepted")
  func dataURL() throws {
    let text = "data:text/plain;base64," + Base64.encode(Array("HOLE-1".utf8))
    guard case .codes(["HOLE-1"]) = try FileContent.decode(text) else {
      Issue.record("not the list of codes")
      return
    }
  }

  @Test("a PDF is a drawing, wherever its header stands in the first kilobyte")
  func pdf() throws {
    let bytes = Array("junk\n%PDF-1.7\n".utf8)
    guard case .drawings(let drawings) = try decode(bytes) else {
      Issue.record("not a drawing")
      return
    }
    #expect(drawings == .init(name: "drawing.pdf", bytes: bytes))
  }

  @Test(
    "broken base 64, no known format and nothing at all are refused",
    arguments: ["a$b", "data:text/plain,abc", "", Base64.encode([0, 1, 2, 0xFF, 0, 9])])
  func refused(text: String) {
    #expect(throws: Failure.self) { try FileContent.decode(text) }
    do {
      _ = try FileContent.decode(text)
    } catch {
      #expect(error.code == .badFileContent)
    }
  }
}

@Suite("archives in file_content")
struct FileContentArchiveTests {
  private func archive(_ names: [String]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try withUnsafeMutablePointer(to: &bytes) { target in
      var writer = ZipWriter(modified: 1_700_000_000) { target.pointee.append(contentsOf: $0) }
      for name in names {
        try writer.begin(name)
        try writer.write(Array("contents".utf8))
        try writer.end()
      }
      try writer.finish()
    }
    return bytes
  }

  @Test("a ZIP is a set of drawings")
  func drawings() throws {
    let bytes = try archive(["a.pdf"])
    guard case .drawings(let drawings) = try FileContent.decode(Base64.encode(bytes)) else {
      Issue.record("not drawings")
      return
    }
    #expect(drawings.name == "drawings.zip")
  }

  @Test(
    "a document in a ZIP is one drawing",
    arguments: [("word/document.xml", "drawing.docx"), ("ppt/presentation.xml", "drawing.pptx")])
  func document(part: String, name: String) throws {
    let bytes = try archive(["[Content_Types].xml", part])
    guard case .drawings(let drawings) = try FileContent.decode(Base64.encode(bytes)) else {
      Issue.record("not a drawing")
      return
    }
    #expect(drawings.name == name)
  }

  @Test(
    "DXF is a drawing, not a list of codes", arguments: ["  0\nSECTION\n", "999\nby\n0\nSECTION\n"])
  func dxf(text: String) throws {
    guard case .drawings = try FileContent.decode(Base64.encode(Array(text.utf8))) else {
      Issue.record("not a drawing")
      return
    }
  }

  @Test("a ZIP that is cut off is refused")
  func refused() throws {
    let cut = Array(try archive(["a.pdf"]).dropLast(30))
    let failure = #expect(throws: Failure.self) { try FileContent.decode(Base64.encode(cut)) }
    #expect(failure?.code == .badFileContent)
  }
}
