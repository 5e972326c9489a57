import Synchronization

/// The codes with characters that text recognition confuses put together, made when the first run
/// that was recognized is matched.
final class LookAlikes: Sendable {
  struct Codes: Sendable {
    let patterns: PatternList
    let trie: CodeTrie
  }

  private let exact: PatternList
  private let made = Mutex<Codes?>(nil)

  init(_ exact: PatternList) { self.exact = exact }

  var codes: Codes {
    made.withLock { made in
      if let made { return made }
      var patterns = PatternList()
      for pattern in exact.patterns {
        patterns.append(
          exact.spell(pattern).map(Self.representative), code: pattern.code, texts: pattern.texts)
      }
      patterns.sort()
      let codes = Codes(patterns: patterns, trie: CodeTrie(patterns))
      made = codes
      return codes
    }
  }

  /// The unit, or the scalar, that stands for all those it is confused with: O and 0; I, 1 and l; S
  /// and 5; B and 8; Z and 2. Both sides are folded, so there are only small letters.
  static func representative(_ unit: UInt32) -> UInt32 {
    let like: UInt32
    switch unit & FoldedUnit.scalarMask {
    case 0x6F: like = 0x30  // o
    case 0x69, 0x6C: like = 0x31  // i, l
    case 0x73: like = 0x35  // s
    case 0x62: like = 0x38  // b
    case 0x7A: like = 0x32  // z
    default: return unit
    }
    return unit & ~FoldedUnit.scalarMask | like
  }
}
