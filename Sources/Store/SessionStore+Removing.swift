public import SQLite

/// Removing sessions, in small transactions so that no one waits long for the writer.
extension SessionStore {
  /// Most rows of a table deleted in one transaction.
  private static let removalStep = 2_000

  /// Hides a session at once; its rows follow by ``removeRows(in:)``.
  ///
  /// - Returns: false when there is no such session.
  public func remove(_ session: Int64, in t: borrowing Transaction) throws(DatabaseError) -> Bool {
    try t.database.run(
      "UPDATE sessions SET removed = 1, listing = 0 WHERE number = ?1 AND removed = 0", session)
      > 0
  }

  /// Deletes some rows of removed sessions.
  ///
  /// - Returns: whether there are more: call again in another transaction.
  public func removeRows(in t: borrowing Transaction) throws(DatabaseError) -> Bool {
    let find = try t.database.prepare("SELECT number FROM sessions WHERE removed = 1 LIMIT 1")
    guard try find.step() else { return false }
    let session = find.int64(0)
    let drawings = try t.database.run(
      """
      DELETE FROM drawings WHERE id IN (
        SELECT id FROM drawings WHERE id > (?1 << 32) AND id < (?1 + 1 << 32) LIMIT ?2)
      """, session, Self.removalStep)
    let hits = try t.database.run(
      """
      DELETE FROM hits WHERE (session, code, number) IN (
        SELECT session, code, number FROM hits WHERE session = ?1 LIMIT ?2)
      """, session, Self.removalStep)
    if drawings == 0 && hits == 0 {
      try t.database.run("DELETE FROM session_codes WHERE session = ?1", session)
      try t.database.run("DELETE FROM sessions WHERE number = ?1", session)
    }
    return true
  }
}
