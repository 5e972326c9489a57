import CSQLite

/// What SQLite said, and about which statement.
public struct DatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The primary result code (`SQLITE_FULL`, …); ``closedCode`` for a writer that was closed.
  public let code: Int32
  /// The extended result code, which says where an I/O error struck.
  public let extendedCode: Int32
  public let message: String
  /// The statement, or what was being done.
  public let sql: String

  /// The code of errors that are not SQLite's: the writer or pool was closed.
  public static let closedCode: Int32 = -1

  public init(code: Int32, extendedCode: Int32? = nil, message: String, sql: String) {
    self.code = code
    self.extendedCode = extendedCode ?? code
    self.message = message
    self.sql = sql
  }

  /// What a caller can do about it.
  public enum Kind: Sendable, Hashable {
    case full, readOnly, corrupt, cantOpen, busy, constraint, closed, other
  }

  /// SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_DATA, SQLITE_IOERR_CORRUPTFS, which
  /// the header computes and Swift therefore does not import.
  private static let readFailures: [Int32] = [1, 2, 32, 33].map { SQLITE_IOERR | $0 << 8 }

  public var kind: Kind {
    switch code {
    case Self.closedCode: .closed
    case SQLITE_FULL: .full
    // Reads that fail are damage of the medium; writes may work when there is room again.
    case SQLITE_IOERR: Self.readFailures.contains(extendedCode & 0xffff) ? .corrupt : .full
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .readOnly
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_CANTOPEN: .cantOpen
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_CONSTRAINT: .constraint
    default: .other
    }
  }

  public var description: String {
    "SQLite error \(extendedCode): \(message) in \(sql)"
  }

  static let closed = DatabaseError(
    code: closedCode, message: "connection is closed", sql: "")
}

extension DatabaseError {
  /// The last error of a connection.
  init(_ connection: OpaquePointer?, code: Int32, sql: String) {
    let message = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
    let extended = connection.map { sqlite3_extended_errcode($0) } ?? code
    self.init(
      code: code & 0xff, extendedCode: extended & 0xff == code & 0xff ? extended : code,
      message: message ?? String(cString: sqlite3_errstr(code)), sql: sql)
  }
}
