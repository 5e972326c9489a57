import Testing

@testable import Extraction

/// The pages of a file.
private func pages(_ bytes: [UInt8], limits: Limits = Limits()) throws -> [PDFPage] {
  try withDocument(bytes, limits: limits) { document in
    var all: [PDFPage] = []
    try document.forEachPage { page throws(ExtractionError) in all.append(page) }
    return all
  }
}

struct PageTreeTests {
  @Test("ten thousand pages are all read, flat or nested")
  func manyPages() throws {
    var flat = PDFBuilder()
    for _ in 0..<10_000 { flat.addPage("/MediaBox [0 0 10 10]") }
    #expect(try pages(flat.build(), limits: .noRepairs).count == 10_000)

    var nested = PDFBuilder()
    var groups: [Int] = []
    for _ in 0..<100 {
      let kids = (0..<100).map { _ in nested.add("<< /Type /Page >>") }
      let list = kids.map { "\($0) 0 R" }.joined(separator: " ")
      groups.append(nested.add("<< /Type /Pages /Kids [\(list)] /Count 100 >>"))
    }
    let list = groups.map { "\($0) 0 R" }.joined(separator: " ")
    nested.add("<< /Type /Pages /Kids [\(list)] /Count 10000 >>", number: 2)
    let read = try pages(nested.build(.objectStreams), limits: .noRepairs)
    #expect(read.map(\.number) == Array(1...10_000))
  }

  @Test("pages inherit boxes, rotation and resources; their own come first")
  func inheritance() throws {
    var pdf = PDFBuilder()
    pdf.pagesExtras = "/MediaBox [0 0 100 200] /Rotate 90 /Resources << /X 1 >>"
    pdf.addPage("")
    pdf.addPage("/MediaBox [10 20 0 0] /Rotate -90 /CropBox [2 2 8 9] /UserUnit 2")
    let read = try pages(pdf.build(), limits: .noRepairs)
    #expect(read[0].width == 200 && read[0].height == 100 && read[0].rotate == 90)
    #expect(read[0].resources?[Name("X")].integer == 1)
    #expect(read[1].box == Rectangle(2, 2, 8, 9) && read[1].rotate == 270)
    #expect(read[1].width == 14 && read[1].height == 12)
  }

  @Test(
    "display space begins at the top left, whatever the rotation", arguments: [0, 90, 180, 270])
  func display(_ rotate: Int) throws {
    var pdf = PDFBuilder()
    pdf.addPage("/MediaBox [10 20 110 220] /Rotate \(rotate)")
    let page = try pages(pdf.build())[0]
    let corners = [(10.0, 20.0), (110, 20), (110, 220), (10, 220)].map {
      page.display.apply($0, $1)
    }
    #expect(corners.map(\.x).min() == 0 && corners.map(\.y).min() == 0)
    #expect(corners.map(\.x).max() == page.width && corners.map(\.y).max() == page.height)
    // The corner that is shown at the top left.
    let shown = [0: 3, 90: 0, 180: 1, 270: 2][rotate] ?? 0
    #expect(corners[shown].x == 0 && corners[shown].y == 0)
  }

  @Test("trees that loop, share nodes or hold no nodes end")
  func broken() throws {
    var pdf = PDFBuilder()
    pdf.addPage("/Contents 99 0 R")
    let page = pdf.pages[0]
    pdf.add("<< /Type /Pages /Kids [2 0 R \(page) 0 R 2 0 R null 77 0 R 5] /Count 1 >>", number: 2)
    // The page, and three that are said to be here and are lost.
    #expect(try pages(pdf.build()).count == 4)
    pdf.add("<< /Type /Pages /Kids 2 0 R >>", number: 2)
    #expect(try pages(pdf.build()).count == 1)
    pdf.add("<< /Type /Pages /Count 5 >>", number: 2)
    #expect(try pages(pdf.build()).count == 1)
  }

  @Test("a tree as deep as a linked list is read to a bounded depth")
  func deepTree() throws {
    var pdf = PDFBuilder()
    let first = pdf.reserve()
    var node = first
    for _ in 0..<5000 {
      let page = pdf.add("<< /Type /Page >>")
      let next = pdf.reserve()
      pdf.add("<< /Type /Pages /Kids [\(page) 0 R \(next) 0 R] >>", number: node)
      node = next
    }
    pdf.add("<< /Type /Pages /Kids [\(first) 0 R] >>", number: 2)
    #expect(try pages(pdf.build()).count >= 1999)
  }

  @Test("more pages than allowed are too large")
  func pageLimit() throws {
    var pdf = PDFBuilder()
    for _ in 0..<20 { pdf.addPage("") }
    var limits = Limits()
    limits.pages = 10
    #expect(throws: ExtractionError.self) { try pages(pdf.build(), limits: limits) }
  }
}
