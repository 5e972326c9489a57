/// Whether a match may begin or end at a place, by mode.
///
/// The rule looks at the folded characters on both sides of the place, not at the code: a code that
/// begins or ends with a sign (`H.12*`) has no letter beside it either.
struct Boundary {
  let mode: MatchMode
  let units: UnsafeBufferPointer<UInt32>

  /// - Parameter place: the index of the first unit of a match.
  @inline(__always) func allowsStart(_ place: Int) -> Bool {
    guard place > 0 else { return true }
    if mode == .substring { return units[place] & FoldedUnit.extender == 0 }
    let before = units[place - 1]
    if before & FoldedUnit.word != 0 { return false }
    guard mode == .token, before & FoldedUnit.joiner != 0, place > 1 else { return true }
    return units[place] & units[place - 2] & FoldedUnit.word == 0
  }

  /// - Parameter place: the index after the last unit of a match.
  @inline(__always) func allowsEnd(_ place: Int) -> Bool {
    guard place < units.count else { return true }
    let after = units[place]
    if mode == .substring { return after & FoldedUnit.extender == 0 }
    if after & FoldedUnit.word != 0 { return false }
    guard mode == .token, after & FoldedUnit.joiner != 0, place + 1 < units.count else {
      return true
    }
    return units[place - 1] & units[place + 1] & FoldedUnit.word == 0
  }
}
