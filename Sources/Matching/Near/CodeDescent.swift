/// One way down a tree of codes, scalar by scalar, that can be left and taken up again.
///
/// ``Matcher`` has the same walk in one loop, for speed; this one is taken where a text was seen to
/// begin like a code.
struct CodeDescent: Sendable {
  private var node = 0
  /// The patterns that end at the node, or are left below it.
  private var candidates = 0..<0
  private var isInner = true
  /// Scalars read.
  private(set) var depth = 0

  /// Goes on with a scalar; false, and of no more use, where no code does.
  mutating func step(_ scalar: UInt32, _ walk: CodeTrie.Walk, _ list: PatternList) -> Bool {
    if isInner {
      node = depth == 0 ? walk.root(scalar) : walk.child(of: node, scalar)
      guard node != 0 else { return false }
      candidates = walk.patterns(at: node)
      isInner = walk.hasChildren(node)
    } else {
      let longer = longer(in: list)
      guard !longer.isEmpty else { return false }
      let (low, high) = list.narrow(longer, at: depth, to: scalar)
      guard low < high else { return false }
      candidates = low..<high
    }
    depth += 1
    return true
  }

  /// Whether some code goes on with a scalar.
  func canStep(_ scalar: UInt32, _ walk: CodeTrie.Walk, _ list: PatternList) -> Bool {
    var next = self
    return next.step(scalar, walk, list)
  }

  /// The patterns that end here.
  func endings(in list: PatternList) -> Range<Int> {
    candidates.lowerBound..<longer(in: list).lowerBound
  }

  /// The candidates that do not end here.
  private func longer(in list: PatternList) -> Range<Int> {
    var low = candidates.lowerBound
    while low < candidates.upperBound, list.patterns[low].count == depth { low += 1 }
    return low..<candidates.upperBound
  }
}
