/// Compares what stands in a text with a code's own spelling, blanks and all.
enum NearSpelling {
  /// The blanks that a text has inside and the code does not; `nil` where the code has one that the
  /// text lacks. But for blanks both are known to have the same scalars.
  /// - Parameter lineEnd: the place in `units` before which a line ends; that is as good as a blank
  ///   where the code has one.
  static func extraBlanks(
    in units: some RandomAccessCollection<UInt32>, of code: ArraySlice<UInt32>,
    lineEnd: Int? = nil
  ) -> Int? {
    var extra = 0
    var next = code.startIndex
    for (place, unit) in units.enumerated() {
      let isDue = next < code.endIndex && code[next] == space
      if unit & FoldedUnit.space != 0 {
        if isDue { next += 1 } else { extra += 1 }
        continue
      }
      if isDue {
        guard place == lineEnd else { return nil }
        next += 1
      }
      next += 1
    }
    return extra
  }

  private static let space: UInt32 = 0x20
}
