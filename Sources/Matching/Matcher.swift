/// Finds all codes of a set in one pass over a run of text.
///
/// Built once a session and shared by its workers; each worker brings its own ``Scratch``.
public final class Matcher: Sendable {
  private let patterns: PatternList
  private let mode: MatchMode
  private let trie: CodeTrie

  /// Builds the tree of codes.
  /// - Complexity: O(total length of the codes).
  public init(_ codes: CodeSet) {
    patterns = codes.patterns
    mode = codes.mode
    trie = CodeTrie(codes.patterns)
  }

  /// Reusable memory of one worker: it keeps the folded run and how each scalar folds.
  public struct Scratch: Sendable {
    var text = FoldedText()
    public init() {}
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
    let count = scratch.text.count
    scratch.text.units.withUnsafeBufferPointer { units in
      scratch.text.origins.withUnsafeBufferPointer { origins in
        let units = UnsafeBufferPointer(rebasing: units[..<count])
        search(units, flowing ? .flowing : .placed) { code, place in
          // Marks may have changed places, so the ends need not be the extremes.
          var low = origins[place.lowerBound]
          var high = low
          for index in place {
            low = min(low, origins[index])
            high = max(high, origins[index])
          }
          found(code, Int(low)..<Int(high) + 1)
        }
      }
    }
  }

  /// Walks the tree from every place where a word may begin.
  private func search(
    _ units: UnsafeBufferPointer<UInt32>, _ texts: PatternList.Texts,
    _ found: (_ code: Int, _ place: Range<Int>) -> Void
  ) {
    let boundary = Boundary(mode: mode, units: units)
    let barred: UInt32 = mode == .substring ? 0 : FoldedUnit.word
    trie.withWalk { walk in
      var before: UInt32 = 0
      for start in units.indices {
        let unit = units[start]
        defer { before = unit }
        guard before & barred == 0 else { continue }
        var node = walk.root(unit & FoldedUnit.scalarMask)
        guard node != 0, boundary.allowsStart(start) else { continue }
        var end = start + 1
        while true {
          let candidates = walk.patterns(at: node)
          if !candidates.isEmpty {
            verify(candidates, from: start, read: end, boundary, texts, found)
          }
          guard end < units.count else { break }
          node = walk.child(of: node, units[end] & FoldedUnit.scalarMask)
          guard node != 0 else { break }
          end += 1
        }
      }
    }
  }

  /// Reports those of a range of patterns, which agree with the text from `start` to `end`, that
  /// stand there in full.
  private func verify(
    _ candidates: Range<Int>, from start: Int, read end: Int, _ boundary: Boundary,
    _ texts: PatternList.Texts, _ found: (_ code: Int, _ place: Range<Int>) -> Void
  ) {
    var (low, high, end) = (candidates.lowerBound, candidates.upperBound, end)
    while true {
      while low < high, patterns.patterns[low].count == end - start {
        let pattern = patterns.patterns[low]
        if pattern.texts.contains(texts), boundary.allowsEnd(end) {
          found(pattern.code, start..<end)
        }
        low += 1
      }
      guard low < high, end < boundary.units.count else { return }
      let scalar = boundary.units[end] & FoldedUnit.scalarMask
      (low, high) = patterns.narrow(low..<high, at: end - start, to: scalar)
      guard low < high else { return }
      end += 1
    }
  }
}
