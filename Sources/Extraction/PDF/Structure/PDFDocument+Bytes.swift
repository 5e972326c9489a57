/// Looking at the file's bytes, checked.
extension PDFDocument {
  @inline(__always)
  func isWhiteSpace(_ byte: UInt8) -> Bool {
    CharacterClass.table[Int(byte)] & CharacterClass.whiteSpace != 0
  }

  func matches(_ word: StaticString, at offset: Int) -> Bool {
    Search.matches(word, in: bytes, at: offset)
  }

  func find(_ word: StaticString, from start: Int, to end: Int = .max) -> Int? {
    Search.find(word, in: bytes, from: start, to: end)
  }

  func findLast(_ word: StaticString, from start: Int, to end: Int) -> Int? {
    Search.findLast(word, in: bytes, from: start, to: end)
  }
}
