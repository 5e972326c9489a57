import Testing

@testable import Matching

@Suite("A list of codes")
struct CodeSetTests {
  @Test("codes are trimmed, empty ones dropped, order and spelling kept")
  func cleaning() throws {
    let set = try CodeSet(
      ["  b-2 ", "", " \u{A0}\t", "A-1", "\u{200B}", "Ｃ"], mode: .word)
    #expect(set.codes == ["b-2", "A-1", "Ｃ"])
  }

  @Test("of codes that fold alike the first stays")
  func duplicates() throws {
    let set = try CodeSet(
      ["Hole-1", "x", "HOLE\u{2013}1", "hole-1 ", "X", "HOLE-2", "ｘ"], mode: .word)
    #expect(set.codes == ["Hole-1", "x", "HOLE-2"])
  }

  @Test("numbers of codes are right after duplicates went")
  func numbering() throws {
    #expect(try found(["a", "A", "b", "B", "c"], in: "c b a") == ["a", "b", "c"])
  }

  @Test("a list without codes is refused")
  func noCodes() {
    #expect(throws: CodeSetError.noCodes) { try CodeSet([], mode: .word) }
    #expect(throws: CodeSetError.noCodes) { try CodeSet([" ", "\u{200D}"], mode: .word) }
  }

  @Test("a code of 1,024 characters is taken, one more is refused")
  func lengths() throws {
    let longest = String(repeating: "a", count: 1_024)
    #expect(try found(["  \(longest)  "], in: longest) == [longest])
    let prefix = String(repeating: "a", count: 40)
    #expect(throws: CodeSetError.codeTooLong(prefix: prefix, limit: 1_024)) {
      try CodeSet(["x", longest + "a"], mode: .word)
    }
  }

  @Test("20,000 codes are each found")
  func manyCodes() throws {
    let codes = (0..<20_000).map { "HOLE-\($0)" }
    let matcher = Matcher(try CodeSet(codes, mode: .word))
    var scratch = Matcher.Scratch()
    for number in stride(from: 0, to: 20_000, by: 197) {
      let text = "(hole-\(number)) hole-\(number)a".unicodeScalars.map(\.value)
      let hits = fastHits(matcher, in: text, flowing: false, scratch: &scratch)
      #expect(hits.map(\.code) == [number])
    }
  }

  @Test("long codes that differ at their end are told apart")
  func longCodes() throws {
    let stem = String(repeating: "ab-", count: 200)
    let codes = (0..<500).map { stem + String($0) } + [stem + "7-x", "b-ab"]
    #expect(try found(codes, in: stem + "7-X") == [stem + "7", stem + "7-x"])
    #expect(try found(codes, in: stem + "499") == [stem + "499"])
    #expect(try found(["b-ab"], in: stem, mode: .substring) == ["b-ab"])
  }
}
