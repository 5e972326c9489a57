import Testing

@testable import Extraction

struct OpenDocumentTests {
  @Test("paragraphs, spans, separators, notes, frames and comments")
  func text() throws {
    let body = """
      <office:text><text:tracked-changes><text:p>GONE</text:p></text:tracked-changes>\
      <text:h>HO<text:span>LE-1</text:span></text:h>\
      <text:p>A<text:tab/>B<text:s text:c="3"/>C<text:line-break/>D</text:p>\
      <text:p>WO<text:note><text:note-body><text:p>NOTE</text:p></text:note-body></text:note>RD\
      <office:annotation><dc:creator>me</dc:creator><text:p>COMMENT</text:p></office:annotation></text:p>\
      <text:p>FR<draw:frame><draw:text-box><text:p>BOX</text:p></draw:text-box></draw:frame>AME</text:p>\
      </office:text>
      """
    let styles = "<s><style:header><text:p>HEADER</text:p></style:header></s>"
    let reading = try Reading(OfficeSample.openDocument("text", body, styles: styles))
    #expect(reading.format == .odt)
    #expect(
      reading.runs == [
        "HEADER", "HOLE-1", "A", "B C", "D", "WORD", "NOTE", "COMMENT", "FRAME", "BOX",
      ])
    #expect(reading.kinds["COMMENT"] == .annotation)
  }

  @Test("sheets are pages; cells are runs, repeated ones are bounded")
  func sheets() throws {
    let table = """
      <office:spreadsheet><table:table table:name="S1"><table:table-row>\
      <table:table-cell><text:p>HOLE</text:p></table:table-cell>\
      <table:table-cell table:number-columns-repeated="2"><text:p>-1</text:p></table:table-cell>\
      <table:table-cell table:number-columns-repeated="99999999"/></table:table-row>\
      <table:table-row table:visibility="collapse"><table:table-cell>\
      <text:p>HIDDEN</text:p></table:table-cell></table:table-row></table:table>\
      <table:table table:name="S2" table:style-name="off"><table:table-row><table:table-cell \
      table:number-columns-repeated="1000000"><text:p>R</text:p></table:table-cell></table:table-row>\
      </table:table></office:spreadsheet>
      """
    let off =
      "<style:style style:name='off'><style:table-properties table:display='false'/></style:style>"
    let reading = try Reading(OfficeSample.openDocument("spreadsheet", table, automatic: off))
    #expect(reading.format == .ods)
    #expect(reading.pages.first == ["S1", "HOLE", "-1", "-1", "HIDDEN"])
    #expect(reading.pages.count == 2 && (2...100).contains(reading.pages[1].count))
    #expect(reading.hidden == ["HIDDEN", "S2", "R"])
  }

  @Test("slides are pages, with their notes")
  func slides() throws {
    let body = """
      <office:presentation><draw:page><draw:frame><draw:text-box><text:p>ONE</text:p></draw:text-box>\
      </draw:frame><presentation:notes><text:p>NOTES</text:p></presentation:notes></draw:page>\
      <draw:page><text:p>TWO</text:p></draw:page></office:presentation>
      """
    let reading = try Reading(OfficeSample.openDocument("presentation", body))
    #expect(reading.pages == [["ONE", "NOTES"], ["TWO"]])
    #expect(reading.kinds["NOTES"] == .annotation)
  }

  @Test("an encrypted package says so; a flat document is read")
  func packages() throws {
    let encrypted = try OfficeSample.zip([
      ("mimetype", "application/vnd.oasis.opendocument.text"),
      ("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>"), ("content.xml", "???"),
    ])
    do {
      _ = try Reading(encrypted)
      Issue.record("read")
    } catch let error as ExtractionError {
      #expect(error.kind == "encrypted")
    }
    let flat =
      "<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.text'>"
      + "<office:body><text:p>FLAT</text:p></office:body></office:document>"
    let reading = try Reading(Array(flat.utf8))
    #expect(reading.format == .odt && reading.runs == ["FLAT"])
  }
}
