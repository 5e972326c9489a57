/// What Excel can open ("Excel specifications and limits").
public enum WorkbookLimits {
  /// Rows of a sheet.
  public static let rows = 1_048_576
  /// Columns of a sheet.
  public static let columns = 16_384
  /// Hyperlinks of a sheet.
  public static let links = 65_530
  /// UTF-16 code units of a cell.
  public static let cellLength = 32_767
  /// UTF-16 code units of a sheet's name.
  public static let nameLength = 31
  /// Characters of a hyperlink's target.
  public static let linkLength = 2_079
}
