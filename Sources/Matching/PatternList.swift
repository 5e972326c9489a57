/// The folded forms of all codes, sorted by their scalars so that those with a common beginning
/// stand together.
struct PatternList: Sendable {
  /// One folded form of a code.
  struct Pattern: Sendable {
    /// Where its scalars begin in ``PatternList/scalars``.
    var start: Int
    /// Number of its scalars, at least 1.
    var count: Int
    /// The code it belongs to.
    var code: Int
    /// The kinds of text it is looked for in.
    var texts: Texts
  }

  /// Kinds of text: they differ in what a soft hyphen is.
  struct Texts: OptionSet, Sendable {
    let rawValue: UInt8
    /// Text drawn on pages.
    static let placed = Texts(rawValue: 1)
    /// Text that flows.
    static let flowing = Texts(rawValue: 2)
  }

  /// The scalars of all patterns, one after another.
  private(set) var scalars: [UInt32] = []
  private(set) var patterns: [Pattern] = []

  /// Adds the folded form of a code.
  mutating func append(_ units: some Collection<UInt32>, code: Int, texts: Texts) {
    let start = scalars.count
    for unit in units { scalars.append(unit & FoldedUnit.scalarMask) }
    patterns.append(
      Pattern(start: start, count: scalars.count - start, code: code, texts: texts))
  }

  /// Sorts by scalars, then by code.
  mutating func sort() {
    scalars.withUnsafeBufferPointer { scalars in
      patterns.sort { one, other in
        var index = 0
        let shared = min(one.count, other.count)
        while index < shared {
          let left = scalars[one.start + index]
          let right = scalars[other.start + index]
          if left != right { return left < right }
          index += 1
        }
        return (one.count, one.code) < (other.count, other.code)
      }
    }
  }

  /// The codes that fold to what an earlier one folds to, on pages. Call after ``sort()``.
  func duplicates(codeCount: Int) -> Set<Int> {
    var duplicates: Set<Int> = []
    var kept: Pattern?
    for pattern in patterns where pattern.texts.contains(.placed) {
      if let kept, spell(kept) == spell(pattern) {
        duplicates.insert(pattern.code)
      } else {
        kept = pattern
      }
    }
    return duplicates
  }

  /// Gives codes new numbers and drops the patterns of those that have none.
  mutating func renumber(_ numbers: [Int?]) {
    patterns = patterns.compactMap { pattern in
      guard let code = numbers[pattern.code] else { return nil }
      var pattern = pattern
      pattern.code = code
      return pattern
    }
  }

  /// The patterns of a sorted range, all longer than `depth`, whose scalar there is `scalar`.
  /// - Complexity: O(log of the range).
  func narrow(_ range: Range<Int>, at depth: Int, to scalar: UInt32) -> (Int, Int) {
    if range.count == 1 {
      let isSame = scalars[patterns[range.lowerBound].start + depth] == scalar
      return (range.lowerBound, isSame ? range.upperBound : range.lowerBound)
    }
    let low = firstIndex(in: range) { $0 >= scalar }
    let high = firstIndex(in: low..<range.upperBound) { $0 > scalar }
    return (low, high)

    func firstIndex(in range: Range<Int>, where isPast: (UInt32) -> Bool) -> Int {
      var (low, high) = (range.lowerBound, range.upperBound)
      while low < high {
        let middle = low + (high - low) / 2
        if isPast(scalars[patterns[middle].start + depth]) {
          high = middle
        } else {
          low = middle + 1
        }
      }
      return low
    }
  }

  /// Whether one of a range of patterns, all longer than `depth`, has a sign there, at which a code
  /// may be broken, or a blank.
  func hasSign(_ range: Range<Int>, at depth: Int) -> Bool {
    patterns[range].contains {
      let scalar = scalars[$0.start + depth]
      return scalar == 0x20 || LineBreak.isSign(scalar)
    }
  }

  /// The scalars of a pattern.
  func spell(_ pattern: Pattern) -> ArraySlice<UInt32> {
    scalars[pattern.start..<pattern.start + pattern.count]
  }
}
