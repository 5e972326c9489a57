import Testing

@testable import Matching

/// Random texts and codes over alphabets in which everything touches everything.
@Suite("The fast matcher and the oracle")
struct OracleTests {
  static let alphabets: [String] = [
    "ab",
    "aA1-._/ ",
    "HOLE-0123456789",
    "ab\u{301}\u{323}\u{C9}\u{E9}e \u{B4}",
    "aß\u{1E9E}sSſﬁfi\u{130}iIı\u{307}",
    "a-\u{AD}\u{2010}\u{2015}\u{2212}\u{FE58}\u{200B}\u{200D}\u{FEFF}b",
    "a \t\n\u{A0}\u{3000}\u{2003}\u{A8}_",
    "가각\u{1100}\u{1161}\u{11A8}a-",
    "ᾳα\u{345}ι\u{301}Αᾴσςΐ-",
    "１1①½²孔-a\u{FDFA}😀\u{20E3}\u{903}",
    "Ꭰꭰ\u{13F8}\u{1C80}вЖ\u{2126}Å\u{212B}a\u{30A}.",
  ]

  @Test("agree on random lines", arguments: alphabets.indices, MatchMode.allCases)
  func agree(alphabet: Int, mode: MatchMode) throws {
    var random = SeededGenerator(state: UInt64(alphabet) * 7 + 1)
    let letters = Array(Self.alphabets[alphabet].unicodeScalars)
    var scratch = Matcher.Scratch()
    for round in 0..<150 {
      let codes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        string(of: letters, upTo: 6, &random)
      }
      guard let set = try? CodeSet(codes, mode: mode) else { continue }
      let matcher = Matcher(set)
      let naive = NaiveMatcher(codes: set.codes, mode: mode)
      let text = string(of: letters, upTo: 60, &random).unicodeScalars.map(\.value)
      for flowing in [false, true] {
        let fast = fastHits(matcher, in: text, flowing: flowing, scratch: &scratch)
        let slow = naive.hits(in: text, flowing: flowing)
        #expect(fast == slow, "round \(round): \(set.codes) in \(text)")
      }
    }
  }

  @Test("agree on long lines with long codes", arguments: MatchMode.allCases)
  func agreeOnLongCodes(mode: MatchMode) throws {
    var random = SeededGenerator(state: 99)
    let letters = Array("a-".unicodeScalars)
    var scratch = Matcher.Scratch()
    for _ in 0..<20 {
      let stem = string(of: letters, upTo: 60, &random)
      let codes = (0..<40).map { _ in stem + string(of: letters, upTo: 8, &random) }
      guard let set = try? CodeSet(codes, mode: mode) else { continue }
      let text = (0..<5).map { _ in stem + string(of: letters, upTo: 9, &random) }.joined()
      let scalars = text.unicodeScalars.map(\.value)
      let fast = fastHits(Matcher(set), in: scalars, flowing: false, scratch: &scratch)
      #expect(fast == NaiveMatcher(codes: set.codes, mode: mode).hits(in: scalars, flowing: false))
    }
  }

  private func string(
    of letters: [Unicode.Scalar], upTo limit: Int, _ random: inout SeededGenerator
  ) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &random) {
      scalars.append(letters.randomElement(using: &random) ?? "?")
    }
    return String(scalars)
  }
}
