/// Why a workbook could not be written.
public enum WorkbookError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A call of the system failed, for instance because the disk is full.
  case system(call: String, path: String, errno: Int32)
  /// A row was written before any sheet was begun, or no sheet was begun at all.
  case noSheet

  public var description: String {
    switch self {
    case .system(let call, let path, let code): "\(path): \(call) failed with errno \(code)"
    case .noSheet: "workbook: no sheet was begun"
    }
  }
}
