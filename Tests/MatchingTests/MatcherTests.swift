import Testing

@testable import Matching

/// A line, the codes looked for, and those that a person finds in it.
struct MatchCase: CustomTestStringConvertible, Sendable {
  var codes: [String]
  var text: String
  var expected: [String]
  var mode = MatchMode.word
  var flowing = false
  var testDescription: String { "\(mode): \(codes) in \(text.debugDescription)" }

  init(
    _ codes: [String], _ text: String, _ expected: [String], _ mode: MatchMode = .word,
    flowing: Bool = false
  ) {
    self.codes = codes
    self.text = text
    self.expected = expected
    self.mode = mode
    self.flowing = flowing
  }
}

@Suite("A line of text")
struct MatcherTests {
  static let boundaries: [MatchCase] = [
    MatchCase(["BC"], "BC", ["BC"]),
    MatchCase(["BC"], "Code-BC", ["BC"]),
    MatchCase(["BC"], "(bc)", ["BC"]),
    MatchCase(["BC"], "BCA", []),
    MatchCase(["BC"], "ABC", []),
    MatchCase(["BC"], "BC_1", []),
    MatchCase(["BC"], "BC1 1BC BC.", ["BC"]),
    MatchCase(["HOLE-1"], "HOLE-12 HOLE-1A XHOLE-1", []),
    MatchCase(["HOLE-1"], "HOLE-12 HOLE-1", ["HOLE-1"]),
    MatchCase(["HOLE-1"], "HOLE-1-2", ["HOLE-1"]),
    MatchCase(["2\"-HC-3452"], "see 2\"-HC-3452, rev. 1", ["2\"-HC-3452"]),
    MatchCase(["2\"-HC-3452"], "12\"-HC-3452", []),
    MatchCase(["H.12*"], "at H.12* only", ["H.12*"]),
    MatchCase(["H.12*"], "HX12*", []),
    MatchCase(["H.12*"], "H.12*A", []),
    MatchCase(["#5"], "A#5", []),
    MatchCase(["#5"], "A #5", ["#5"]),
    MatchCase(["A B"], "A  \t B", ["A B"]),
    MatchCase(["A B"], "A\u{A0}B", ["A B"]),
    MatchCase(["A", "A B", "B"], "A B", ["A", "A B", "B"]),
    MatchCase(["HOLE-1", "HOLE-1-2", "1-2"], "HOLE-1-2", ["HOLE-1", "HOLE-1-2", "1-2"]),
    MatchCase(["-"], "a - b", ["-"]),
    MatchCase(["*"], "", []),
  ]

  static let tokens: [MatchCase] = [
    MatchCase(["BC"], "Code-BC", [], .token),
    MatchCase(["BC"], "Code -BC", ["BC"], .token),
    MatchCase(["BC"], "BC/D A.BC", [], .token),
    MatchCase(["BC"], "BC. BC- (BC/)", ["BC"], .token),
    MatchCase(["HOLE-1"], "HOLE-1.", ["HOLE-1"], .token),
    MatchCase(["HOLE-1"], "HOLE-1.5", [], .token),
    MatchCase(["HOLE-1"], "HOLE-1--A", ["HOLE-1"], .token),
    MatchCase(["H.12*"], "H.12*-A", ["H.12*"], .token),
    MatchCase(["-A"], "B-A", [], .token),
    MatchCase(["BC"], "Code\u{2013}BC", [], .token),
  ]

  static let substrings: [MatchCase] = [
    MatchCase(["BC"], "ABCD", ["BC"], .substring),
    MatchCase(["A"], "AAAA", ["A"], .substring),
    MatchCase(["E"], "E\u{301}", [], .substring),
    MatchCase(["E"], "\u{C9}", [], .substring),
    MatchCase(["\u{C9}"], "XE\u{301}X", ["\u{C9}"], .substring),
    MatchCase(["가"], "각", [], .substring),
    MatchCase(["각"], "\u{1100}\u{1161}\u{11A8}", ["각"], .substring),
  ]

  static let folding: [MatchCase] = [
    MatchCase(["\u{C9}1"], "e\u{301}1", ["\u{C9}1"]),
    MatchCase(["E\u{301}1"], "\u{E9}1", ["E\u{301}1"]),
    MatchCase(["E"], "E\u{301}", []),
    MatchCase(["E"], "E \u{301}", ["E"]),
    MatchCase(["a\u{323}\u{301}"], "a\u{301}\u{323}", ["a\u{323}\u{301}"]),
    MatchCase(["HOLE-12"], "ＨＯＬＥ－１２", ["HOLE-12"]),
    MatchCase(["FIX-1"], "ﬁx\u{2011}1", ["FIX-1"]),
    MatchCase(["STRASSE"], "Stra\u{DF}e STRA\u{1E9E}E", ["STRASSE"]),
    MatchCase(["I\u{307}1"], "\u{130}1", ["I\u{307}1"]),
    MatchCase(["I1"], "\u{130}1 \u{131}1", []),
    MatchCase(["ΣΑΣ"], "σας", ["ΣΑΣ"]),
    MatchCase(["HOLE-1"], "HOLE\u{2212}1", ["HOLE-1"]),
    MatchCase(["HOLE\u{2014}1"], "hole\u{2010}1", ["HOLE\u{2014}1"]),
    MatchCase(["HOLE-1"], "HO\u{200B}LE\u{2060}-\u{FEFF}1", ["HOLE-1"]),
    MatchCase(["HOLE-1"], "HOLE\u{AD}1", ["HOLE-1"]),
    MatchCase(["HOLE-1"], "HOLE\u{AD}1", [], flowing: true),
    MatchCase(["HOLE1"], "HO\u{AD}LE1", ["HOLE1"], flowing: true),
    MatchCase(["HO\u{AD}LE"], "HO-LE HOLE", ["HO\u{AD}LE"]),
    MatchCase(["HO\u{AD}LE"], "HO-LE", [], flowing: true),
    MatchCase(["HO\u{AD}LE"], "HOLE", ["HO\u{AD}LE"], flowing: true),
    MatchCase(["HOLE-1"], "\u{B4}HOLE-1\u{B4}", ["HOLE-1"]),
    MatchCase(["孔-1"], "孔-1。 孔-12", ["孔-1"]),
    MatchCase(["孔"], "孔位", []),
    MatchCase(["ОТВ-5"], "отв-5", ["ОТВ-5"]),
    MatchCase(["MM"], "5\u{339C}", []),
    MatchCase(["Ω1"], "\u{2126}1", ["Ω1"]),
    MatchCase(["12"], "1\u{B2}", ["12"]),
  ]

  @Test("whole words are found as the contract says", arguments: boundaries)
  func word(_ example: MatchCase) throws { try check(example) }

  @Test("in token mode joined words are one", arguments: tokens)
  func token(_ example: MatchCase) throws { try check(example) }

  @Test("in substring mode only whole characters count", arguments: substrings)
  func substring(_ example: MatchCase) throws { try check(example) }

  @Test("both sides are folded alike", arguments: folding)
  func fold(_ example: MatchCase) throws { try check(example) }

  private func check(_ example: MatchCase) throws {
    let codes = try found(
      example.codes, in: example.text, mode: example.mode, flowing: example.flowing)
    #expect(codes == example.expected)
  }

  @Test("ranges are those of the text as it came")
  func ranges() throws {
    let matcher = Matcher(try CodeSet(["fi-1", "e\u{301}\u{323}"], mode: .word))
    var scratch = Matcher.Scratch()
    let text = "  (\u{FB01}\u{200B}\u{2013}1)   e\u{301}\u{323}".unicodeScalars.map(\.value)
    let hits = fastHits(matcher, in: text, flowing: false, scratch: &scratch)
    #expect(hits.map(\.range) == [3..<7, 11..<14])
  }

  @Test("every place is reported once")
  func places() throws {
    let matcher = Matcher(try CodeSet(["A", "A A"], mode: .word))
    var scratch = Matcher.Scratch()
    let hits = fastHits(
      matcher, in: "a a a".unicodeScalars.map(\.value), flowing: false, scratch: &scratch)
    #expect(hits.map(\.description) == ["0@0..<1", "1@0..<3", "0@2..<3", "1@2..<5", "0@4..<5"])
  }

  @Test("values that are no Unicode scalars match nothing and split words")
  func foreignValues() throws {
    let matcher = Matcher(try CodeSet(["A"], mode: .word))
    var scratch = Matcher.Scratch()
    let text: [UInt32] = [0x41, 0xD800, 0x41, .max, 0x41, 0x110000, 0x1F_FFFF, 0x41]
    let hits = fastHits(matcher, in: text, flowing: false, scratch: &scratch)
    #expect(hits.map(\.range.lowerBound) == [0, 2, 4, 7])
  }
}
