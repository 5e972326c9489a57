/// The cell formats of every workbook; each is an index into `cellXfs` of ``WorkbookParts/styles``.
enum CellStyle: UInt8 {
  case plain = 0
  case header = 1
  /// Text that begins like a formula: stays text when a person edits it (§18.8.45 quotePrefix).
  case quoted = 2
  case time = 3
  case link = 4
  case quotedLink = 5
  case label = 6
  case quotedLabel = 7

  /// The same look, for text that begins like a formula.
  var quotePrefixed: CellStyle {
    switch self {
    case .link: .quotedLink
    case .label: .quotedLabel
    case .plain: .quoted
    default: self
    }
  }
}
