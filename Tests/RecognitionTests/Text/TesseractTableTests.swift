import Testing

@testable import Recognition

@Suite("tesseract's table")
struct TesseractTableTests {
  private static let head =
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"

  private func lines(_ rows: String...) -> [TextLine] {
    TesseractTable.lines(Array(([Self.head] + rows).joined(separator: "\n").utf8))
  }

  @Test("words of one line are together, with their boxes and confidence")
  func words() {
    let read = lines(
      "4\t1\t1\t1\t1\t0\t10\t20\t100\t12\t-1\t", "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96.5\tHC-1",
      "5\t1\t1\t1\t1\t2\t60\t20\t50\t12\t40\té", "5\t2\t1\t1\t1\t1\t1\t2\t3\t4\t5\tnext")
    #expect(read.map(\.image) == [1, 2])
    #expect(read.first?.words.map(\.text) == ["HC-1", "é"])
    #expect(read.first?.words.first?.box == PixelBox(x0: 10, y0: 20, x1: 50, y1: 32))
    #expect(read.first?.words.first?.confidence == 96.5)
  }

  @Test(
    "what is no word is passed over",
    arguments: [
      "", "rubbish", "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96",
      "5\t1\t1\t1\t1\t1\tx\t20\t40\t12\t96\ta",
      "5\t1\t1\t1\t1\t1\t-10\t20\t40\t12\t96\ta", "5\t1\t1\t1\t1\t1\t1\t2\t9999999999\t1\t9\ta",
      "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\tnan\ta", "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96\t  ",
      "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t-1\ta",
    ])
  func rubbish(row: String) {
    #expect(lines(row).isEmpty)
  }

  @Test("bytes that are no text are read as far as they go")
  func bytes() {
    let bytes = (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) }
    #expect(TesseractTable.lines(bytes).isEmpty)
  }
}
