/// Codes with a blank inside, and what may be the beginning of one at a line's end.
extension Matcher {
  /// The beginning of some code at the end of a run, which may go on in the run below.
  public struct OpenEnd: Sendable {
    /// Where it begins, as an index of the run's scalars.
    public let start: Int
    /// What stands there, folded, without a blank at its end.
    let units: [UInt32]
    let descent: CodeDescent
  }

  /// Reports what nearly stands in the run that was matched last with this scratch.
  ///
  /// A code that nearly stands where another one stands exactly, up to a blank or the line's end, is
  /// left out: what follows that one is another word.
  /// - Parameters:
  ///   - flowing: as the run was matched.
  ///   - steps: units that may still be looked at, lessened by those that were; nothing more is found
  ///     where there are none left.
  ///   - isWanted: whether a code is looked for; others take no work.
  ///   - found: gets the index of a code and the scalars that it covers, its blanks too.
  ///   - open: gets what may go on in the run below.
  /// - Complexity: nothing where the run has no beginning of a code before a blank or its end.
  public func nearHits(
    flowing: Bool, scratch: borrowing Scratch, steps: inout Int,
    isWanted: (_ code: Int) -> Bool, found: (_ code: Int, _ range: Range<Int>) -> Void,
    open: (OpenEnd) -> Void
  ) {
    guard !scratch.suspects.isEmpty else { return }
    let texts: PatternList.Texts = flowing ? .flowing : .placed
    scratch.text.withRun { run in
      for start in scratch.suspects where steps > 0 {
        follow(run, from: Int(start), texts, &steps, isWanted, found, open)
      }
    }
  }

  private func follow(
    _ run: FoldedText.Run, from start: Int, _ texts: PatternList.Texts, _ steps: inout Int,
    _ isWanted: (Int) -> Bool,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void, _ open: (OpenEnd) -> Void
  ) {
    let units = run.units
    let boundary = Boundary(mode: mode, units: units)
    var end = units.count
    while end > start, units[end - 1] & FoldedUnit.space != 0 { end -= 1 }
    var exact = ExactPrefix(self, texts)
    near.trie.withWalk { walk in
      var descent = CodeDescent()
      var blanks = 0
      for place in start..<end {
        steps -= 1
        let isBlank = units[place] & FoldedUnit.space != 0
        if isBlank && exact.isCode { return }
        exact.step(units[place])
        if isBlank {
          blanks += 1
          continue
        }
        let scalar = units[place] & FoldedUnit.scalarMask
        guard descent.step(scalar, walk, near.patterns) else { return }
        guard blanks > 0, boundary.allowsEnd(place + 1) else { continue }
        let stretch = start..<place + 1
        for pattern in near.ending(descent, texts) where isWanted(pattern.code) {
          let spelling = near.spelling(of: pattern)
          let extra = NearSpelling.extraBlanks(in: units[stretch], of: spelling)
          if (extra ?? 0) > 0 { found(pattern.code, run.source(of: stretch)) }
        }
      }
      let isEnough = LineBreak.isEnough(descent.depth, endingIn: units[end - 1])
      guard isEnough || LineBreak.containsSign(where: { descent.canStep($0, walk, near.patterns) }),
        !exact.isCode
      else { return }
      open(
        OpenEnd(
          start: run.source(of: start..<start + 1).lowerBound, units: Array(units[start..<end]),
          descent: descent))
    }
  }
}

/// Follows the codes exactly, unit by unit.
struct ExactPrefix {
  private let matcher: Matcher
  private let texts: PatternList.Texts
  private var descent = CodeDescent()
  private var isAlive = true

  init(_ matcher: Matcher, _ texts: PatternList.Texts) {
    self.matcher = matcher
    self.texts = texts
  }

  mutating func step(_ unit: UInt32) {
    guard isAlive else { return }
    isAlive = matcher.trie.withWalk {
      descent.step(unit & FoldedUnit.scalarMask, $0, matcher.patterns)
    }
  }

  /// Whether what was read is a code.
  var isCode: Bool {
    isAlive
      && matcher.patterns.patterns[descent.endings(in: matcher.patterns)]
        .contains { $0.texts.contains(texts) }
  }
}
