import Testing

@testable import Extraction

struct SharedTextTests {
  @Test("a long string that many cells share counts each time")
  func amplification() throws {
    let long = String(repeating: "x", count: 2000)
    let cells = String(repeating: "<row><c t='s'><v>0</v></c></row>", count: 1000)
    let bytes = try OfficeSample.workbook(
      "<sheetData>\(cells)</sheetData>",
      [("xl/sharedStrings.xml", "<sst><si><t>\(long)</t></si></sst>")])
    var limits = Limits()
    limits.operators = 500_000
    do {
      _ = try Reading(bytes, limits: limits)
      Issue.record("read")
    } catch let error as ExtractionError {
      #expect(error.kind == "too_large")
    }
  }

  @Test("characters that XML can't hold are escaped")
  func escapes() {
    func decode(_ text: String) -> String {
      let scalars = EscapedText.decode(text.unicodeScalars.map(\.value)[...])
      return String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) }))
    }
    #expect(decode("A_x002D_B") == "A-B")
    #expect(decode("A_x5F_B_x12") == "A_x5F_B_x12")
  }
}
