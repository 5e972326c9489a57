import Testing

@testable import Extraction

private func shape(_ text: String, _ properties: String = "") -> String {
  "<p:sp>\(properties)<p:txBody><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></p:txBody></p:sp>"
}

struct PresentationTests {
  @Test("slides in order; groups, tables, notes and a master's text")
  func slides() throws {
    let first =
      "<p:sld>" + "<p:grpSp>\(shape("GROUPED"))</p:grpSp>"
      + "<a:tbl><a:tr><a:tc><a:p><a:r><a:t>HOLE</a:t></a:r></a:p></a:tc>"
      + "<a:tc><a:p><a:r><a:t>-1</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:sld>"
    let second = "<p:sld show='0'>\(shape("SECOND"))</p:sld>"
    let parts = [
      (
        "ppt/slides/_rels/s2.xml.rels",
        OfficeSample.relationships("r1 notesSlide ../notes.xml", "r2 slideLayout ../layout.xml")
      ),
      ("ppt/notes.xml", "<p:notes>\(shape("NOTES"))</p:notes>"),
      (
        "ppt/layout.xml",
        "<p:sldLayout>\(shape("PROMPT", "<p:nvPr><p:ph/></p:nvPr>"))\(shape("LOGO"))</p:sldLayout>"
      ),
    ]
    let reading = try Reading(OfficeSample.presentation([first, second], parts))
    #expect(reading.format == .pptx)
    #expect(reading.pages == [["GROUPED", "HOLE", "-1", "LOGO", "NOTES"], ["SECOND"]])
    #expect(reading.kinds["NOTES"] == .annotation)
    #expect(reading.hidden == ["SECOND"])
  }
}
