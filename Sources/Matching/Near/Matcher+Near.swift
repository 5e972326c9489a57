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
  ///   - found: gets the index of a code and the scalars that it covers, its blanks too.
  ///   - open: gets what may go on in the run below.
  /// - Complexity: nothing where the run has no beginning of a code before a blank or its end.
  public func nearHits(
    flowing: Bool, scratch: borrowing Scratch,
    found: (_ code: Int, _ range: Range<Int>) -> Void, open: (OpenEnd) -> Void
  ) {
    guard !scratch.suspects.isEmpty else { return }
    let texts: PatternList.Texts = flowing ? .flowing : .placed
    scratch.text.withRun { run in
      for start in scratch.suspects {
        follow(run, from: Int(start), texts, found, open)
      }
    }
  }

  private func follow(
    _ run: FoldedText.Run, from start: Int, _ texts: PatternList.Texts,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void, _ open: (OpenEnd) -> Void
  ) {
    let units = run.units
    let boundary = Boundary(mode: mode, units: units)
    var end = units.count
    while end > start, units[end - 1] & FoldedUnit.space != 0 { end -= 1 }
    near.trie.withWalk { walk in
      var descent = CodeDescent()
      var blanks = 0
      for place in start..<end {
        if units[place] & FoldedUnit.space != 0 {
          blanks += 1
          if hasCode(from: start, to: place, units, texts) { return }
          continue
        }
        let scalar = units[place] & FoldedUnit.scalarMask
        guard descent.step(scalar, walk, near.patterns) else { return }
        guard blanks > 0, boundary.allowsEnd(place + 1) else { continue }
        let stretch = start..<place + 1
        for pattern in near.patterns.patterns[descent.endings(in: near.patterns)]
        where pattern.texts.contains(texts) && near.isSearched(pattern) {
          let spelling = near.spelling(of: pattern)
          let extra = NearSpelling.extraBlanks(in: units[stretch], of: spelling)
          if (extra ?? 0) > 0 { found(pattern.code, run.source(of: stretch)) }
        }
      }
      let isEnough = LineBreak.isEnough(descent.depth, endingIn: units[end - 1])
      guard
        isEnough || LineBreak.containsSign(where: { descent.canStep($0, walk, near.patterns) }),
        !hasCode(from: start, to: end, units, texts)
      else { return }
      open(
        OpenEnd(
          start: run.source(of: start..<start + 1).lowerBound, units: Array(units[start..<end]),
          descent: descent))
    }
  }

  /// Whether the whole of a stretch is a code.
  func hasCode(
    from start: Int, to end: Int, _ units: UnsafeBufferPointer<UInt32>,
    _ texts: PatternList.Texts
  ) -> Bool {
    trie.withWalk { walk in
      var descent = CodeDescent()
      for unit in units[start..<end] {
        guard descent.step(unit & FoldedUnit.scalarMask, walk, patterns) else { return false }
      }
      let endings = patterns.patterns[descent.endings(in: patterns)]
      return endings.contains { $0.texts.contains(texts) }
    }
  }
}
