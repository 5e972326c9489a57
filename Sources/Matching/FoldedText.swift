/// A run of text after folding, with the way back to the scalars it came from; reused run by run.
struct FoldedText: Sendable {
  /// Folded units; only the first `count` belong to the run.
  private(set) var units: [UInt32] = []
  /// For each unit the index of the scalar it came from.
  private(set) var origins: [UInt32] = []
  /// Number of units in the run.
  private(set) var count = 0
  /// The indexes of units before which no word character stands: only there may a whole word begin.
  private(set) var starts: [UInt32] = []
  /// Number of indexes in `starts` that belong to the run.
  private(set) var startCount = 0
  private var table = FoldTable()
  /// Canonical combining classes of the marks at the end, while a character is being read.
  private var markClasses: [UInt8] = []

  /// Longest row of marks that is put into canonical order (UAX #15, Stream-Safe Text Format, has
  /// 30): beyond it marks stay as they come, so that a page of nothing but marks costs no more.
  static let markLimit = 30

  /// Folds a run and forgets the one before.
  /// - Parameter flowing: soft hyphens are dropped, else they are hyphens.
  /// - Complexity: O(`text.count`); most scalars take one table look-up.
  mutating func fold(_ text: UnsafeBufferPointer<UInt32>, flowing: Bool) {
    count = 0
    dropMarks()
    var index = 0
    while index < text.count {
      reserve(count + (text.count - index) + FoldTable.longestFolding)
      index = foldASCII(text, from: index)
      if index < text.count { index = foldStretch(text, from: index) }
      if index < text.count {
        foldOne(text[index], at: index, flowing: flowing)
        index += 1
      }
    }
    findStarts()
  }

  /// One pass without branches: words are so short that each would be mispredicted.
  private mutating func findStarts() {
    if starts.count < units.count { starts = [UInt32](repeating: 0, count: units.count) }
    var found = 0
    var before: UInt32 = 0
    units.withUnsafeBufferPointer { units in
      starts.withUnsafeMutableBufferPointer { starts in
        for index in 0..<count {
          starts[found] = UInt32(truncatingIfNeeded: index)
          found &+= Int((~before & FoldedUnit.word) >> 31)
          before = units[index]
        }
      }
    }
    startCount = found
  }

  private mutating func reserve(_ needed: Int) {
    guard units.count < needed else { return }
    let more = repeatElement(UInt32(0), count: max(needed, units.count * 2) - units.count)
    units.append(contentsOf: more)
    origins.append(contentsOf: more)
  }

  private mutating func dropMarks() {
    if !markClasses.isEmpty { markClasses.removeAll(keepingCapacity: true) }
  }

  /// Folds up to the next scalar that is not ASCII, which few runs have, and returns its index.
  private mutating func foldASCII(_ text: UnsafeBufferPointer<UInt32>, from start: Int) -> Int {
    let ascii = FoldTable.ascii
    return fold(text, from: start) { $0 < 0x80 ? ascii[Int($0)] : nil }
  }

  /// Folds up to the next scalar that is new, a mark, or more than one unit, and returns its index.
  private mutating func foldStretch(_ text: UnsafeBufferPointer<UInt32>, from start: Int) -> Int {
    let table = table
    return table.withReader { reader in fold(text, from: start) { reader.unit(of: $0) } }
  }

  /// Folds as long as a scalar has a single unit, and returns the index of the first that has none.
  /// `reserve` made room.
  @inline(__always)
  private mutating func fold(
    _ text: UnsafeBufferPointer<UInt32>, from start: Int, unit: (UInt32) -> UInt32?
  ) -> Int {
    var index = start
    var end = count
    var last = end > 0 ? units[end - 1] : 0
    units.withUnsafeMutableBufferPointer { units in
      origins.withUnsafeMutableBufferPointer { origins in
        while index < text.count, let unit = unit(text[index]) {
          if unit & last & FoldedUnit.space == 0 {
            units[end] = unit
            origins[end] = UInt32(truncatingIfNeeded: index)
            end &+= 1
            last = unit
          }
          index &+= 1
        }
      }
    }
    if index > start { dropMarks() }
    count = end
    return index
  }

  /// Folds one scalar that is no simple one.
  private mutating func foldOne(_ scalar: UInt32, at index: Int, flowing: Bool) {
    if scalar == FoldTable.softHyphen {
      if !flowing { append(FoldedUnit.of("-"), combiningClass: 0, from: index) }
      return
    }
    switch table.folding(of: scalar) {
    case .one(let unit):
      append(unit, combiningClass: 0, from: index)
    case .many(let offset):
      for part in 0..<Int(table.pool[offset]) {
        let unit = table.pool[offset + 1 + 2 * part]
        let order = UInt8(truncatingIfNeeded: table.pool[offset + 2 + 2 * part])
        append(unit, combiningClass: order, from: index)
      }
    }
  }

  /// Adds a unit; a combining mark goes to its place in canonical order (Unicode, 3.11, D109).
  private mutating func append(_ unit: UInt32, combiningClass: UInt8, from index: Int) {
    var unit = unit
    if unit & FoldedUnit.space != 0, count > 0, units[count - 1] & FoldedUnit.space != 0 { return }
    if unit & FoldedUnit.mark != 0, standsOnNothing {
      unit &= ~(FoldedUnit.word | FoldedUnit.extender)
    }
    var place = count
    if combiningClass == 0 {
      dropMarks()
    } else if markClasses.count < Self.markLimit {
      var slot = markClasses.count
      while slot > 0, markClasses[slot - 1] > combiningClass {
        units[place] = units[place - 1]
        origins[place] = origins[place - 1]
        place -= 1
        slot -= 1
      }
      markClasses.insert(combiningClass, at: slot)
    }
    units[place] = unit
    origins[place] = UInt32(truncatingIfNeeded: index)
    count += 1
  }

  /// Whether a mark put here would have no character to belong to: the acute accent typed as an
  /// apostrophe decomposes to a space and a mark, and that mark is part of no word.
  private var standsOnNothing: Bool {
    guard count > 0 else { return true }
    let before = units[count - 1]
    let attached = before & FoldedUnit.extender != 0
    return before & FoldedUnit.space != 0 || (before & FoldedUnit.mark != 0 && !attached)
  }
}
