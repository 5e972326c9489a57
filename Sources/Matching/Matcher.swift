/// Finds all codes of a set in one pass over a run of text.
///
/// Built once a session and shared by its workers; each worker brings its own ``Scratch``.
public final class Matcher: Sendable {
  let patterns: PatternList
  let mode: MatchMode
  let trie: CodeTrie
  let near: NearCodes
  private let codesHaveBlanks: Bool
  let likes: LookAlikes

  /// Builds the tree of codes.
  /// - Complexity: O(total length of the codes).
  public init(_ codes: CodeSet) {
    patterns = codes.patterns
    mode = codes.mode
    trie = CodeTrie(codes.patterns)
    near = NearCodes(codes.patterns, trie)
    codesHaveBlanks = near.hasBlanks
    likes = LookAlikes(codes.patterns)
  }

  /// Reusable memory of one worker: it keeps the folded run and how each scalar folds.
  public struct Scratch: Sendable {
    var text = FoldedText()
    /// Where the run has the beginning of a code and then a blank or its end (``Matcher/nearHits``).
    @usableFromInline var suspects: [UInt32] = []
    public init() {}

    /// Whether ``Matcher/nearHits(flowing:scratch:found:open:)`` has anything to look at.
    @inlinable public var hasSuspects: Bool { !suspects.isEmpty }
  }

  /// Reports every place of every code in one run of text (a line).
  ///
  /// Codes that overlap are all reported. A match that holds part of a character's folding (the `i`
  /// of a ligature) covers the whole character.
  /// - Parameters:
  ///   - text: Unicode scalar values; anything else counts as a character that no code holds.
  ///   - flowing: whether soft hyphens are dropped (text files) or are drawn hyphens (pages).
  ///   - scratch: this worker's memory.
  ///   - found: gets the index of a code in ``CodeSet/codes`` and the scalars of `text` it covers;
  ///     each place of each code once, by where it begins.
  /// - Complexity: O(length of `text`), plus the length of a code for each place where it may stand.
  public func match(
    _ text: UnsafeBufferPointer<UInt32>, flowing: Bool, scratch: inout Scratch,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {
    scratch.text.fold(text, flowing: flowing)
    // Nearly every run has none, and costs nothing here.
    if !scratch.suspects.isEmpty { scratch.suspects.removeAll(keepingCapacity: true) }
    scratch.text.withRun { run in
      search(run, flowing ? .flowing : .placed, &scratch.suspects) { code, place in
        found(code, run.source(of: place))
      }
    }
  }

  /// Walks the tree from every place where a code may begin.
  @inline(__always)
  private func search(
    _ run: FoldedText.Run, _ texts: PatternList.Texts, _ suspects: inout [UInt32],
    _ found: (_ code: Int, _ place: Range<Int>) -> Void
  ) {
    let boundary = Boundary(mode: mode, units: run.units)
    trie.withWalk { walk in
      if mode == .substring {
        for start in run.units.indices {
          let root = walk.root(run.units[start] & FoldedUnit.scalarMask)
          if root != 0 { visit(start, root) }
        }
      } else {
        for start in run.starts {
          let root = walk.root(run.units[Int(start)] & FoldedUnit.scalarMask)
          if root != 0 { visit(Int(start), root) }
        }
      }

      func visit(_ start: Int, _ root: Int) {
        guard boundary.allowsStart(start) else { return }
        let stop = follow(walk, from: root, start, boundary, texts, found)
        if NearCodes.mayContinue(after: stop, from: start, run.units, hasBlanks: codesHaveBlanks) {
          suspects.append(UInt32(truncatingIfNeeded: start))
        }
      }
    }
  }

  /// Follows the text down from the node of its first scalar.
  /// - Returns: the place of the unit that no code goes on with; that of the text's end where some
  ///   code may go on in another line; -1 where none does.
  @inline(__always)
  private func follow(
    _ walk: CodeTrie.Walk, from root: Int, _ start: Int, _ boundary: Boundary,
    _ texts: PatternList.Texts, _ found: (_ code: Int, _ place: Range<Int>) -> Void
  ) -> Int {
    var node = root
    var end = start + 1
    while true {
      var left = -1
      if walk.hasPatterns(at: node) {
        left = verify(walk.patterns(at: node), from: start, read: end, boundary, texts, found)
      }
      guard walk.hasChildren(node) else { return left }
      guard end < boundary.units.count else {
        let isEnough = LineBreak.isEnough(end - start, endingIn: boundary.units[end - 1])
        return isEnough || walk.hasSign(below: node) ? end : -1
      }
      node = walk.child(of: node, boundary.units[end] & FoldedUnit.scalarMask)
      guard node != 0 else { return end }
      end += 1
    }
  }

  /// Reports those of a range of patterns, which agree with the text from `start` to `end`, that
  /// stand there in full.
  /// - Returns: as ``follow(_:from:_:_:_:_:)``.
  private func verify(
    _ candidates: Range<Int>, from start: Int, read end: Int, _ boundary: Boundary,
    _ texts: PatternList.Texts, _ found: (_ code: Int, _ place: Range<Int>) -> Void
  ) -> Int {
    var (low, high, end) = (candidates.lowerBound, candidates.upperBound, end)
    while true {
      while low < high, patterns.patterns[low].count == end - start {
        let pattern = patterns.patterns[low]
        if pattern.texts.contains(texts), boundary.allowsEnd(end) {
          found(pattern.code, start..<end)
        }
        low += 1
      }
      guard low < high else { return -1 }
      guard end < boundary.units.count else {
        let isEnough = LineBreak.isEnough(end - start, endingIn: boundary.units[end - 1])
        return isEnough || patterns.hasSign(low..<high, at: end - start) ? end : -1
      }
      let scalar = boundary.units[end] & FoldedUnit.scalarMask
      (low, high) = patterns.narrow(low..<high, at: end - start, to: scalar)
      guard low < high else { return end }
      end += 1
    }
  }
}
