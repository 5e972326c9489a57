import Testing

@testable import Recognition

@Suite("gray images")
struct GrayImageTests {
  @Test("a PGM is read, its comments passed over")
  func pgm() {
    let image = GrayImage(pgm: Array("P5\n# made by a test\n3 2\n255\nabcdef".utf8))
    #expect(image?.width == 3)
    #expect(image?.pixels == Array("abcdef".utf8))
    #expect(image.map { GrayImage(pgm: $0.pgmHead + $0.pixels) } == image)
  }

  @Test(
    "what is no such image is refused",
    arguments: [
      "", "P5", "P6\n3 2\n255\nabcdef", "P5\n3 2\n65535\nabcdefabcdef", "P5\n3 2\n255\nabcde",
      "P5\n0 2\n255\n", "P5\n-3 2\n255\nabcdef", "P5\n999999999 999999999\n255\nabc",
      "P5\n99999999999999999999 1\n255\nabc", "P5 3 2 255",
    ])
  func refused(text: String) {
    #expect(GrayImage(pgm: Array(text.utf8)) == nil)
  }

  @Test("what reads upward is level after a quarter turn, and four of them change nothing")
  func turns() throws {
    let image = try #require(GrayImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 6]))
    #expect(image.turned() == GrayImage(width: 2, height: 3, pixels: [4, 1, 5, 2, 6, 3]))
    #expect(image.turned().turned() == image.reversed())
    #expect(image.turned().turned().turned().turned() == image)
  }

  @Test("a turned image's pixels are placed where they were")
  func placements() throws {
    let direction = LineDirection.upward(height: 50)
    let box = PixelBox(x0: 3, y0: 10, x1: 20, y1: 15)
    let level = direction.level(box)
    #expect(direction.onPage(level) == box)
    let corner = direction.placement.apply(Double(level.x0), Double(level.y0))
    #expect(corner.x == 3 && corner.y == 15)
  }

  @Test("a skewed baseline becomes level")
  func shear() throws {
    var image = GrayImage(width: 101, height: 21)
    for x in 0..<101 { image.set(x, 5 + x / 10, 0) }
    let level = image.resized(1, slope: 0.1, border: 0)
    let rows = (2..<98).compactMap { x in (0..<21).first { level.pixel(x, $0) < 200 } }
    #expect(rows.count == 96)
    #expect(rows.allSatisfy { (4...5).contains($0) })
  }

  @Test("the paper may be gray")
  func threshold() throws {
    let gray = [UInt8](repeating: 200, count: 990) + [UInt8](repeating: 40, count: 10)
    let image = try #require(GrayImage(width: 100, height: 10, pixels: gray))
    #expect((100...140).contains(image.inkThreshold))
  }
}
