/// Writes a workbook (ECMA-376) to a file, row by row, in constant memory.
///
/// The file appears whole or not at all: rows go to a temporary sibling that ``finish()`` syncs
/// and renames; a writer that ends otherwise removes it. The same calls give the same bytes.
///
///     var writer = try WorkbookWriter(path: path, title: "Report", created: 1_768_878_000)
///     try writer.begin(Sheet("Matches", columns: [Column("File Name", width: 40)]))
///     try writer.row([.text("a.pdf")])
///     let summary = try writer.finish()
public struct WorkbookWriter: ~Copyable {
  /// - Parameters:
  ///   - path: where the workbook will stand; its folder has to exist.
  ///   - title: the document's title in its properties.
  ///   - created: the time in its properties and of its entries, in seconds since 1970.
  public init(path: String, title: String, created: Int64) throws(WorkbookError) {
    throw .noSheet
  }

  /// Ends the sheet before and begins the next; sheets stand in the order of these calls.
  public mutating func begin(_ sheet: Sheet) throws(WorkbookError) {}

  /// Adds a row. Where the sheet is full (rows or links), goes on in `Name (2)` and so on.
  public mutating func row(_ cells: [Cell]) throws(WorkbookError) {}

  /// Completes the file and puts it in its place.
  public consuming func finish() throws(WorkbookError) -> WorkbookSummary { throw .noSheet }
}
