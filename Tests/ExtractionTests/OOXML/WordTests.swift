import Testing

@testable import Extraction

private func run(_ text: String) -> String { "<w:r><w:t>\(text)</w:t></w:r>" }
private func paragraph(_ content: String) -> String { "<w:p>\(content)</w:p>" }

struct WordTests {
  @Test("runs split inside a word join; paragraphs, breaks and tabs separate")
  func paragraphs() throws {
    let body =
      paragraph(run("HO") + "<w:proofErr/>" + run("LE-1"))
      + paragraph(run("A") + "<w:r><w:tab/><w:t>B</w:t><w:br/><w:t>C</w:t></w:r>")
      + paragraph(
        "<w:r><w:t>X</w:t><w:noBreakHyphen/><w:t>Y</w:t><w:softHyphen/><w:t>Z</w:t></w:r>")
    let reading = try Reading(OfficeSample.word(body))
    #expect(reading.format == .docx)
    #expect(reading.pages == [["HOLE-1", "A", "B", "C", "X\u{2011}Y\u{AD}Z"]])
  }

  @Test("cells are runs of their own")
  func tables() throws {
    let cells = ["HOLE", "-1"].map { "<w:tc>\(paragraph(run($0)))</w:tc>" }.joined()
    let body = "<w:tbl><w:tr>\(cells)</w:tr></w:tbl>" + paragraph(run("after"))
    #expect(try Reading(OfficeSample.word(body)).runs == ["HOLE", "-1", "after"])
  }

  @Test(
    "what is deleted or moved away is left out, fields show their results, hidden text is flagged")
  func changes() throws {
    let body =
      paragraph(
        run("KEEP") + "<w:del><w:r><w:delText>GONE</w:delText></w:r></w:del>"
          + "<w:moveFrom>\(run("MOVED"))</w:moveFrom>")
      + paragraph(
        "<w:r><w:instrText>REF code</w:instrText></w:r>" + run("HOLE-7")
          + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET</w:t></w:r>")
      + paragraph("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("HOLE")) + paragraph(run("-8"))
    let reading = try Reading(OfficeSample.word(body))
    #expect(reading.runs == ["KEEP", "HOLE-7", "SECRET", "HOLE-8"])
    #expect(reading.hidden == ["SECRET"])
  }

  @Test("a text box in the middle of a word stands after its paragraph, once")
  func textBoxes() throws {
    let box = "<w:txbxContent>\(paragraph(run("BOX-1")))\(paragraph(run("BOX-2")))</w:txbxContent>"
    let body = paragraph(
      run("HO") + "<w:r><mc:AlternateContent><mc:Choice>\(box)</mc:Choice>"
        + "<mc:Fallback>\(box)</mc:Fallback></mc:AlternateContent></w:r>" + run("LE-1"))
    #expect(try Reading(OfficeSample.word(body)).runs == ["HOLE-1", "BOX-1", "BOX-2"])
  }

  @Test("headers, footers, notes and comments are read")
  func stories() throws {
    let names = ["header", "footer", "footnotes", "endnotes", "comments"]
    let links = names.enumerated().map {
      "<Relationship Id='r\($0)' Type='x/\($1)' Target='\($1).xml'/>"
    }
    let parts = names.map { ("word/\($0).xml", "<w:x>\(paragraph(run("in-\($0)")))</w:x>") }
    let reading = try Reading(
      OfficeSample.word(
        paragraph(run("body")),
        parts + [("word/_rels/document.xml.rels", "<R>\(links.joined())</R>")]))
    #expect(
      reading.runs == [
        "in-header", "body", "in-footer", "in-footnotes", "in-endnotes", "in-comments",
      ])
    #expect(reading.kinds["in-comments"] == .annotation)
  }

  @Test("pages turn where Word last broke them, never inside a word")
  func pages() throws {
    let body =
      paragraph(run("one"))
      + paragraph("<w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r>")
      + paragraph("<w:r><w:t>th</w:t><w:lastRenderedPageBreak/><w:t>ree</w:t></w:r>")
      + paragraph(run("four"))
    #expect(try Reading(OfficeSample.word(body)).pages == [["one"], ["two", "three"], ["four"]])
  }

  @Test("a damaged part keeps its text and is told")
  func damage() throws {
    let reading = try Reading(OfficeSample.word(paragraph(run("HOLE-1")) + "<w:p <"))
    #expect(reading.runs == ["HOLE-1"])
    #expect(reading.verdicts == [.text, .undecodable])
    #expect(reading.repairs.count == 1)
  }
}
