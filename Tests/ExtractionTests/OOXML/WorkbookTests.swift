import Testing

@testable import Extraction

struct WorkbookTests {
  @Test("shared, inline and cached strings, booleans and numbers read as they are seen")
  func cells() throws {
    let sheet = """
      <sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>IN</t></r>\
      <r><t>LINE</t></r></is></c><c r="C1"><v>12.0</v></c><c r="D1" t="b"><v>1</v></c></row>\
      <row r="2"><c r="A2" t="str"><f>A1&amp;"-2"</f><v>HOLE-2</v></c><c r="B2" s="1"><v>7</v></c>\
      <c r="C2"><v>0.30000000000000004</v></c></row></sheetData>\
      <headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Left&amp;RPage &amp;P</oddHeader></headerFooter>
      """
    let parts = [
      (
        "xl/sharedStrings.xml",
        "<sst><si><r><t>HO</t></r><r><t>LE-1</t></r><rPh><t>no</t></rPh></si></sst>"
      ),
      (
        "xl/styles.xml",
        "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='&quot;HC-&quot;0000'/></numFmts>"
          + "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
      ),
    ]
    let reading = try Reading(OfficeSample.workbook(sheet, parts))
    #expect(reading.format == .xlsx)
    #expect(
      reading.pages == [
        ["Lines", "HOLE-1", "INLINE", "12", "TRUE", "HOLE-2", "HC-0007", "0.3", "Left", "Page"]
      ])
  }

  @Test("hidden sheets, rows and columns are read and flagged")
  func hidden() throws {
    let sheet = """
      <cols><col min="2" max="2" hidden="1"/></cols><sheetData>\
      <row><c t="str"><v>SEEN</v></c><c t="str"><v>COLUMN</v></c></row>\
      <row hidden="1"><c t="str"><v>ROW</v></c></row></sheetData>
      """
    #expect(try Reading(OfficeSample.workbook(sheet)).hidden == ["COLUMN", "ROW"])
    let reading = try Reading(OfficeSample.workbook(sheet, state: "veryHidden"))
    #expect(reading.hidden == ["Lines", "SEEN", "COLUMN", "ROW"])
  }

  @Test("comments and text in drawings are read")
  func around() throws {
    let parts = [
      (
        "xl/worksheets/_rels/sheet1.xml.rels",
        OfficeSample.relationships("r1 comments ../comments1.xml", "r2 drawing ../drawings/d.xml")
      ),
      (
        "xl/comments1.xml",
        "<comments><commentList><comment><text><r><t>NO</t></r><r><t>TE</t></r></text></comment>"
          + "</commentList></comments>"
      ),
      (
        "xl/drawings/d.xml",
        "<d><sp><txBody><a:p><a:r><a:t>SHA</a:t></a:r><a:r><a:t>PE</a:t></a:r></a:p></txBody></sp></d>"
      ),
    ]
    let reading = try Reading(OfficeSample.workbook("<sheetData/>", parts))
    #expect(reading.runs == ["Lines", "SHAPE", "NOTE"])
    #expect(reading.kinds["NOTE"] == .annotation)
  }

  @Test(
    "numbers in formats",
    arguments: [
      ("General", 12.0, "12"), ("0", 12.4, "12"), ("0000", 12, "0012"),
      ("#,##0.00", 1234.5, "1,234.50"),
      ("0.0#", 2.5, "2.5"), ("0%", 0.25, "25%"), ("\"P-\"0;\"N-\"0", -3, "N-3"), ("\\H0", 7, "H7"),
      ("[Red]0_)", 5, "5"), ("0", -4, "-4"), ("yyyy-mm-dd", 45000, "45000"), ("# ?/?", 0.5, "0.5"),
    ])
  func formats(_ code: String, _ value: Double, _ expected: String) {
    let shown = NumberFormat(code).show(value) ?? NumberFormat.general(value)
    #expect(shown == expected)
  }
}
