/// Takes the quotes of CSV off, so that a cell reads as it does in a spreadsheet (RFC 4180 §2): the quotes
/// around it are dropped, two of them inside are one. Separators and line ends stay.
struct CSVQuotes {
  private enum State {
    case fieldStart, plain, quoted
    /// After a quote in a quoted field: its end, or the first of two.
    case quoteInQuoted
  }

  private var state = State.fieldStart

  /// Takes in a scalar and returns what stands for it, if anything.
  mutating func take(_ scalar: UInt32) -> UInt32? {
    let isQuote = scalar == 0x22
    switch state {
    case .quoted where isQuote:
      state = .quoteInQuoted
      return nil
    case .quoted: return scalar
    case .quoteInQuoted where isQuote:
      state = .quoted
      return scalar
    case .fieldStart where isQuote:
      state = .quoted
      return nil
    case .fieldStart, .plain, .quoteInQuoted:
      state = Self.separators.contains(scalar) ? .fieldStart : .plain
      return scalar
    }
  }

  /// Comma, semicolon, tab and line ends.
  private static let separators: Set<UInt32> = [0x2C, 0x3B, 0x09, 0x0A, 0x0D]

  /// Lines looked at to tell CSV by its content.
  private static let lines = 16

  /// Whether a text's first lines all have the same number of separators, of one kind, outside of quotes.
  static func describe(_ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding) -> Bool {
    [0x2C, 0x3B, 0x09].contains { separator in
      var decoder = ScalarDecoder(bytes, encoding)
      var counts: [Int] = []
      var count = 0
      var isQuoted = false
      var isBlank = true
      while counts.count < lines, let scalar = decoder.next() {
        if scalar == 0x0A, !isQuoted {
          if !isBlank { counts.append(count) }
          count = 0
          isBlank = true
          continue
        }
        if scalar == 0x22 { isQuoted.toggle() }
        if scalar == separator, !isQuoted { count += 1 }
        if scalar > 0x20 { isBlank = false }
      }
      if !isBlank, counts.count < lines { counts.append(count) }
      guard counts.count > 1, let first = counts.first, first > 0 else { return false }
      return counts.allSatisfy { $0 == first }
    }
  }
}
