import Testing

@testable import Matching

/// A line, or two that stand one over the other, and the codes that nearly stand there.
struct NearCase: CustomTestStringConvertible, Sendable {
  var codes: [String]
  var text: String
  var below: String?
  var expected: [String]
  var mode: MatchMode
  var testDescription: String { "\(mode): \(codes) in \(text) over \(below ?? "nothing")" }

  init(
    _ codes: [String], _ text: String, over below: String? = nil, _ expected: [String],
    _ mode: MatchMode = .word
  ) {
    self.codes = codes
    self.text = text
    self.below = below
    self.expected = expected
    self.mode = mode
  }
}

@Suite("Codes that nearly stand in a text")
struct NearTests {
  static let blanks: [NearCase] = [
    NearCase(["HOLE-12"], "see HOLE- 12.", ["HOLE-12: HOLE- 12"]),
    NearCase(["HOLE12"], "HOLE 12", ["HOLE12: HOLE 12"]),
    NearCase(["HOLE-12"], "h o l e - 1 2", ["HOLE-12: h o l e - 1 2"]),
    NearCase(["HOLE-12"], "HOLE  -\u{A0}12", ["HOLE-12: HOLE  -\u{A0}12"]),
    NearCase(
      ["HOLE-12", "HOLE-123"], "HOLE -12 HOLE-1 23",
      [
        "HOLE-12: HOLE -12", "HOLE-123: HOLE-1 23",
      ]),
    NearCase(["HOLE 12"], "HO LE 12", ["HOLE 12: HO LE 12"]),
    NearCase(["A B-12", "AB-12X"], "A B-12X", ["AB-12X: A B-12X"]),
    NearCase(["A B12", "AB12C"], "A B12 A B12C", ["AB12C: A B12C"]),
  ]

  static let noBlanks: [NearCase] = [
    NearCase(["HOLE-12"], "HOLE-12", []),
    NearCase(["HOLE-12"], "HOLE- 123", []),
    NearCase(["HOLE-12"], "XHOLE- 12", []),
    NearCase(["HOLE-12"], "HOLE- 12_", []),
    NearCase(["HOLE-12", "HOLE-1"], "HOLE-1 2 OFF", []),
    NearCase(["HOLE 12"], "HOLE12", []),
    NearCase(["HOLE 12"], "HOLE 12", []),
    NearCase(["A12"], "A 12", []),
    NearCase(["3452"], "34 52", []),
    NearCase(["BC-12"], "Code-BC- 12", [], .token),
  ]

  static let lineEnds: [NearCase] = [
    NearCase(["HOLE-12"], "see HOLE-", over: "12 and more", ["HOLE-12: 12"]),
    NearCase(["HOLE-12"], "HOLE", over: "-12", ["HOLE-12: -12"]),
    NearCase(["HOLE1234"], "HOLE", over: "1234", ["HOLE1234: 1234"]),
    NearCase(["A/B-12"], "A/", over: "B-12", ["A/B-12: B-12"]),
    NearCase(["HOLE 1234"], "HOLE ", over: " 1234", ["HOLE 1234: 1234"]),
    NearCase(["HOLE-12"], "HOLE-", over: "123", []),
    NearCase(["HOLE-12"], "XHOLE-", over: "12", []),
    NearCase(["HOLE-12"], "HOLE- ", over: "1 2", []),
    NearCase(["HOLE-12", "HOLE-1"], "HOLE-1", over: "2", []),
    NearCase(["DN50"], "DN", over: "50", []),
    NearCase(["DN500"], "DN", over: "500", []),
    NearCase(["HOLE12"], "HOLE", over: "12", []),
    NearCase(["10002000"], "1000", over: "2000", []),
    NearCase(["HOLE-12"], "HOLE-12", over: "12", []),
    NearCase(["HOLE-12"], "HOLE-12", over: "-12", []),
  ]

  @Test("one with a blank inside is near", arguments: blanks + noBlanks)
  func blankInside(example: NearCase) throws {
    #expect(try Near(example).inside == example.expected)
  }

  @Test("one that goes on in the line below is near", arguments: lineEnds)
  func lineEnd(example: NearCase) throws {
    #expect(try Near(example).broken == example.expected)
  }

  static let looks: [NearCase] = [
    NearCase(["HOLE-12"], "H0LE-I2", ["HOLE-12: H0LE-I2"]),
    NearCase(["SB-1520"], "58-l5Z0", ["SB-1520: 58-l5Z0"]),
    NearCase(["HOLE-12"], "HOLE-12", []),
    NearCase(["HOLE-12"], "H0LE-123 XH0LE-12", []),
    NearCase(["HOLE-1O", "HOLE-10"], "HOLE-10", []),
    NearCase(["S-1"], "5-1", []),
    NearCase(["HOLE-12"], "HQLE-12", []),
  ]

  @Test("one that looks alike is near where text was recognized", arguments: looks)
  func lookAlike(example: NearCase) throws {
    #expect(try Near(example).alike == example.expected)
  }

  @Test("a text without the beginning of a code before a blank has no suspects")
  func suspects() throws {
    let matcher = Matcher(try CodeSet(["HOLE-12", "2\"-HC-3452"], mode: .word))
    var scratch = Matcher.Scratch()
    for (text, count) in [("HOLE-12 AND 2X", 0), ("HO LE", 1), ("at 2", 0), ("at 2\"", 1)] {
      let scalars = text.unicodeScalars.map(\.value)
      scalars.withUnsafeBufferPointer {
        matcher.match($0, flowing: false, scratch: &scratch) { _, _ in }
      }
      #expect(scratch.suspects.count == count, "\(text)")
    }
  }
}

/// What nearly stands in the lines of a case, as `code: text`.
private struct Near {
  var inside: [String] = []
  var broken: [String] = []
  var alike: [String] = []

  init(_ example: NearCase) throws {
    let set = try CodeSet(example.codes, mode: example.mode)
    let matcher = Matcher(set)
    var scratch = Matcher.Scratch()
    let upper = example.text.unicodeScalars.map(\.value)
    var ends: [Matcher.OpenEnd] = []
    upper.withUnsafeBufferPointer {
      matcher.match($0, flowing: false, scratch: &scratch) { _, _ in }
    }
    var steps = 1_000
    matcher.nearHits(
      flowing: false, scratch: scratch, steps: &steps, isWanted: { _ in true },
      found: { inside.append("\(set.codes[$0]): \(Self.text(upper[$1]))") },
      open: { ends.append($0) })
    matcher.lookAlikes(flowing: false, scratch: scratch, isWanted: { _ in true }) {
      alike.append("\(set.codes[$0]): \(Self.text(upper[$1]))")
    }
    let lower = (example.below ?? "").unicodeScalars.map(\.value)
    for end in ends {
      lower.withUnsafeBufferPointer {
        matcher.match(
          end, goingOnIn: $0, flowing: false, scratch: &scratch, isWanted: { _ in true }
        ) {
          broken.append("\(set.codes[$0]): \(Self.text(lower[$1]))")
        }
      }
    }
  }

  private static func text(_ scalars: ArraySlice<UInt32>) -> String {
    String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
  }
}
