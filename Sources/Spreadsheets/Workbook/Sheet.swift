/// One column of a written sheet.
public struct Column: Sendable, Equatable {
  /// The cell in the header row.
  public let title: String
  /// In characters of the standard font, 0 to 255.
  public let width: Double

  public init(_ title: String, width: Double = 12) {
    self.title = title
    self.width = width
  }
}

/// How a written sheet is laid out.
public struct Sheet: Sendable, Equatable {
  /// Made valid and unique by the writer.
  public let name: String
  public let columns: [Column]
  /// Whether the columns' titles stand in a first row: bold, frozen, with a filter, and again on
  /// each sheet that continues this one.
  public let hasHeader: Bool

  public init(_ name: String, columns: [Column], hasHeader: Bool = true) {
    self.name = name
    self.columns = columns
    self.hasHeader = hasHeader
  }
}
