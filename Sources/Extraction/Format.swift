/// A kind of document, told by its content.
public enum Format: String, Sendable, CaseIterable {
  case pdf, text, csv
  case dxf

  /// Extensions, lower case without the dot, of files that are worth opening.
  public static let readableExtensions: Set<String> = [
    "pdf", "txt", "text", "csv", "tsv",
    "dxf",
  ]
}
