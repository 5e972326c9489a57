/// Writes comma-separated values (RFC 4180): a value; it keeps no state between rows.
public struct CSVWriter: Sendable {
  private let separator: UInt8
  private let lineEnd: [UInt8]
  private let guardsFormulas: Bool

  /// - Parameters:
  ///   - separator: one ASCII character between fields.
  ///   - lineEnd: RFC 4180 §2 has CR LF.
  ///   - guardsFormulas: puts `'` before fields that a spreadsheet would run as a formula; off
  ///     for files that are read by tools.
  public init(separator: Character = ",", lineEnd: String = "\r\n", guardsFormulas: Bool = false) {
    self.separator = separator.asciiValue ?? 0x2C
    self.lineEnd = Array(lineEnd.utf8)
    self.guardsFormulas = guardsFormulas
  }

  /// Appends one row.
  public func append(_ fields: some Sequence<String>, to output: inout [UInt8]) {
    var isFirst = true
    for field in fields {
      if !isFirst { output.append(separator) }
      isFirst = false
      append(field: field, to: &output)
    }
    output.append(contentsOf: lineEnd)
  }

  private func append(field: String, to output: inout [UInt8]) {
    let start = output.count
    if guardsFormulas, let first = field.utf8.first, Formula.begins(with: first) {
      output.append(0x27)
    }
    output.append(contentsOf: field.utf8)
    let needsQuotes = output[start...].contains { byte in
      byte == separator || byte == 0x22 || byte == 0x0A || byte == 0x0D
    }
    guard needsQuotes || field.utf8.first == 0x20 || field.utf8.last == 0x20 else { return }
    // §2.7: a quote inside is doubled.
    let quoted = output[start...].flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
    output.replaceSubrange(start..., with: [0x22] + quoted + [0x22])
  }
}

/// What spreadsheets take for a formula when a person opens or edits a cell.
enum Formula {
  static func begins(with byte: UInt8) -> Bool {
    switch byte {
    case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: true
    default: false
    }
  }
}
