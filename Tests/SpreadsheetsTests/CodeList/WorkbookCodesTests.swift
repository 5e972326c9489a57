import Testing

@testable import Spreadsheets

@Suite("codes of a workbook")
struct WorkbookCodesTests {
  private func codes(_ fixture: WorkbookFixture) throws -> [String] {
    try CodeListReader.read(fixture.bytes).codes
  }

  @Test("every kind of cell is read as a person sees it")
  func kinds() throws {
    let cells: [(String, String?)] = [
      ("<c t=\"inlineStr\"><is><t>inline</t></is></c>", "inline"),
      ("<c t=\"inlineStr\"><is><r><t>ri</t></r><r><rPr><b/></rPr><t>ch</t></r></is></c>", "rich"),
      ("<c t=\"s\"><v>1</v></c>", "shared"),
      ("<c t=\"s\"><v>2</v></c>", "rich runs"),
      ("<c t=\"str\"><f>A1&amp;\"x\"</f><v>cached</v></c>", "cached"),
      ("<c><v>12</v></c>", "12"), ("<c><v>12.0</v></c>", "12"),
      ("<c t=\"n\"><v>1.5</v></c>", "1.5"),
      ("<c><v>1E3</v></c>", "1000"), ("<c><v>0.30000000000000004</v></c>", "0.3"),
      ("<c t=\"b\"><v>1</v></c>", "TRUE"), ("<c t=\"b\"><v>0</v></c>", "FALSE"),
      ("<c t=\"e\"><v>#N/A</v></c>", nil), ("<c/>", nil), ("<c><v></v></c>", nil),
      ("<c t=\"inlineStr\"><is><t>  </t></is></c>", nil),
      ("<c t=\"str\"><v> a &lt;&#38;&#x41; </v></c>", "a <&A"),
      ("<c t=\"str\"><v><![CDATA[<raw>]]></v></c>", "<raw>"),
      ("<c t=\"str\"><v>a_x000D_b_x005F_c_xD83D__xDE00_</v></c>", "a\rb_c😀"),
    ]
    var fixture = WorkbookFixture(cells.map(\.0))
    fixture.sharedStrings =
      "<si><t>unused</t></si><si><t xml:space=\"preserve\"> shared </t></si>"
      + "<si><r><t>rich </t></r><r><t>runs</t></r><rPh><t>phonetic</t></rPh></si>"
    #expect(try codes(fixture) == cells.compactMap(\.1))
  }

  @Test("number formats of zeros and literals are followed")
  func formats() throws {
    var fixture = WorkbookFixture([
      "<c s=\"1\"><v>42</v></c>", "<c s=\"2\"><v>42</v></c>", "<c s=\"3\"><v>42</v></c>",
      "<c s=\"0\"><v>42</v></c>", "<c s=\"99\"><v>42</v></c>",
    ])
    fixture.styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/>"
      + "<numFmt numFmtId=\"165\" formatCode=\"&quot;HOLE-&quot;0000\"/></numFmts>"
      + "<cellStyleXfs><xf numFmtId=\"164\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
      + "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"2\"/></cellXfs>"
    #expect(try codes(fixture) == ["00042", "HOLE-0042", "42.00", "42", "42"])
  }

  @Test("the first column that holds anything is read, wherever rows begin")
  func column() throws {
    let fixture = WorkbookFixture([
      "<c r=\"C1\"><v>1</v></c><c r=\"AB1\"><v>9</v></c>",
      "<c r=\"B2\"><v>2</v></c><c r=\"C2\"><v>9</v></c>", "<c r=\"C3\"><v>9</v></c>",
      "<c/><c><v>4</v></c>", "<c r=\"b5\"><v>5</v></c>", "<c r=\"ZZZZ6\"><v>9</v></c>",
    ])
    // A reference that is none counts as the next cell: A6.
    #expect(try codes(fixture) == ["9"])
    #expect(
      try codes(WorkbookFixture(["<c r=\"C1\"><v>1</v></c>", "<c r=\"B2\"><v>2</v></c>"])) == ["2"])
  }

  @Test("a title in the first row is left out")
  func header() throws {
    let list = try CodeListReader.read(WorkbookFixture(texts: ["Hole Code", "HOLE-1"]).bytes)
    #expect(list == CodeList(codes: ["HOLE-1"], header: "Hole Code", kind: .workbook))
    #expect(try codes(WorkbookFixture(texts: ["HOLE-1", "Code"])) == ["HOLE-1", "Code"])
  }

  @Test("the first visible worksheet in the order of the tabs is read")
  func order() throws {
    var fixture = WorkbookFixture(texts: ["wrong"])
    fixture.workbook =
      "<x:workbook><x:sheets><x:sheet name=\"H\" state=\"hidden\" r:id=\"rId1\"/>"
      + "<x:sheet name=\"Chart\" r:id=\"rId2\"/><x:sheet name=\"B\" r:id=\"rId3\"/></x:sheets></x:workbook>"
    fixture.relationships +=
      "<Relationship Id=\"rId3\" Type=\"http://x/worksheet\" Target=\"../xl/./worksheets/Other.xml\"/>"
      + "<Relationship Id=\"rId2\" Type=\"http://x/chartsheet\" Target=\"chart.xml\"/>"
    fixture.more = [
      (
        "xl/worksheets/other.xml",
        "<x:worksheet><x:sheetData><x:row><x:c t=\"str\"><x:v>right</x:v></x:c></x:row>"
          + "</x:sheetData></x:worksheet>"
      )
    ]
    #expect(try codes(fixture) == ["right"])
  }

  @Test("what the writer writes is read again")
  func roundTrip() throws {
    let texts = ["HOLE-1", "=1+1", "a\u{1}b", "_x0041_", "2\"-HC-3452", "ü€😀 x"]
    let book = try WrittenWorkbook { writer in
      try writer.begin(Sheet("S", columns: [Column("Code")]))
      for text in texts { try writer.row([.text(text), .integer(1)]) }
    }
    let list = try CodeListReader.read(book.bytes)
    #expect(list.codes == texts)
    #expect(list.header == "Code")
    #expect(CodeListReader.kind(of: book.bytes) == .workbook)
  }

  @Test("a part in UTF-16 is read")
  func utf16() throws {
    #expect(TextEncoding.utf8([0xFF, 0xFE, 0x3C, 0, 0x61, 0, 0x3E, 0]) == Array("<a>".utf8))
  }
}
