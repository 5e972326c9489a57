/// What one cell of a written sheet holds.
public enum Cell: Sendable, Equatable {
  case empty
  /// Shown as it is: never read as a formula, whatever it begins with.
  case text(String)
  /// Text in bold: a label beside a value.
  case label(String)
  /// Written so that reading gives the same value; what is not finite becomes `#NUM!`.
  case number(Double)
  /// A whole number; one of more than 15 digits becomes text, since Excel would round it.
  case integer(Int)
  /// A moment in seconds since 1970, shown as UTC.
  case time(Double)
  /// Text that opens `target`, an absolute URL; it is plain text where the URL is longer than
  /// ``WorkbookLimits/linkLength``.
  case link(text: String, target: String)
}
