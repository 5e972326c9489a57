/// A page's runs by the first character of each, so that those which may go on with a code are found
/// without a look at all of them.
public struct LineStarts: Sendable {
  /// Where the runs stand whose first character is not in ASCII.
  static let others = 128

  /// For each character the last run that begins with it, else -1; and for each run the one before.
  private var last = [Int32](repeating: -1, count: LineStarts.others + 1)
  private var before: [Int32] = []
  /// Characters that some run begins with, folded, or ``others``.
  private(set) var present: [Int] = []

  public init() {}

  public mutating func removeAll() {
    for slot in present { last[slot] = -1 }
    before.removeAll(keepingCapacity: true)
    present.removeAll(keepingCapacity: true)
  }

  /// Adds the next run.
  /// - Parameter first: its first character but for blanks; `nil` where it has none.
  public mutating func append(_ first: UInt32?) {
    var above: Int32 = -1
    if let first {
      let isCapital = (0x41...0x5A).contains(first)
      let slot = first < 0x80 ? Int(isCapital ? first | 0x20 : first) : Self.others
      above = last[slot]
      if above < 0 { present.append(slot) }
      last[slot] = Int32(truncatingIfNeeded: before.count)
    }
    before.append(above)
  }

  /// Calls `body` with each run that begins with a character.
  func forEach(_ slot: Int, _ body: (Int) -> Void) {
    var run = last[slot]
    while run >= 0 {
      body(Int(run))
      run = before[Int(run)]
    }
  }
}
