@testable import Matching

/// What the fast matcher finds, sorted, with the oracle's type.
func fastHits(
  _ matcher: Matcher, in text: [UInt32], flowing: Bool, scratch: inout Matcher.Scratch
) -> [NaiveMatcher.Hit] {
  var hits: [NaiveMatcher.Hit] = []
  text.withUnsafeBufferPointer { buffer in
    matcher.match(buffer, flowing: flowing, scratch: &scratch) { code, range in
      hits.append(NaiveMatcher.Hit(code: code, range: range))
    }
  }
  return hits.sorted()
}

/// The codes found in a line, in the order of the list, with the text at the first place of each.
func found(
  _ codes: [String], in text: String, mode: MatchMode = .word, flowing: Bool = false
) throws -> [String] {
  let set = try CodeSet(codes, mode: mode)
  var scratch = Matcher.Scratch()
  let scalars = text.unicodeScalars.map(\.value)
  let fast = fastHits(Matcher(set), in: scalars, flowing: flowing, scratch: &scratch)
  let naive = NaiveMatcher(codes: set.codes, mode: mode).hits(in: scalars, flowing: flowing)
  guard fast == naive else { return ["the oracle says \(naive), the matcher \(fast)"] }
  return Set(fast.map(\.code)).sorted().map { set.codes[$0] }
}

/// SplitMix64: the same numbers every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
