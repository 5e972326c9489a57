import Foundation
import SQLite

extension BackendError {
  /// Translates what SQLite said.
  init(_ error: DatabaseError, folder: String) {
    let detail = error.description
    switch error.kind {
    case .closed: self = .closed
    case .full: self = .storageFull(detail)
    case .readOnly: self = .readOnly(detail)
    case .corrupt:
      self = error.sql == DatabaseError.newerMark ? .tooNew(error.message) : .damaged(detail)
    case .cantOpen:
      // A folder that can be written was refused for want of descriptors.
      self = access(folder, W_OK) == 0 ? .outOfDescriptors(detail) : .readOnly(detail)
    case .busy, .constraint, .other: self = .other(detail)
    }
  }
}

extension DatabaseError {
  static let newerMark = "open a newer schema"

  /// A file that is not touched: damaged, or of another program.
  static func refusal(_ finding: String, path: String) -> DatabaseError {
    DatabaseError(code: 11, message: finding, sql: "open \(path)")
  }

  /// The first of the findings of a check.
  static func summary(_ findings: [String]) -> String {
    findings.prefix(3).joined(separator: "; ").split(whereSeparator: \.isNewline)
      .joined(separator: "; ")
  }

  /// A file of a later version.
  static func newer(_ finding: String, path: String) -> DatabaseError {
    DatabaseError(code: 11, message: "\(path): \(finding)", sql: newerMark)
  }
}
