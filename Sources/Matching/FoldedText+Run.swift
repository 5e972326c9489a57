extension FoldedText {
  /// A folded run in raw buffers, cut to its length.
  struct Run {
    let units: UnsafeBufferPointer<UInt32>
    let starts: UnsafeBufferPointer<UInt32>
    fileprivate let origins: UnsafeBufferPointer<UInt32>

    /// The scalars of the text that a range of units, not empty, came from.
    func source(of place: Range<Int>) -> Range<Int> {
      // Marks may have changed places, so the ends need not be the extremes.
      var low = origins[place.lowerBound]
      var high = low
      for index in place {
        low = min(low, origins[index])
        high = max(high, origins[index])
      }
      return Int(low)..<Int(high) + 1
    }
  }

  /// Runs `body` with the run held in place.
  @inline(__always)
  func withRun(_ body: (Run) -> Void) {
    units.withUnsafeBufferPointer { units in
      starts.withUnsafeBufferPointer { starts in
        origins.withUnsafeBufferPointer { origins in
          body(
            Run(
              units: UnsafeBufferPointer(rebasing: units[..<count]),
              starts: UnsafeBufferPointer(rebasing: starts[..<startCount]),
              origins: UnsafeBufferPointer(rebasing: origins[..<count])))
        }
      }
    }
  }
}
