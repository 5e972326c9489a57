import Testing

@testable import Extraction

struct PageTests {
  /// A page with one run of `count` scalars, each 10 points wide, along a unit vector.
  private func page(_ count: Int, dx: Float, dy: Float) -> Page {
    var page = Page()
    for at in 0..<count {
      page.scalars.append(UInt32(0x41 + at))
      let distance = Float(at) * 10
      page.marks.append(.init(x: 100 + distance * dx, y: 200 + distance * dy, advance: 10))
    }
    page.runs.append(
      .init(
        range: 0..<count, direction: .init(dx: dx, dy: dy), up: .init(dx: 8 * dy, dy: -8 * dx),
        down: .init(dx: -2 * dy, dy: 2 * dx)))
    return page
  }

  @Test("level text has its box from descent to ascent")
  func level() {
    let page = page(3, dx: 1, dy: 0)
    #expect(page.text(of: 0..<3) == "ABC")
    #expect(page.bounds(of: 1..<3, in: page.runs[0]) == .init(x0: 110, y0: 192, x1: 130, y1: 202))
    #expect(page.angle(of: page.runs[0]) == 0)
  }

  @Test("text that runs up the sheet is at 90 degrees")
  func upward() {
    let page = page(2, dx: 0, dy: -1)
    #expect(page.bounds(of: 0..<2, in: page.runs[0]) == .init(x0: 92, y0: 180, x1: 102, y1: 200))
    #expect(page.angle(of: page.runs[0]) == 90)
  }

  @Test("ranges beyond the text and values that are no scalars are put up with")
  func absurd() {
    var page = page(1, dx: 1, dy: 0)
    #expect(page.text(of: 0..<9) == "A")
    #expect(page.bounds(of: 5..<9, in: page.runs[0]) == .init(x0: 0, y0: 0, x1: 0, y1: 0))
    page.scalars[0] = 0xD800
    #expect(page.text(of: 0..<1) == "\u{FFFD}")
  }

  @Test("what is drawn tells what kind of page it is")
  func verdicts() {
    #expect(Verdict(PageInk(), scalars: 0) == .empty)
    #expect(Verdict(PageInk(glyphs: 5), scalars: 5) == .text)
    #expect(Verdict(PageInk(), scalars: 5) == .text)
    #expect(Verdict(PageInk(images: 1, imageArea: 0.95), scalars: 0) == .scanned)
    let stamped = PageInk(images: 1, imageArea: 1, glyphs: 20)
    #expect(Verdict(stamped, scalars: 20) == .scanned)
    #expect(Verdict(stamped, scalars: 400) == .text)
    #expect(Verdict(PageInk(pathSegments: 5000), scalars: 0) == .outlines)
    #expect(Verdict(PageInk(pathSegments: 8), scalars: 0) == .empty)
    #expect(Verdict(PageInk(glyphs: 9, undecodableGlyphs: 9), scalars: 0) == .undecodable)
    #expect(Verdict(PageInk(glyphs: 90, undecodableGlyphs: 2), scalars: 88) == .text)
    #expect(Verdict.allCases.filter(\.needsEyes).count == 5)
  }

  @Test(
    "a visible word that can't be told is one that somebody has to look at",
    arguments: [
      ("HOLE-1 \u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", true, true),
      ("\u{FFFD} HOLE-1 \u{FFFD}\u{FFFD}\u{FFFD} \u{FFFD}", true, false),
      ("HOLE-1 \u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", false, false),
    ])
  func unreadWords(text: String, visible: Bool, isUnread: Bool) {
    var script = GlyphScript()
    script.visible = visible
    script.show(text, 100, 100)
    let page = script.page()
    var ink = PageInk(glyphs: 60, undecodableGlyphs: 5)
    ink.lookForUnreadWords(page)
    #expect(Verdict(ink, scalars: 60) == (isUnread ? .undecodable : .text))
  }
}
