import CSQLite

/// A compiled statement; kept by its connection.
final class PreparedStatement {
  let pointer: OpaquePointer
  let sql: String
  var isInUse = false

  init(_ connection: OpaquePointer, _ sql: String, persistent: Bool) throws(DatabaseError) {
    var pointer: OpaquePointer?
    let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = sqlite3_prepare_v3(connection, sql, -1, flags, &pointer, nil)
    guard code == SQLITE_OK else { throw DatabaseError(connection, code: code, sql: sql) }
    guard let pointer else { preconditionFailure("empty statement") }
    self.pointer = pointer
    self.sql = sql
  }

  deinit { sqlite3_finalize(pointer) }
}

/// One use of a prepared statement: bound, stepped, and reset when the value goes, so that no
/// forgotten reset can hold a snapshot or a commit back.
public struct Statement: ~Copyable {
  private let prepared: PreparedStatement

  init(_ prepared: PreparedStatement) {
    precondition(!prepared.isInUse, "statement is still in use: \(prepared.sql)")
    prepared.isInUse = true
    self.prepared = prepared
  }

  deinit {
    sqlite3_reset(prepared.pointer)
    sqlite3_clear_bindings(prepared.pointer)
    prepared.isInUse = false
  }

  // MARK: Running

  /// Goes to the next row; false when there is none.
  public borrowing func step() throws(DatabaseError) -> Bool {
    let code = sqlite3_step(prepared.pointer)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(code)
    }
  }

  /// Runs a statement to its end, whatever rows it gives.
  public borrowing func run() throws(DatabaseError) {
    while try step() {}
  }

  /// Makes it ready to run again with the same bindings, but for those bound anew.
  public borrowing func reset() {
    sqlite3_reset(prepared.pointer)
  }

  private borrowing func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(sqlite3_db_handle(prepared.pointer), code: code, sql: prepared.sql)
  }

  // MARK: Binding, from 1

  public borrowing func bind(_ index: Int32, _ value: Int64) {
    check(sqlite3_bind_int64(prepared.pointer, index, value))
  }

  public borrowing func bind(_ index: Int32, _ value: Int) {
    bind(index, Int64(value))
  }

  public borrowing func bind(_ index: Int32, _ value: Double) {
    check(sqlite3_bind_double(prepared.pointer, index, value))
  }

  public borrowing func bindNull(_ index: Int32) {
    check(sqlite3_bind_null(prepared.pointer, index))
  }

  /// Copies the text.
  public borrowing func bind(_ index: Int32, _ value: String) {
    var value = value
    let code = value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        sqlite3_bind_text64(
          prepared.pointer, index, text.baseAddress, UInt64(text.count), Self.transient,
          UInt8(SQLITE_UTF8))
      }
    }
    // An empty buffer has no address, which would bind NULL.
    check(value.isEmpty ? sqlite3_bind_text(prepared.pointer, index, "", 0, nil) : code)
  }

  /// Copies the bytes.
  public borrowing func bind(_ index: Int32, _ value: UnsafeRawBufferPointer) {
    guard let address = value.baseAddress, !value.isEmpty else {
      check(sqlite3_bind_zeroblob(prepared.pointer, index, 0))
      return
    }
    check(
      sqlite3_bind_blob64(
        prepared.pointer, index, address, UInt64(value.count), Self.transient))
  }

  private borrowing func check(_ code: Int32) {
    // A wrong index is a mistake in our SQL; no room (SQLITE_NOMEM, SQLITE_TOOBIG) can't be mended.
    precondition(code == SQLITE_OK, "binding failed in \(prepared.sql)")
  }

  /// Tells SQLite to copy what is bound.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  // MARK: Columns, from 0; of whatever type, converted as SQLite does

  public borrowing func int64(_ column: Int32) -> Int64 {
    sqlite3_column_int64(prepared.pointer, column)
  }

  public borrowing func int(_ column: Int32) -> Int {
    Int(truncatingIfNeeded: sqlite3_column_int64(prepared.pointer, column))
  }

  public borrowing func double(_ column: Int32) -> Double {
    sqlite3_column_double(prepared.pointer, column)
  }

  public borrowing func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(prepared.pointer, column) == SQLITE_NULL
  }

  /// The text; empty for NULL; broken UTF-8 is repaired.
  public borrowing func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(prepared.pointer, column) else { return "" }
    let count = Int(sqlite3_column_bytes(prepared.pointer, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  public borrowing func optionalText(_ column: Int32) -> String? {
    isNull(column) ? nil : text(column)
  }

  public borrowing func optionalInt64(_ column: Int32) -> Int64? {
    isNull(column) ? nil : int64(column)
  }

  /// The bytes, valid inside `body` only; empty for NULL.
  public borrowing func withBlob<R, E: Error>(
    _ column: Int32, _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    let start = sqlite3_column_blob(prepared.pointer, column)
    let count = Int(sqlite3_column_bytes(prepared.pointer, column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  public borrowing func bytes(_ column: Int32) -> [UInt8] {
    withBlob(column) { Array($0) }
  }
}
