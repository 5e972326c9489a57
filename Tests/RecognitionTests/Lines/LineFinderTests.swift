import Testing

@testable import Recognition

@Suite("lines of letters")
struct LineFinderTests {
  /// An image whose dark pixels are drawn as `#`.
  private func image(_ rows: String...) throws -> GrayImage {
    let width = rows.map(\.count).max() ?? 0
    let pixels = rows.flatMap { row in
      (row + String(repeating: " ", count: width - row.count)).map { $0 == "#" ? 0 : 255 as UInt8 }
    }
    return try #require(GrayImage(width: width, height: rows.count, pixels: pixels))
  }

  @Test("pixels that touch, corners included, are one component")
  func components() throws {
    let ink = try #require(
      Ink(try image("# #  ##", "# #    ", "### #  ", "     # "), threshold: 128))
    let boxes = ink.components.map(\.box)
    #expect(boxes.count == 3)
    #expect(boxes.contains(PixelBox(x0: 0, y0: 0, x1: 3, y1: 3)))
    #expect(boxes.contains(PixelBox(x0: 4, y0: 2, x1: 6, y1: 4)))
    #expect(ink.components.map(\.area).reduce(0, +) == 11)
  }

  /// Letters of 12 by 18 pixels, and marks, at these places.
  private func lettering(_ places: [(Int, Int)], marks: [PixelBox] = []) -> Lettering {
    Lettering(
      letters: places.enumerated().map { index, place in
        let box = PixelBox(x0: place.0, y0: place.1, x1: place.0 + 12, y1: place.1 + 18)
        return Letter(box: box, component: index)
      },
      marks: marks.enumerated().map { Letter(box: $1, component: 1_000 + $0) })
  }

  @Test("neighbours on one baseline are a line, columns and rows are not")
  func chains() {
    let places = [(0, 0), (16, 0), (32, 1), (140, 0), (156, 0), (0, 40), (16, 40)]
    let chains = LineFinder(lettering(places)).chains().map { $0.map(\.component) }
    #expect(Set(chains) == [[0, 1, 2], [3, 4], [5, 6]])
  }

  @Test("text at 30 degrees is no level line")
  func skewed() {
    let places = (0..<6).map { ($0 * 15, 100 - $0 * 8) }
    #expect(LineFinder(lettering(places)).chains().isEmpty)
  }

  @Test("a scan's skew of two degrees keeps a line together")
  func slightlySkewed() {
    let places = (0..<30).map { ($0 * 16, 100 + $0 * 16 * 35 / 1_000) }
    #expect(LineFinder(lettering(places)).chains().map(\.count) == [30])
  }

  @Test("a wide gap is bridged by a dash", arguments: [true, false])
  func dash(hasDash: Bool) {
    let dash = PixelBox(x0: 24, y0: 8, x1: 36, y1: 10)
    let found = LineFinder(lettering([(0, 0), (50, 0)], marks: hasDash ? [dash] : [])).chains()
    #expect(found.map(\.count) == (hasDash ? [2] : []))
  }

  @Test("words with an underscore between them are one, others are not")
  func underscores() {
    let words = ["HOLE-1", "B", "C"].enumerated().map { index, text in
      Word(
        text: text, box: PixelBox(x0: index * 100, y0: 0, x1: index * 100 + 60, y1: 20),
        confidence: 90)
    }
    #expect(words.joined(at: [80]).map(\.text) == ["HOLE-1_B", "C"])
    #expect(words.joined(at: []).map(\.text) == ["HOLE-1", "B", "C"])
    let line = LetterLine(
      direction: .level, letters: lettering([(0, 0), (40, 0)]).letters,
      marks: lettering(
        [],
        marks: [
          PixelBox(x0: 20, y0: 20, x1: 32, y1: 22), PixelBox(x0: 20, y0: 8, x1: 30, y1: 10),
        ]
      ).marks)
    #expect(line.underscores == [26])
  }
}
