/// Codes in text that was recognized, but for characters that look alike.
extension Matcher {
  /// Reports codes that differ from the run matched last only by characters that are confused; not
  /// where another code stands exactly.
  /// - Parameters:
  ///   - flowing: as the run was matched.
  ///   - isWanted: whether a code is looked for.
  ///   - found: gets the index of a code and the scalars that it covers.
  public func lookAlikes(
    flowing: Bool, scratch: borrowing Scratch, isWanted: (_ code: Int) -> Bool,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {
    let texts: PatternList.Texts = flowing ? .flowing : .placed
    let codes = likes.codes
    scratch.text.withRun { run in
      let boundary = Boundary(mode: mode, units: run.units)
      for start in run.units.indices where boundary.allowsStart(start) {
        follow(codes, run, from: start, boundary, texts, isWanted, found)
      }
    }
  }

  private func follow(
    _ codes: LookAlikes.Codes, _ run: FoldedText.Run, from start: Int, _ boundary: Boundary,
    _ texts: PatternList.Texts, _ isWanted: (Int) -> Bool,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {
    codes.trie.withWalk { walk in
      var descent = CodeDescent()
      var exact = ExactPrefix(self, texts)
      for place in start..<run.units.count {
        exact.step(run.units[place])
        let scalar = LookAlikes.representative(run.units[place]) & FoldedUnit.scalarMask
        guard descent.step(scalar, walk, codes.patterns) else { return }
        guard boundary.allowsEnd(place + 1), !exact.isCode else { continue }
        for pattern in codes.patterns.patterns[descent.endings(in: codes.patterns)]
        where pattern.texts.contains(texts) && pattern.count >= NearCodes.shortest
          && isWanted(pattern.code)
        {
          found(pattern.code, run.source(of: start..<place + 1))
        }
      }
    }
  }
}
