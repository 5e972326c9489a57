import Testing

@testable import Extraction

/// The lines of each page of a file.
private func lines(_ bytes: [UInt8], name: String = "a.txt") throws -> [[String]] {
  var extractor = Extractor()
  var pages: [[String]] = []
  _ = try extractor.extract(bytes, name: name, deadline: .none) { page in
    pages.append(page.runs.map { page.text(of: $0.range) })
  }
  return pages
}

private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
  text.utf16.flatMap { unit -> [UInt8] in
    let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
    return bigEndian ? [high, low] : [low, high]
  }
}

struct PlainTextTests {
  @Test("encodings are told apart")
  func encodings() throws {
    let text = "HOLE-1 Größe 𝛼"
    #expect(try lines(Array(text.utf8)) == [[text]])
    #expect(try lines([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == [[text]])
    for bigEndian in [true, false] {
      let mark: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
      #expect(try lines(mark + utf16(text, bigEndian: bigEndian)) == [[text]])
      #expect(try lines(utf16("HOLE-1\nHOLE-2", bigEndian: bigEndian)) == [["HOLE-1", "HOLE-2"]])
    }
    #expect(try lines([0x47, 0x72, 0xF6, 0xDF, 0x65, 0x80]) == [["Größe€"]])
  }

  @Test("stray control bytes are put up with, many of them are no text")
  func controls() throws {
    #expect(try lines(Array("HOLE-1 \u{02}".utf8)).first?.first?.hasPrefix("HOLE-1") == true)
    let line = Array(repeating: UInt8(0x41), count: 99)
    #expect(try lines(line + [0x7F] + line + [0x01]).count == 1)
    #expect(throws: ExtractionError.self) { try lines(line + [1, 2, 3]) }
    #expect(throws: ExtractionError.self) { try lines(line + [0]) }
  }

  @Test("malformed characters are marked and lose nothing around them")
  func malformed() throws {
    var decoder = ScalarDecoder(UnsafeRawBufferPointer(start: nil, count: 0), .latin1)
    #expect(decoder.next() == nil)
    let bytes: [UInt8] = [0x41, 0xC3, 0x42, 0xED, 0xA0, 0x80, 0x43, 0xF0, 0x9F]
    bytes.withUnsafeBytes { raw in
      var decoder = ScalarDecoder(raw, .utf8(mark: 0))
      var scalars: [UInt32] = []
      while let scalar = decoder.next() { scalars.append(scalar) }
      #expect(scalars.filter { $0 != 0xFFFD } == [0x41, 0x42, 0x43])
    }
    #expect(try lines([0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8, 0x42, 0x00]) == [["A\u{FFFD}B"]])
  }

  @Test("line ends of every system, and form feeds between pages")
  func lineEnds() throws {
    #expect(try lines(Array("a\nb\r\nc\rd\n\ne".utf8)) == [["a", "b", "c", "d", "e"]])
    #expect(try lines(Array("one\u{C}two\nthree\u{C}".utf8)) == [["one"], ["two", "three"]])
    #expect(try lines(Array("\n\n".utf8)) == [[]])
  }

  @Test("scalars stand on a grid; tabs go to the next eighth column")
  func grid() throws {
    var extractor = Extractor()
    _ = try extractor.extract(Array("ab\n\tc".utf8), name: "a", deadline: .none) { page in
      #expect(page.marks[1].x == PlainText.margin + PlainText.cellWidth)
      #expect(page.marks[3].x == PlainText.margin + 8 * PlainText.cellWidth)
      #expect(page.marks[3].y == page.marks[0].y + PlainText.lineHeight)
      let box = page.bounds(of: 0..<2, in: page.runs[0])
      #expect(box.x0 == PlainText.margin && box.x1 == PlainText.margin + 2 * PlainText.cellWidth)
      #expect(box.y0 == PlainText.margin && box.y1 == PlainText.margin + PlainText.lineHeight)
      #expect(page.angle(of: page.runs[0]) == 0)
      #expect(page.verdict == .text)
    }
  }

  @Test("cells of CSV read without their quotes")
  func csv() throws {
    let text = "code,size\n\"2\"\"-HC-3452\",\"a,b\"\nHOLE-1,say \"x\"\n"
    #expect(
      try lines(Array(text.utf8)) == [
        ["code,size", "2\"-HC-3452,a,b", "HOLE-1,say \"x\""]
      ])
    #expect(try lines(Array("\"open\n".utf8), name: "a.csv") == [["open"]])
    #expect(try lines(Array("\"quoted\" text\n".utf8)) == [["\"quoted\" text"]])
  }

  @Test("a long text is handed out piece by piece")
  func longText() throws {
    let line = String(repeating: "x", count: 99) + "\n"
    let text = Array(String(repeating: line, count: 12_000).utf8)
    let pages = try lines(text)
    #expect(pages.count == 3)
    #expect(pages.joined().count == 12_000)
  }
}
