/// The codes without their blanks, as what may stand broken in a text is compared.
///
/// Where no code has a blank, which is nearly always, it is the exact matcher's own list and tree.
struct NearCodes: Sendable {
  /// Shortest code that is looked for, in folded scalars without blanks: of shorter ones, broken in
  /// two, ordinary words and dimensions are full.
  static let shortest = 4

  let patterns: PatternList
  let trie: CodeTrie
  /// The patterns that have blanks, as they are spelled.
  private let spellings: [Form: [UInt32]]
  let hasBlanks: Bool

  private struct Form: Hashable {
    var code: Int
    var texts: UInt8
  }

  /// - Parameters:
  ///   - exact: the sorted patterns of the codes.
  ///   - trie: their tree.
  init(_ exact: PatternList, _ trie: CodeTrie) {
    hasBlanks = exact.scalars.contains(Self.space)
    guard hasBlanks else {
      (patterns, self.trie, spellings) = (exact, trie, [:])
      return
    }
    var squeezed = PatternList()
    var spellings: [Form: [UInt32]] = [:]
    for pattern in exact.patterns {
      let spelling = exact.spell(pattern)
      if spelling.contains(Self.space) {
        let form = Form(code: pattern.code, texts: pattern.texts.rawValue)
        spellings[form] = Array(spelling)
      }
      squeezed.append(
        spelling.filter { $0 != Self.space }, code: pattern.code, texts: pattern.texts)
    }
    squeezed.sort()
    patterns = squeezed
    self.trie = CodeTrie(squeezed)
    self.spellings = spellings
  }

  private static let space: UInt32 = 0x20

  /// The scalars of a pattern of ``patterns``, with its blanks.
  func spelling(of pattern: PatternList.Pattern) -> ArraySlice<UInt32> {
    let form = Form(code: pattern.code, texts: pattern.texts.rawValue)
    return spellings[form]?[...] ?? patterns.spell(pattern)
  }

  /// Whether a pattern is long enough, and no bare number: two numbers side by side, or one over
  /// the other, are dimensions.
  func isSearched(_ pattern: PatternList.Pattern) -> Bool {
    pattern.count >= Self.shortest
      && patterns.spell(pattern).contains { !(0x30...0x39).contains($0) }
  }

  /// The patterns that end where a descent is, and are looked for in this kind of text.
  func ending(_ descent: CodeDescent, _ texts: PatternList.Texts)
    -> some Sequence<PatternList.Pattern>
  {
    patterns.patterns[descent.endings(in: patterns)].lazy.filter {
      $0.texts.contains(texts) && isSearched($0)
    }
  }

  private static func hasBlank(
    _ units: UnsafeBufferPointer<UInt32>, from start: Int, to end: Int
  ) -> Bool {
    var seen: UInt32 = 0
    for place in start..<end { seen |= units[place] }
    return seen & FoldedUnit.space != 0
  }

  /// Whether a code that begins at `start` may stand there with a blank inside, or go on in another
  /// line.
  /// - Parameters:
  ///   - stop: what following the exact codes from `start` came to.
  ///   - hasBlanks: whether a code has a blank.
  @inline(__always)
  static func mayContinue(
    after stop: Int, from start: Int, _ units: UnsafeBufferPointer<UInt32>, hasBlanks: Bool
  ) -> Bool {
    if stop == units.count { return true }
    if stop >= 0, units[stop] & FoldedUnit.space != 0 { return true }
    // A blank that one code has may be one too many for another.
    return hasBlanks && hasBlank(units, from: start, to: stop < 0 ? units.count : stop)
  }
}
