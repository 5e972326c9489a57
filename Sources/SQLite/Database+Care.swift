import CSQLite

/// Checks, checkpoints and copies.
extension Database {
  /// Checks the file; empty when it is sound, else what is damaged (at most 100 findings).
  ///
  /// - Parameter quick: leaves out that indexes agree with their tables.
  /// - Complexity: reads the whole file.
  public func checkIntegrity(quick: Bool) throws(DatabaseError) -> [String] {
    var findings: [String] = []
    do throws(DatabaseError) {
      let check = try prepare(once: quick ? "PRAGMA quick_check" : "PRAGMA integrity_check")
      while try check.step() {
        if check.text(0) != "ok" { findings.append(check.text(0)) }
      }
    } catch {
      // Some damage stops the check itself.
      guard error.kind == .corrupt else { throw error }
      findings.append(error.message)
    }
    return findings
  }

  /// Moves the log into the file as far as readers allow, waiting for none; `truncating` also
  /// empties the log file where none is in the way.
  public func checkpoint(truncating: Bool) throws(DatabaseError) {
    sqlite3_busy_timeout(connection, 0)
    defer { sqlite3_busy_timeout(connection, Self.busyTimeout) }
    let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
    let code = sqlite3_wal_checkpoint_v2(connection, nil, mode, nil, nil)
    // A reader in the way is no error: the next checkpoint goes on from there.
    guard code == SQLITE_OK || code & 0xff == SQLITE_BUSY || code & 0xff == SQLITE_LOCKED else {
      throw DatabaseError(connection, code: code, sql: "checkpoint")
    }
  }

  /// Copies the database, as it is at one commit, into a new file.
  ///
  /// - Parameter path: a file that does not exist, or is empty.
  /// - Complexity: reads and writes the whole file in one read transaction.
  public func copy(to path: String) throws(DatabaseError) {
    let target = try Database(copyTarget: path)
    guard let backup = sqlite3_backup_init(target.connection, "main", connection, "main") else {
      throw DatabaseError(
        target.connection, code: sqlite3_errcode(target.connection), sql: "copy to \(path)")
    }
    let code = sqlite3_backup_step(backup, -1)
    let ended = sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, ended == SQLITE_OK else {
      throw DatabaseError(
        target.connection, code: code == SQLITE_DONE ? ended : code, sql: "copy to \(path)")
    }
  }

  /// Bytes of the file by its own count of pages.
  public func byteCount() throws(DatabaseError) -> Int64 {
    let statement = try prepare(
      once: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    return try statement.step() ? statement.int64(0) : 0
  }

  /// Gives up to so many free pages back to the file system.
  public func shrink(pages: Int) throws(DatabaseError) {
    let statement = try prepare(once: "PRAGMA incremental_vacuum(\(pages))")
    while try statement.step() {}
  }
}
