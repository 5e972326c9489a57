/// Reads rows of separated fields (RFC 4180), and plain lines as rows of one field.
///
/// Lenient where files of people are: any line end, a quote that is never closed or is followed
/// by more text is a character of its field.
struct SeparatedText {
  /// Bytes that are looked at to find the separator.
  private static let sampleSize = 65_536
  /// Longest quoted field: a longer one is taken for a quote that nobody closed.
  private static let fieldLimit = 65_536

  private let text: [UInt8]
  /// `nil` for plain lines.
  let separator: UInt8?
  private let start: Int

  /// - Parameter text: UTF-8.
  init(_ text: [UInt8]) {
    self.text = text
    if let (separator, length) = Self.declaration(text) {
      (self.separator, start) = (separator, length)
    } else {
      (separator, start) = (Self.sniff(text), 0)
    }
  }

  /// The first column that holds anything.
  func firstColumn() throws(CodeListError) -> FirstColumn<String> {
    var result = FirstColumn<String>()
    var index = start
    var column = 0
    while index < text.count {
      let (field, next) = self.field(at: index)
      if result.wants(column), let value = CellText.trimmed(field) {
        try result.add(value, column: column)
      }
      index = next
      if index < text.count, text[index] == separator {
        column += 1
        index += 1
      } else {
        column = 0
        index = lineEnd(at: index)
      }
    }
    return result
  }

  /// The field at `start` and the index of what ends it.
  private func field(at start: Int) -> (ArraySlice<UInt8>, next: Int) {
    if text[start] == 0x22, let (field, next) = quoted(at: start) { return (field, next) }
    var index = start
    while index < text.count, !endsField(text[index]) { index += 1 }
    return (text[start..<index], index)
  }

  /// A quoted field, or `nil` where its closing quote is missing or misplaced.
  private func quoted(at start: Int) -> (ArraySlice<UInt8>, next: Int)? {
    let limit = min(text.count, start + Self.fieldLimit)
    var field: [UInt8] = []
    var index = start + 1
    while index < limit {
      if text[index] != 0x22 {
        field.append(text[index])
        index += 1
      } else if index + 1 < text.count, text[index + 1] == 0x22 {
        field.append(0x22)
        index += 2
      } else {
        let next = index + 1
        return next == text.count || endsField(text[next]) ? (field[...], next) : nil
      }
    }
    return nil
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == 0x0A || byte == 0x0D || byte == separator
  }

  /// The index behind the line end at `index`.
  private func lineEnd(at index: Int) -> Int {
    guard index < text.count else { return index }
    let isPair = text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
    return index + (isPair ? 2 : 1)
  }

  /// Excel's own first line, `sep=;`.
  private static func declaration(_ text: [UInt8]) -> (UInt8, length: Int)? {
    guard text.count > 5, text.starts(with: "sep=".utf8),
      [0x2C, 0x3B, 0x09, 0x7C].contains(text[4]), text[5] == 0x0A || text[5] == 0x0D
    else { return nil }
    return (text[4], text[5] == 0x0D && text.count > 6 && text[6] == 0x0A ? 7 : 6)
  }

  /// The character that stands equally often in most lines, or `nil` where none does.
  private static func sniff(_ text: [UInt8]) -> UInt8? {
    let sample = text.prefix(sampleSize)
    var best: (separator: UInt8, share: Double)?
    for separator: UInt8 in [0x09, 0x3B, 0x2C] {
      let counts = counts(of: separator, in: sample, isWhole: sample.count == text.count)
      var frequency: [Int: Int] = [:]
      for count in counts where count > 0 { frequency[count, default: 0] += 1 }
      let share = Double(frequency.values.max() ?? 0) / Double(max(1, counts.count))
      if share >= 0.7, share > best?.share ?? 0 { best = (separator, share) }
    }
    return best?.separator
  }

  /// How often a separator stands in each line that is not empty, quoted fields aside.
  private static func counts(
    of separator: UInt8, in text: ArraySlice<UInt8>, isWhole: Bool
  ) -> [Int] {
    var counts: [Int] = []
    var count = 0
    var length = 0
    var isQuoted = false
    var previous = separator
    for byte in text {
      if byte == 0x22, isQuoted || previous == separator || length == 0 { isQuoted.toggle() }
      if byte == separator, !isQuoted { count += 1 }
      let endsLine = byte == 0x0A || byte == 0x0D
      if endsLine {
        if length > 0 { counts.append(count) }
        // A quoted field over more than one line is rarer than a stray quote.
        (count, length, isQuoted) = (0, 0, false)
      } else {
        length += 1
      }
      previous = endsLine ? separator : byte
    }
    // The last line of a cut sample is not whole.
    if length > 0, isWhole || counts.isEmpty { counts.append(count) }
    return counts
  }
}
