/// One word as tesseract read it.
struct Word: Equatable {
  var text: String
  var box: PixelBox
  /// From 0 to 100.
  var confidence: Double
}

/// The words of one line, from left to right.
struct TextLine: Equatable {
  /// Of a list of images, which it was on, from 1.
  var image: Int
  var words: [Word]
}

/// Reads tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height,
/// confidence, text.
enum TesseractTable {
  /// Rows that are words have this level.
  private static let wordLevel = 5
  /// Most lines kept of one page of images: what a broken program prints has an end.
  private static let lineLimit = 100_000

  /// The lines; rows that are no words, or broken, are passed over.
  static func lines(_ bytes: [UInt8]) -> [TextLine] {
    var lines: [TextLine] = []
    var last: [Int] = []
    for row in bytes.split(separator: 10) {
      guard let (key, word) = word(row) else { continue }
      if key != last {
        guard lines.count < lineLimit else { break }
        lines.append(TextLine(image: key[0], words: []))
        last = key
      }
      lines[lines.count - 1].words.append(word)
    }
    return lines
  }

  /// A word, and the numbers of its page, block, paragraph and line.
  private static func word(_ row: ArraySlice<UInt8>) -> (key: [Int], word: Word)? {
    let fields = row.split(separator: 9, maxSplits: 11, omittingEmptySubsequences: false)
    guard fields.count == 12 else { return nil }
    let numbers = fields[0..<10].compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 10, numbers[0] == wordLevel,
      numbers[6...9].allSatisfy({ (0...1_000_000).contains($0) }),
      let confidence = Double(String(decoding: fields[10], as: UTF8.self)), confidence >= 0
    else { return nil }
    let text = String(decoding: fields[11], as: UTF8.self).filter { !$0.isWhitespace }
    guard !text.isEmpty else { return nil }
    let box = PixelBox(
      x0: numbers[6], y0: numbers[7], x1: numbers[6] + numbers[8], y1: numbers[7] + numbers[9])
    return (Array(numbers[1...4]), Word(text: text, box: box, confidence: min(100, confidence)))
  }
}
