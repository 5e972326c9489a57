import Testing

@testable import Extraction

/// The lexer, token by token, is the oracle.
@Suite("passing over paths")
struct PathPassTests {
  private struct Outcome: Equatable {
    var segments = 0
    var painted = 0
    var operators = 0
    var numbers: [Double] = []
  }

  private static func pass(_ content: String) -> (outcome: Outcome, end: Int) {
    let bytes = Array(content.utf8)
    return bytes.withUnsafeBytes { raw in
      var lexer = Lexer(raw)
      var operands = Operands()
      var pass = PathPass(segments: 0)
      pass.run(&lexer, &operands, limit: .max)
      let numbers = (0..<operands.count).map { operands.number(operands.count - $0, &lexer) }
      let outcome = Outcome(
        segments: pass.segments, painted: pass.painted, operators: pass.operators, numbers: numbers)
      return (outcome, lexer.position)
    }
  }

  private static func expected(_ content: String, to end: Int) -> Outcome {
    let bytes = Array(content.utf8.prefix(end))
    return bytes.withUnsafeBytes { raw in
      var lexer = Lexer(raw)
      var outcome = Outcome()
      while true {
        switch lexer.next() {
        case .end: return outcome
        case .integer, .real: outcome.numbers = (outcome.numbers + [lexer.number]).suffix(8)
        default: run(String(decoding: lexer.tokenBytes, as: UTF8.self), &outcome)
        }
      }
    }
  }

  private static func run(_ word: String, _ outcome: inout Outcome) {
    outcome.operators += 1
    outcome.numbers = []
    switch word {
    case "m", "l", "h", "c", "v", "y": outcome.segments += 1
    case "re": outcome.segments += 4
    case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
      outcome.painted += outcome.segments
      outcome.segments = 0
    case "n": outcome.segments = 0
    default: break
    }
  }

  private static let tail = " " + String(repeating: "Q ", count: 20)

  @Test(
    "what is no number or path operator ends it",
    arguments: [
      ("1 2 m 3 4 l S BT", 13), ("1 2 m\n(3) 4 l", 6), ("1.5 -2 0/F1 12 Tf", 8), ("1,5 2 m", 0),
      ("1 2 m 3e5 4 l", 6), ("+1 2 m", 0), ("1 2 l% 3", 5), ("0.123456789012345 1 m <</A 1>>", 22),
      ("1 0 0 1 5 5 cm 1 2 m", 12), ("1 2 re f* W* n BI", 15), ("1 2 m4 5 l", 4), ("5]0 d", 1),
      ("\u{e9} 1 2 m", 0), ("1\u{e9} 2 m", 0),
    ])
  func ends(content: String, end: Int) {
    let found = Self.pass(content + Self.tail)
    #expect(found.end >= end)
    #expect(content.utf8.dropFirst(end).prefix(found.end - end).allSatisfy { $0 == 0x20 })
    #expect(found.outcome == Self.expected(content, to: end))
  }

  @Test("any mixture of tokens means what the lexer reads", arguments: 0..<20)
  func mixtures(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let words = [
      "0", "-1.5", ".25", "17.061", "-16.784", "123456789.125", "4", "m", "l", "l", "c", "h", "re",
      "S", "f", "f*", "n", "w", "rg", "0.5", "12", "-7", "y", "k",
    ]
    let spaces = [" ", "\n", "\r\n", "  ", "\t"]
    for _ in 0..<200 {
      var content = "1 "
      for _ in 0..<40 {
        content += words[Int(random.next() % UInt64(words.count))]
        content += spaces[Int(random.next() % UInt64(spaces.count))]
      }
      let found = Self.pass(content + Self.tail)
      #expect(found.outcome == Self.expected(content, to: content.utf8.count))
    }
  }
}
