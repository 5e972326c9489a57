/// What the symbols of deflate's codes mean (RFC 1951 §3.2.5-3.2.7), as entries of a ``HuffmanTable``
/// but for the codes' lengths.
enum DeflateSymbols {
  /// Literals, the end of a block, and lengths; the last two are no lengths.
  static let literalsAndLengths: [UInt32] =
    (UInt32(0)...255).map { HuffmanTable.literal | $0 << 16 }
    + [HuffmanTable.exceptional | HuffmanTable.endOfBlock] + lengths
    + [HuffmanTable.exceptional, HuffmanTable.exceptional]

  /// Distances; the last two are none.
  static let distances: [UInt32] =
    ranges(first: 1, extra: (0..<30).map { max(0, $0 / 2 - 1) })
    + [HuffmanTable.exceptional, HuffmanTable.exceptional]

  /// Lengths of codes: the symbol itself.
  static let codeLengths: [UInt32] = (UInt32(0)..<19).map { $0 << 16 }

  /// The order in which the lengths of the code lengths' codes are sent.
  static let order: [Int] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// The fixed code (§3.2.6).
  static let fixedLengths: [UInt8] =
    [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
    + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8)
  static let fixedDistances = [UInt8](repeating: 5, count: 32)

  /// 3 to 258, where the longest has a symbol of its own.
  private static let lengths: [UInt32] =
    ranges(first: 3, extra: (0..<28).map { max(0, $0 / 4 - 1) }) + [258 << 16]

  /// Ranges that follow one another, each as long as its extra bits tell.
  private static func ranges(first: UInt32, extra: [Int]) -> [UInt32] {
    var base = first
    return extra.map { bits in
      defer { base += 1 << UInt32(bits) }
      return base << 16 | UInt32(bits)
    }
  }
}
