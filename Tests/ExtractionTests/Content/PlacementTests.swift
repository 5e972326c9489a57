import Testing

@testable import Extraction

@Suite("Placements of text")
struct PlacementTests {
  @Test("each code is found exactly once, its near misses not at all", arguments: Placement.all)
  func placement(_ placement: Placement) throws {
    var found: [String] = []
    var extractor = Extractor()
    _ = try extractor.extract(placement.bytes, name: "test.pdf", deadline: .none) { page in
      #expect(page.verdict == .text || placement.kind != .text)
      for run in page.runs {
        #expect(run.visible == placement.visible)
        #expect(run.kind == placement.kind)
        found += page.text(of: run.range).split(separator: " ").map(String.init)
        Self.check(page, run, placement)
      }
    }
    #expect(found.sorted() == placement.codes.sorted())
    for near in placement.absent { #expect(!found.contains(near)) }
  }

  /// A run's box lies on the page where the text does, and is neither empty nor huge.
  private static func check(_ page: Page, _ run: Page.Run, _ placement: Placement) {
    #expect(page.marks.count == page.scalars.count)
    let box = page.bounds(of: run.range, in: run)
    #expect(box.x1 > box.x0 && box.y1 > box.y0)
    #expect(box.x1 - box.x0 < 130 && box.y1 - box.y0 < 130)
    guard placement.visible else { return }
    #expect(box.x0 > -20 && Double(box.x1) < page.width + 20)
    #expect(box.y0 > -20 && Double(box.y1) < page.height + 20)
  }
}
