import Testing

@testable import Extraction

@Suite("Annotations")
struct AnnotationTests {
  private func page(_ annotation: String, extras: String = "") throws -> Page {
    var pdf = PDFBuilder()
    let note = pdf.add("<< /Type /Annot \(annotation) >>")
    pdf.addPage(content: "", extras: "/Annots [\(note) 0 R] \(extras)")
    var extractor = Extractor()
    var read = Page()
    _ = try extractor.extract(pdf.build(), name: "", deadline: .none) { read = $0 }
    return read
  }

  private func texts(_ page: Page) -> [String] { page.runs.map { page.text(of: $0.range) } }

  @Test("contents lie in the annotation's rectangle, each line a run")
  func lines() throws {
    let page = try page("/Subtype /FreeText /Rect [100 100 200 130] /Contents (HOLE-1\\nHOLE-2)")
    #expect(texts(page) == ["HOLE-1", "HOLE-2"])
    let first = page.bounds(of: page.runs[0].range, in: page.runs[0])
    let second = page.bounds(of: page.runs[1].range, in: page.runs[1])
    #expect(first.x0 == 100 && abs(first.x1 - 200) < 0.01)
    #expect(abs(first.y0 - (792 - 130)) < 0.01)
    #expect(abs(second.y1 - (792 - 100)) < 0.01)
  }

  @Test("text in a tall rectangle reads upward")
  func tall() throws {
    let page = try page("/Subtype /Square /Rect [100 100 110 200] /Contents (HOLE-1)")
    #expect(texts(page) == ["HOLE-1"])
    #expect(page.angle(of: page.runs[0]) == 90)
  }

  @Test("on a turned page the rectangle turns with it")
  func turned() throws {
    let page = try page(
      "/Subtype /Square /Rect [100 100 200 110] /Contents (HOLE-1)", extras: "/Rotate 90")
    #expect(page.angle(of: page.runs[0]) == 90)
    #expect(page.width == 792)
    let box = page.bounds(of: page.runs[0].range, in: page.runs[0])
    #expect(box.x0 >= 99.9 && box.x1 <= 110.1)
  }

  @Test("a field has its value from its parent")
  func inherited() throws {
    var pdf = PDFBuilder()
    let parent = pdf.add("<< /FT /Tx /V (HOLE-1) >>")
    let field = pdf.add(
      "<< /Type /Annot /Subtype /Widget /Rect [0 0 100 20] /Parent \(parent) 0 R >>")
    pdf.addPage(content: "", extras: "/Annots [\(field) 0 R]")
    var extractor = Extractor()
    var found: [String] = []
    _ = try extractor.extract(pdf.build(), name: "", deadline: .none) { found = texts($0) }
    #expect(found == ["HOLE-1"])
  }

  @Test("a field whose letters stand in boxes is read by its value")
  func comb() throws {
    var pdf = PDFBuilder()
    let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    let form = pdf.addStream(
      "BT /F1 10 Tf 5 5 Td (H) Tj 20 0 Td (O) Tj 20 0 Td (-) Tj 20 0 Td (1) Tj ET",
      "/Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 \(font) 0 R >> >>")
    let field = pdf.add(
      "<< /Subtype /Widget /Rect [0 0 100 20] /FT /Tx /Ff 16777216 /V (HO-1) "
        + "/AP << /N \(form) 0 R >> >>")
    pdf.addPage(content: "", extras: "/Annots [\(field) 0 R]")
    var extractor = Extractor()
    var found: [String] = []
    _ = try extractor.extract(pdf.build(), name: "", deadline: .none) { found = texts($0) }
    #expect(found == ["HO-1"])
  }

  @Test("buttons, popups and empty contents say nothing")
  func silent() throws {
    for entries in [
      "/Subtype /Widget /FT /Btn /V /Yes /Rect [0 0 9 9]",
      "/Subtype /Popup /Contents (HOLE-1) /Rect [0 0 9 9]",
      "/Subtype /Text /Contents () /Rect [0 0 9 9]",
      "/Subtype /Text /Contents (  ) /Rect [0 0 9 9]",
    ] {
      #expect(try page(entries).runs.isEmpty)
    }
  }

  @Test("a note that repeats what is drawn beneath it is read once")
  func repeated() throws {
    let link = "<< /Type /Annot /Subtype /Link /Rect [70 695 140 715] /Contents (HOLE-1) >>"
    let shx = "<< /Type /Annot /Subtype /Square /Rect [70 595 140 615] /Contents (HOLE-2) >>"
    let far = "<< /Type /Annot /Subtype /Square /Rect [300 600 400 620] /Contents (HOLE-1) >>"
    var pdf = PDFBuilder()
    let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    let notes = [link, shx, shx, far].map { "\(pdf.add($0)) 0 R" }.joined(separator: " ")
    pdf.addPage(
      content: "BT /F1 12 Tf 72 700 Td (HOLE-1) Tj ET",
      resources: "/Font << /F1 \(font) 0 R >>", extras: "/Annots [\(notes)]")
    var extractor = Extractor()
    var found: [String] = []
    _ = try extractor.extract(pdf.build(), name: "", deadline: .none) { found = texts($0) }
    #expect(found == ["HOLE-1", "HOLE-2", "HOLE-1"])
  }
}
