import Testing

@testable import Extraction

@Suite("Words from geometry")
struct WordBuilderTests {
  private let code = "HOLE-12A"

  // MARK: - Direction

  @Test("a code reads at any angle", arguments: stride(from: 0.0, to: 360, by: 7.5).map { $0 })
  func angles(angle: Double) {
    var script = GlyphScript()
    script.turn(angle)
    script.show(code, 300, 400)
    #expect(script.runs == [code])
    let page = script.page()
    let told = page.angle(of: page.runs[0])
    let off = abs((told - angle).remainder(dividingBy: 360))
    #expect(off < 0.1)
  }

  @Test(
    "a code skewed along an isometric axis is one run",
    arguments: [(30.0, 90.0), (-30, 90), (30, 150), (-30, 30), (90, 150), (90, 30), (150, 90)])
  func skew(along: Double, up: Double) {
    var script = GlyphScript()
    script.skew(along: along, up: up)
    script.show(code, 300, 400)
    script.showSingly("PIPE-7", 100, 200)
    #expect(script.runs == [code, "PIPE-7"])
  }

  @Test("mirrored text reads along its own direction")
  func mirrored() {
    var script = GlyphScript()
    script.along = Page.Vector(dx: -1, dy: 0)
    script.show(code, 300, 400)
    #expect(script.runs == [code])
  }

  @Test("rows that cross keep apart")
  func crossing() {
    var script = GlyphScript()
    script.showSingly("CROSS-LEVEL", 100, 100)
    script.turn(90)
    script.showSingly("CROSS-UP", 130, 130)
    script.turn(30)
    script.showSingly("CROSS-30", 100, 120)
    #expect(script.runs.sorted() == ["CROSS-30", "CROSS-LEVEL", "CROSS-UP"])
  }

  // MARK: - Order

  @Test("the order of the operators does not matter")
  func order() {
    let orders: [([Int]) -> [Int]] = [
      { $0 }, { $0.reversed() },
      { $0.filter { $0 % 2 == 0 } + $0.filter { $0 % 2 == 1 } },
      { all in all.sorted { ($0 * 7) % all.count < ($1 * 7) % all.count } },
    ]
    for order in orders {
      var script = GlyphScript()
      script.showSingly("HOLE-12A HOLE-13", 100, 100, order: order)
      #expect(script.runs == ["HOLE-12A HOLE-13"])
      script.turn(30)
      script.showSingly("LINE-4", 100, 300, order: order)
      #expect(script.runs == ["HOLE-12A HOLE-13", "LINE-4"])
    }
  }

  @Test("a code split over operators is one word")
  func split() {
    var script = GlyphScript()
    script.show("HO", 100, 100)
    script.show("LE-", 100 + script.width("HO"), 100)
    script.show("1", 100 + script.width("HOLE-") + 0.2, 100)
    script.show("2A", 100 + script.width("HOLE-1"), 100.3)
    #expect(script.runs == ["HOLE-12A"])
  }

  // MARK: - Doubles

  @Test("text drawn twice is read once", arguments: [0, 0.2, 0.5] as [Float])
  func doubled(offset: Float) {
    var script = GlyphScript()
    script.show(code, 100, 100)
    script.show(code, 100 + offset, 100 + offset)
    script.showSingly(code, 100, 100 - offset)
    #expect(script.runs == [code])
  }

  @Test("glyphs each drawn twice in a row are read once")
  func doubledSingly() {
    var script = GlyphScript()
    script.showSingly("HILL-11", 100, 100) { $0.flatMap { [$0, $0] } }
    #expect(script.runs == ["HILL-11"])
  }

  @Test("a text drawn again as part of a longer one is read once")
  func covered() {
    var script = GlyphScript()
    script.show("HOLE-1", 100, 100)
    script.show("HOLE-1 REV B", 100, 100)
    #expect(script.runs == ["HOLE-1 REV B"])
  }

  @Test("different texts over one another are both read")
  func overprinted() {
    var script = GlyphScript()
    script.show("HOLE-1", 100, 100)
    script.show("PIPE-22", 103, 100)
    #expect(script.runs.sorted() == ["HOLE-1", "PIPE-22"])
  }

  // MARK: - Spacing

  @Test("even letter spacing is one word", arguments: [0.05, 0.1, 0.25, 0.4] as [Float])
  func tracked(share: Float) {
    let spread = share * 0.55 * 10
    var script = GlyphScript()
    script.show("HOLE-12A", 100, 100, spread: spread)
    #expect(script.runs == ["HOLE-12A"])
    var singly = GlyphScript()
    singly.showSingly("HOLE-12A", 100, 100, spread: spread)
    #expect(singly.runs == ["HOLE-12A"])
    singly.showSingly("PIPE-3", 100 + 8 * (5.5 + spread) + spread + 3.5, 100, spread: spread)
    #expect(singly.words == ["HOLE-12A", "PIPE-3"])
  }

  @Test("two codes that nearly touch stay apart", arguments: [0.8, 1, 1.5, 2.8, 5] as [Float])
  func adjacent(gap: Float) {
    var script = GlyphScript()
    script.show("HOLE-1", 100, 100)
    script.show("HOLE-12", 100 + script.width("HOLE-1") + gap, 100)
    #expect(script.words == ["HOLE-1", "HOLE-12"])
  }

  @Test("a column gap ends the run, a word gap does not")
  func columns() {
    var script = GlyphScript()
    script.show("HOLE-1", 100, 100)
    script.show("HOLE-2", 100 + script.width("HOLE-1") + 25, 100)
    #expect(script.runs == ["HOLE-1", "HOLE-2"])
    var words = GlyphScript()
    words.show("LINE  NO", 100, 100)
    #expect(words.runs == ["LINE NO"])
  }

  @Test("rows of stacked columns stay apart")
  func stacked() {
    var script = GlyphScript()
    for row in 0..<5 {
      script.show("A-\(row)", 100, 100 + Float(row) * 9)
      script.show("B-\(row)", 150, 100 + Float(row) * 9)
    }
    #expect(script.runs.sorted() == (0..<5).flatMap { ["A-\($0)", "B-\($0)"] }.sorted())
  }

  @Test("text at 60 % horizontal scale keeps its words")
  func narrow() {
    var script = GlyphScript()
    script.stretch = 0.6
    script.showSingly("HOLE-12 PIPE-7", 100, 100)
    #expect(script.runs == ["HOLE-12 PIPE-7"])
  }

  // MARK: - Parts of words

  @Test("superscripts and subscripts read on in their word")
  func scripts() {
    var script = GlyphScript()
    script.show("H", 100, 100)
    script.size = 6
    script.show("2", 105.6, 102)
    script.size = 10
    script.show("O", 109, 100)
    #expect(script.runs == ["H2O"])
  }

  @Test("an accent over a letter is a combining mark")
  func accents() {
    var script = GlyphScript()
    script.show("caf", 100, 100)
    script.show("e", 116.5, 100)
    script.show("\u{B4}", 116.7, 99.5)
    script.show("s", 122, 100)
    #expect(script.runs == ["cafe\u{301}s"])
  }

  @Test("right-to-left letters come in reading order")
  func rightToLeft() {
    var script = GlyphScript()
    script.show("ג 12 בא", 100, 100)
    #expect(script.runs == ["אב 12 ג"])
  }

  // MARK: - Flags and places

  @Test("text off the page is read and flagged")
  func offPage() {
    var script = GlyphScript()
    script.show("OFF-1", -500, 100)
    script.show("ON-1", 100, 100)
    let page = script.page()
    #expect(page.runs.map(\.visible) == [false, true])
  }

  @Test("a hidden text beside a visible one is a run of its own")
  func hidden() {
    var script = GlyphScript()
    script.show("SEEN-1", 100, 100)
    script.visible = false
    script.show("HID-1", 100 + script.width("SEEN-1") + 3, 100)
    let page = script.page()
    #expect(page.runs.map { page.text(of: $0.range) } == ["SEEN-1", "HID-1"])
    #expect(page.runs.map(\.visible) == [true, false])
  }

  @Test("bounds are those of the glyphs, in displayed space")
  func bounds() {
    var script = GlyphScript()
    script.show("AB CD", 100, 200)
    let page = script.page()
    let box = page.bounds(of: 3..<5, in: page.runs[0])
    #expect(abs(box.x0 - 113.8) < 0.01)
    #expect(abs(box.x1 - 124.8) < 0.01)
    #expect(abs(box.y0 - 192.5) < 0.01)
    #expect(abs(box.y1 - 202) < 0.01)
  }

  @Test(
    "a page of many glyphs in reverse on one line takes no quadratic time", .timeLimit(.minutes(1)))
  func manyReversed() {
    var script = GlyphScript()
    script.size = 0.1
    let text = String(repeating: "HOLE-1 ", count: 6000)
    script.showSingly(text, 0, 100) { $0.reversed() }
    script.showSingly(text, 0, 100)
    #expect(script.words.count == 6000)
  }
}
