/// Folds codes as the text they are compared with.
///
/// A code that holds a soft hyphen has two forms: one for pages, where it is a drawn hyphen, and one
/// for flowing text, where it is dropped.
struct CodeFolder {
  private var text = FoldedText()
  private var scalars: [UInt32] = []

  /// Adds the patterns of a code.
  /// - Returns: whether anything is left of it after folding.
  mutating func fold(
    _ code: Substring.UnicodeScalarView, as number: Int, into patterns: inout PatternList
  ) -> Bool {
    scalars.removeAll(keepingCapacity: true)
    for scalar in code { scalars.append(scalar.value) }
    guard scalars.contains(FoldTable.softHyphen) else {
      return add(number, [.placed, .flowing], to: &patterns)
    }
    let isPlaced = add(number, .placed, to: &patterns)
    return add(number, .flowing, to: &patterns) || isPlaced
  }

  private mutating func add(
    _ code: Int, _ texts: PatternList.Texts, to patterns: inout PatternList
  ) -> Bool {
    scalars.withUnsafeBufferPointer { text.fold($0, flowing: texts == .flowing) }
    var units = text.units[..<text.count]
    while let first = units.first, first & FoldedUnit.space != 0 { units.removeFirst() }
    while let last = units.last, last & FoldedUnit.space != 0 { units.removeLast() }
    guard !units.isEmpty else { return false }
    patterns.append(units, code: code, texts: texts)
    return true
  }
}
