import CSQLite
import Glibc

/// One connection to a database file. Used by one thread at a time; its owner sees to that.
///
/// Misuse (a statement still running when it is prepared again, a binding out of range) traps;
/// whatever stands in the file never does.
public final class Database {
  /// What a connection is for, which sets how it is opened.
  public enum Role: Sendable {
    /// Reads and writes, creates the file; there is one a file.
    case writer
    /// Reads only.
    case reader
  }

  let connection: OpaquePointer
  /// Prepared statements by the address of their SQL, which is in the executable.
  private var statements: [UnsafePointer<UInt8>: PreparedStatement] = [:]
  private var composed: [String: PreparedStatement] = [:]
  /// Pages in the write-ahead log after the last commit of this connection.
  private(set) var logPages = 0

  /// Opens a file by the house rules: WAL, foreign keys, bounded cache, no memory mapping
  /// (a truncated file must be an error, not SIGBUS).
  ///
  /// - Throws: `cantOpen`, `corrupt` for a file that is no database, `readOnly`, `full`.
  public init(path: String, role: Role) throws(DatabaseError) {
    connection = try Self.open(
      path, role == .writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY)
    try execute(role == .writer ? Self.writerRules : Self.readerRules)
    if role == .writer { watchLog() }
  }

  /// Opens the file a copy is written into, whose settings come with the copied pages.
  init(copyTarget path: String) throws(DatabaseError) {
    connection = try Self.open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
  }

  private static func open(_ path: String, _ flags: Int32) throws(DatabaseError) -> OpaquePointer {
    if flags & SQLITE_OPEN_CREATE != 0 { makeFile(path) }
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      let error = DatabaseError(handle, code: code, sql: "open \(path)")
      sqlite3_close_v2(handle)
      throw error
    }
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, busyTimeout)
    return handle
  }

  /// Makes an empty file that only its owner may read; SQLite gives its log the same rights.
  ///
  /// A file that is there is not touched: closing a descriptor of it would drop the locks that
  /// this process holds (fcntl(2)). What goes wrong here, SQLite's own opening tells.
  private static func makeFile(_ path: String) {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
  }

  deinit {
    statements.removeAll()
    composed.removeAll()
    sqlite3_close_v2(connection)
  }

  /// Milliseconds to wait for another process (a backup, a look from outside) to get out of the way.
  static let busyTimeout: Int32 = 5_000

  /// Cache bounds are in KiB (negative); the log is cut back to 64 MiB when it is reset.
  private static let writerRules = """
    PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -16384;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    """
  private static let readerRules = """
    PRAGMA query_only = ON;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -4096;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    """

  /// Runs statements that give no rows anyone wants: schema, pragmas.
  public func execute(_ sql: String) throws(DatabaseError) {
    let code = sqlite3_exec(connection, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw DatabaseError(connection, code: code, sql: sql) }
  }

  /// Takes a statement from the cache, or prepares it: reset, nothing bound.
  ///
  /// Traps when the same statement is still in use.
  public func prepare(_ sql: StaticString) throws(DatabaseError) -> Statement {
    if let cached = statements[sql.utf8Start] { return Statement(cached) }
    let text = String(describing: sql)
    let made = try PreparedStatement(connection, text, persistent: true)
    statements[sql.utf8Start] = made
    return Statement(made)
  }

  /// As above, for SQL that is put together: kept too, so there must be few of its kind.
  public func prepare(kept sql: String) throws(DatabaseError) -> Statement {
    if let cached = composed[sql] { return Statement(cached) }
    let made = try PreparedStatement(connection, sql, persistent: true)
    composed[sql] = made
    return Statement(made)
  }

  /// Prepares a statement that is not worth keeping.
  public func prepare(once sql: String) throws(DatabaseError) -> Statement {
    Statement(try PreparedStatement(connection, sql, persistent: false))
  }

  /// Prepares a statement and binds values to `?1`, `?2`, ….
  @inlinable
  public func prepare<each Value: Bindable>(
    _ sql: StaticString, _ value: repeat each Value
  ) throws(DatabaseError) -> Statement {
    let statement = try prepare(sql)
    var index: Int32 = 0
    for item in repeat each value {
      index += 1
      item.bind(to: statement, at: index)
    }
    return statement
  }

  /// Runs a statement that gives no rows; returns how many rows it changed.
  @discardableResult
  @inlinable
  public func run<each Value: Bindable>(
    _ sql: StaticString, _ value: repeat each Value
  ) throws(DatabaseError) -> Int {
    try prepare(sql, repeat each value).run()
    return changes
  }

  /// Rows changed by the last statement that changes rows.
  public var changes: Int { Int(sqlite3_changes64(connection)) }

  /// Row id of the last insert.
  public var lastInsertedID: Int64 { sqlite3_last_insert_rowid(connection) }

  /// Whether no transaction is open: SQLite ends one by itself on some errors (a full disk).
  var isOutsideTransaction: Bool { sqlite3_get_autocommit(connection) != 0 }

  private func watchLog() {
    // The connection dies with self (deinit closes it), so the pointer never outlives the object.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_wal_hook(
      connection,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        Unmanaged<Database>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
        return SQLITE_OK
      }, context)
  }
}
