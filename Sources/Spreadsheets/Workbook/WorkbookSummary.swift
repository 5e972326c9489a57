/// What was written, and what Excel's limits changed.
public struct WorkbookSummary: Sendable, Equatable {
  /// Names of the sheets as they are in the file, continuations included.
  public internal(set) var sheets: [String] = []
  /// Rows in all sheets, headers included.
  public internal(set) var rows = 0
  /// Cells that were longer than ``WorkbookLimits/cellLength`` and end in an ellipsis.
  public internal(set) var cutCells = 0
  /// Links that became plain text, their targets being too long.
  public internal(set) var droppedLinks = 0
  /// Cells beyond ``WorkbookLimits/columns``, left out.
  public internal(set) var droppedCells = 0
  /// Size of the file in bytes.
  public internal(set) var byteCount = 0
}
