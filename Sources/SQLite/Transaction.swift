import CSQLite

/// An open write transaction, or one unit's part of it; made only by who began it.
///
/// Verbs that take one write into it and commit nothing.
public struct Transaction: ~Copyable {
  public let database: Database
  private let callbacks: Callbacks

  /// What a transaction's units want to be told.
  final class Callbacks {
    var all: [() -> Void] = []
  }

  init(_ database: Database, _ callbacks: Callbacks) {
    self.database = database
    self.callbacks = callbacks
  }

  /// Calls `body` once this is committed, before the next commit, in the order of the calls here;
  /// never when it is rolled back.
  public borrowing func afterCommit(_ body: @escaping () -> Void) {
    callbacks.all.append(body)
  }
}

extension Database {
  /// Runs `body` in a transaction of its own: committed when it returns, rolled back when it throws.
  public func transaction<R>(
    _ body: (borrowing Transaction) throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R {
    let callbacks = Transaction.Callbacks()
    try begin()
    do throws(DatabaseError) {
      let result = try body(Transaction(self, callbacks))
      try commit()
      for callback in callbacks.all { callback() }
      return result
    } catch {
      rollback()
      throw error
    }
  }

  func begin() throws(DatabaseError) { try run("BEGIN IMMEDIATE") }
  func commit() throws(DatabaseError) { try run("COMMIT") }

  /// Undoes what is open; on an error SQLite may have done so already.
  func rollback() {
    if !isOutsideTransaction { _ = sqlite3_exec(connection, "ROLLBACK", nil, nil, nil) }
  }
}
