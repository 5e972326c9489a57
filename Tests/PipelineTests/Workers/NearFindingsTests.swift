import Extraction
import Foundation
import Matching
import Store
import Testing

@testable import Pipeline

/// One line of a page that a test places.
private struct Line {
  var text: String
  var x: Float = 100
  var y: Float
  /// Degrees, counter-clockwise as seen.
  var angle: Float = 0
  var size: Float = 10
  var kind = Page.Kind.text

  /// Appends it, each character half its size wide, 0.8 of it above and 0.2 below the baseline.
  func add(to page: inout Page) {
    let radians = angle * .pi / 180
    let along = Page.Vector(dx: cos(radians), dy: -sin(radians))
    let down = Page.Vector(dx: -along.dy, dy: along.dx)
    let start = page.scalars.count
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let offset = Float(index) * size / 2
      page.scalars.append(scalar.value)
      page.marks.append(
        Page.Mark(x: x + offset * along.dx, y: y + offset * along.dy, advance: size / 2))
    }
    page.runs.append(
      Page.Run(
        range: start..<page.scalars.count, direction: along,
        up: .init(dx: -0.8 * size * down.dx, dy: -0.8 * size * down.dy),
        down: .init(dx: 0.2 * size * down.dx, dy: 0.2 * size * down.dy), kind: kind))
  }
}

private func page(_ lines: [Line], number: Int = 1, flowing: Bool = false) -> Page {
  var page = Page()
  page.reset(number: number, width: 500, height: 500)
  page.flowing = flowing
  page.verdict = .text
  for line in lines { line.add(to: &page) }
  return page
}

private func find(_ codes: [String], on pages: [Page]) throws -> Findings {
  let matcher = Matcher(try CodeSet(codes, mode: .word))
  var scratch = Matcher.Scratch()
  var findings = Findings()
  for page in pages { findings.add(page, matcher, &scratch) }
  return findings
}

/// Each hit as `code index: text, reason`.
private func near(_ codes: [String], on pages: [Page]) throws -> [String] {
  try find(codes, on: pages).nearHits.map {
    "\($0.place.code): \($0.place.text.debugDescription), \($0.reason)"
  }
}

@Suite("codes that nearly stand on a drawing")
struct NearFindingsTests {
  private static let upper = Line(text: "HOLE-", y: 100)

  @Test("a blank inside is told with its text and its place")
  func blank() throws {
    let findings = try find(
      ["HOLE-12"], on: [page([Line(text: "SEE HOLE- 12 X", y: 100)], number: 3)])
    let hit = try #require(findings.nearHits.first)
    #expect(findings.sortedCodes.isEmpty && findings.places.isEmpty)
    #expect(hit.reason == .blankInside && hit.place.text == "HOLE- 12" && hit.place.page == 3)
    #expect([hit.place.x0, hit.place.y0, hit.place.x1, hit.place.y1] == [120, 92, 160, 102])
    #expect(hit.place.kind == .text)
  }

  @Test("a code that stands on any page of the drawing is not near")
  func exactElsewhere() throws {
    let near = page([Line(text: "HOLE- 12", y: 100)])
    let exact = page([Line(text: "HOLE-12", y: 100)], number: 2)
    #expect(try find(["HOLE-12"], on: [near, exact]).nearHits.isEmpty)
    #expect(try find(["HOLE-12"], on: [exact, near]).nearHits.isEmpty)
    #expect(try find(["HOLE-12"], on: [near, near]).nearHits.count == 1)
  }

  @Test(
    "the line below goes on",
    arguments: [
      [upper, Line(text: "12 TYP", y: 112)],
      // In any order of the page's runs, and centred.
      [Line(text: "12", x: 107.5, y: 112), upper],
      // Upwards along the sheet: below is to the right.
      [
        Line(text: "HOLE-", x: 50, y: 300, angle: 90), Line(text: "12", x: 62, y: 300, angle: 90),
      ],
    ])
  private func lineEnd(lines: [Line]) throws {
    #expect(try near(["HOLE-12"], on: [page(lines)]) == ["0: \"HOLE-\\n12\", lineEnd"])
  }

  @Test(
    "what stands elsewhere, or is of another kind, does not go on",
    arguments: [
      Line(text: "12", y: 88),  // above
      Line(text: "12", y: 125),  // two lines below
      Line(text: "12", x: 130, y: 112),  // in the next column
      Line(text: "12", y: 112, angle: 20),
      Line(text: "12", y: 112, size: 7),
      Line(text: "123", y: 112),
    ])
  private func elsewhere(lower: Line) throws {
    #expect(try near(["HOLE-12"], on: [page([Self.upper, lower])]).isEmpty)
  }

  @Test("columns of a table are not glued")
  func table() throws {
    let cells = [
      Line(text: "DN", y: 100), Line(text: "50", y: 112), Line(text: "TYPE", x: 200, y: 100),
      Line(text: "12", x: 200, y: 112),
    ]
    #expect(try near(["DN50", "TYPE12"], on: [page(cells)]).isEmpty)
    let both = [Line(text: "HOLE", y: 100), Line(text: "1234", y: 112)]
    #expect(try near(["HOLE1234"], on: [page(both)]) == ["0: \"HOLE\\n1234\", lineEnd"])
  }

  @Test("the box of a code over a line's end goes around both parts")
  func box() throws {
    let lines = [Self.upper, Line(text: "12 TYP", y: 112)]
    let place = try #require(try find(["HOLE-12"], on: [page(lines)]).nearHits.first?.place)
    #expect([place.x0, place.y0, place.x1, place.y1] == [100, 92, 125, 114])
  }

  @Test("in text that flows only the next line goes on")
  func flowing() throws {
    let next = [Self.upper, Line(text: "12", y: 112)]
    #expect(try near(["HOLE-12"], on: [page(next, flowing: true)]).count == 1)
    let cells = [Self.upper, Line(text: "B", x: 200, y: 100), Line(text: "12", y: 112)]
    #expect(try near(["HOLE-12"], on: [page(cells, flowing: true)]).isEmpty)
    #expect(try near(["HOLE-12"], on: [page(cells)]).count == 1)
  }

  @Test("only what text recognition read may look alike")
  func recognized() throws {
    var line = Line(text: "H0LE-I2 AND HOLE-7", y: 100)
    #expect(try near(["HOLE-12"], on: [page([line])]).isEmpty)
    line.kind = .ocr
    let findings = try find(["HOLE-12", "HOLE-7"], on: [page([line])])
    #expect(findings.sortedCodes == [1])
    #expect(findings.places.map(\.kind) == [.ocr])
    let hit = try #require(findings.nearHits.first)
    #expect(hit.reason == .lookAlike && hit.place.text == "H0LE-I2" && hit.place.kind == .ocr)
  }

  @Test("kept text gives the same as the first reading")
  func cached() throws {
    let pages = [
      page([Self.upper, Line(text: "12", y: 112), Line(text: "HOLE- 7", y: 300)]),
      page([Line(text: "H0LE-33", y: 100, kind: .ocr)], number: 2),
    ]
    let matcher = Matcher(try CodeSet(["HOLE-12", "HOLE-7", "HOLE-33"], mode: .word))
    var scratch = Matcher.Scratch()
    var fresh = Findings()
    for page in pages { fresh.add(page, matcher, &scratch) }
    #expect(fresh.nearHits.count == 3)
    let key = CacheKeys.standard.key(source: "a", name: "a.pdf")
    let bytes = try #require(packed(pages, key))
    var replay = TextReplay()
    var kept = Findings()
    _ = try bytes.withUnsafeBytes { raw in
      try replay.run(raw, key) { page, geometry in
        kept.add(page, matcher, &scratch) { geometry.marks(of: page) }
      }
    }
    #expect(kept.nearHits == fresh.nearHits)
  }

  @Test("a page of nothing but beginnings and ends takes bounded work")
  func bounded() throws {
    let lines = (0..<3_000).map { Line(text: "HOLE-", y: Float($0) * 40) }
    let ends = (0..<3_000).map { Line(text: "12", x: 300, y: Float($0) * 40) }
    #expect(try near(["HOLE-12"], on: [page(lines + ends)]).isEmpty)
  }
}
