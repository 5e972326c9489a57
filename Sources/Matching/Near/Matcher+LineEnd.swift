/// Codes that are broken over a line's end.
extension Matcher {
  /// Calls `body` with each run of a page whose first character may go on with an open end.
  public func lines(
    goingOn open: OpenEnd, in starts: borrowing LineStarts, _ body: (Int) -> Void
  ) {
    near.trie.withWalk { walk in
      for slot in starts.present {
        let scalar = UInt32(slot)
        guard slot == LineStarts.others || open.mayGoOn(with: scalar, walk, near.patterns) else {
          continue
        }
        starts.forEach(slot, body)
      }
    }
  }

  /// Reports the codes that an open end and the beginning of the run below it make.
  /// - Parameters:
  ///   - isWanted: whether a code is looked for.
  ///   - found: gets the index of a code and the scalars of `text` that it covers.
  public func match(
    _ open: OpenEnd, goingOnIn text: UnsafeBufferPointer<UInt32>, flowing: Bool,
    scratch: inout Scratch, isWanted: (_ code: Int) -> Bool,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {
    scratch.text.fold(text, flowing: flowing)
    let texts: PatternList.Texts = flowing ? .flowing : .placed
    scratch.text.withRun { run in
      near.trie.withWalk { walk in follow(open, run, walk, texts, isWanted, found) }
    }
  }

  private func follow(
    _ open: OpenEnd, _ run: FoldedText.Run, _ walk: CodeTrie.Walk, _ texts: PatternList.Texts,
    _ isWanted: (Int) -> Bool, _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {
    let boundary = Boundary(mode: mode, units: run.units)
    let first = run.units.firstIndex { $0 & FoldedUnit.space == 0 } ?? run.units.count
    let beginsWithBreak = first < run.units.count && LineBreak.isSign(run.units[first])
    var descent = open.descent
    for place in first..<run.units.count where run.units[place] & FoldedUnit.space == 0 {
      let scalar = run.units[place] & FoldedUnit.scalarMask
      guard descent.step(scalar, walk, near.patterns) else { return }
      guard boundary.allowsEnd(place + 1) else { continue }
      let isLong =
        min(open.descent.depth, descent.depth - open.descent.depth) >= LineBreak.leastPart
      guard isLong || open.endsInSign || beginsWithBreak else { continue }
      for pattern in near.ending(descent, texts) where isWanted(pattern.code) {
        let joined = open.units + run.units[first...place]
        let extra = NearSpelling.extraBlanks(
          in: joined, of: near.spelling(of: pattern), lineEnd: open.units.count)
        if extra == 0 { found(pattern.code, run.source(of: first..<place + 1)) }
      }
    }
  }
}

extension Matcher.OpenEnd {
  fileprivate var endsInSign: Bool { units.last.map(LineBreak.isSign) ?? false }

  fileprivate func mayGoOn(
    with scalar: UInt32, _ walk: CodeTrie.Walk, _ list: PatternList
  ) -> Bool {
    guard let last = units.last else { return false }
    return (LineBreak.isEnough(units.count, endingIn: last) || LineBreak.isSign(scalar))
      && descent.canStep(scalar, walk, list)
  }
}
