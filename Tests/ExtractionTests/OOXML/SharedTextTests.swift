import Testing

@testable import Extraction

struct SharedTextTests {
  @Test("a long string that many cells share counts each time")
  func amplification() throws {
    let cell = "<c t='s'><v>0</v></c>"
    try refuses(String(repeating: "<row>\(cell)</row>", count: 1000), sharing: "x")
    // Of white space nothing is kept, and a row may have no end.
    try refuses("<row>" + String(repeating: cell, count: 1000), sharing: " ")
  }

  private func refuses(_ cells: String, sharing character: String) throws {
    let long = String(repeating: character, count: 2000)
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
