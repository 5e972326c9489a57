/// The codes of a file that a person uploaded: its first column, in the file's order.
public struct CodeList: Sendable, Equatable {
  /// What the file was told to be by its content.
  public enum Kind: String, Sendable {
    /// Office Open XML (.xlsx, .xlsm).
    case workbook
    /// Separated by commas, semicolons or tabs.
    case separated
    /// One code a line.
    case lines
  }

  /// As they stand in the file, trimmed; empty cells are left out, duplicates are not.
  public let codes: [String]
  /// The first cell, where it was a title and not a code.
  public let header: String?
  public let kind: Kind
}

/// Why a file could not be read as a list of codes.
public enum CodeListError: Error, Equatable, Sendable {
  /// Neither a workbook nor text.
  case unknownFormat
  /// A workbook of Excel 97-2003, or of another format that is not read.
  case otherWorkbook(String)
  case encryptedWorkbook
  case damaged(String)
  /// More than the named bound allows.
  case tooLarge(what: String, limit: Int)
}

extension CodeListError: CustomStringConvertible {
  /// What is wrong and what to do about it, as a person can be told.
  public var description: String {
    switch self {
    case .unknownFormat: "code list: neither an .xlsx workbook nor a .csv or text file"
    case .otherWorkbook(let kind): "code list: \(kind); save it as .xlsx or .csv"
    case .encryptedWorkbook:
      "code list: the workbook has a password; save it without one, as .xlsx or .csv"
    case .damaged(let place): "code list: damaged workbook: \(place)"
    case .tooLarge(let what, let limit): "code list: \(what) over the limit of \(limit)"
    }
  }
}
