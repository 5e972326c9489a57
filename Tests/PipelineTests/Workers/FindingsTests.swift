import Extraction
import Matching
import Testing

@testable import Pipeline

@Suite("codes found on a drawing")
struct FindingsTests {
  private func page(_ text: String, number: Int = 1) -> Page {
    var page = Page()
    page.reset(number: number, width: 100, height: 100)
    page.scalars = text.unicodeScalars.map(\.value)
    page.marks = page.scalars.indices.map { Page.Mark(x: Float($0) * 5, y: 50, advance: 5) }
    page.runs = [
      Page.Run(
        range: page.scalars.indices, direction: .init(dx: 1, dy: 0), up: .init(dx: 0, dy: -8),
        down: .init(dx: 0, dy: 2))
    ]
    return page
  }

  private func find(_ codes: [String], on pages: [Page]) throws -> Findings {
    let matcher = Matcher(try CodeSet(codes, mode: .word))
    var scratch = Matcher.Scratch()
    var findings = Findings()
    for page in pages { findings.add(page, matcher, &scratch) }
    return findings
  }

  @Test("a place says its page, its text and where it stands")
  func place() throws {
    let findings = try find(["hole-7"], on: [page("see HOLE-7", number: 3)])
    let place = try #require(findings.places.first)
    #expect(findings.sortedCodes == [0])
    #expect(place.page == 3)
    #expect(place.text == "HOLE-7")
    #expect([place.x0, place.y0, place.x1, place.y1] == [20, 42, 50, 52])
  }

  @Test("at most 100 places are kept, but one of every code")
  func limit() throws {
    let many = Array(repeating: "A-1", count: 150).joined(separator: " ")
    let findings = try find(["A-1", "B-2"], on: [page(many + " B-2")])
    #expect(findings.places.count == 100)
    #expect(findings.sortedCodes == [0, 1])
    #expect(findings.places.contains { $0.code == 1 })
  }
}
