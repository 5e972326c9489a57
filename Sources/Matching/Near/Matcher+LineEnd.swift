/// Codes that are broken over a line's end.
extension Matcher {
  /// Characters after or before which a code is broken most naturally.
  private static let breaks: Set<UInt32> = [0x2D, 0x2E, 0x2F, 0x5F]  // - . / _
  /// Least characters of either part where no such sign stands at the break: else `DN` over `50`
  /// in a table would be the code `DN50`.
  private static let leastPart = 3

  /// Whether a run whose first scalar this is may go on with what an open end began.
  public func mayGoOn(
    _ open: OpenEnd, with scalar: UInt32, scratch: borrowing Scratch
  ) -> Bool {
    guard let unit = scratch.text.unit(of: scalar) else { return true }
    guard open.descent.depth >= Self.leastPart || open.endsInBreak || Self.isBreak(unit) else {
      return false
    }
    return near.trie.withWalk {
      open.descent.canStep(unit & FoldedUnit.scalarMask, $0, near.patterns)
    }
  }

  /// Reports the codes that an open end and the beginning of the run below it make.
  /// - Parameter found: gets the index of a code and the scalars of `text` that it covers.
  public func match(
    _ open: OpenEnd, goingOnIn text: UnsafeBufferPointer<UInt32>, flowing: Bool,
    scratch: inout Scratch, _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {
    scratch.text.fold(text, flowing: flowing)
    let texts: PatternList.Texts = flowing ? .flowing : .placed
    scratch.text.withRun { run in
      near.trie.withWalk { walk in follow(open, run, walk, texts, found) }
    }
  }

  private func follow(
    _ open: OpenEnd, _ run: FoldedText.Run, _ walk: CodeTrie.Walk, _ texts: PatternList.Texts,
    _ found: (_ code: Int, _ range: Range<Int>) -> Void
  ) {
    let boundary = Boundary(mode: mode, units: run.units)
    let first = run.units.firstIndex { $0 & FoldedUnit.space == 0 } ?? run.units.count
    let beginsWithBreak = first < run.units.count && Self.isBreak(run.units[first])
    var descent = open.descent
    for place in first..<run.units.count where run.units[place] & FoldedUnit.space == 0 {
      let scalar = run.units[place] & FoldedUnit.scalarMask
      guard descent.step(scalar, walk, near.patterns) else { return }
      guard boundary.allowsEnd(place + 1) else { continue }
      let isLong =
        min(open.descent.depth, descent.depth - open.descent.depth) >= Self.leastPart
      guard isLong || open.endsInBreak || beginsWithBreak else { continue }
      let joined = open.units + run.units[first...place]
      for pattern in near.patterns.patterns[descent.endings(in: near.patterns)]
      where pattern.texts.contains(texts) && near.isSearched(pattern) {
        let extra = NearSpelling.extraBlanks(
          in: joined, of: near.spelling(of: pattern), lineEnd: open.units.count)
        if extra == 0 { found(pattern.code, run.source(of: first..<place + 1)) }
      }
    }
  }

  static func isBreak(_ unit: UInt32) -> Bool { breaks.contains(unit & FoldedUnit.scalarMask) }
}

extension Matcher.OpenEnd {
  var endsInBreak: Bool { units.last.map(Matcher.isBreak) ?? false }
}
