/// What is done with the units that wait.
///
/// Unchecked: only the thread that is at work touches it, and the writer's lock hands that place
/// from one to the next.
final class WriterConnection: @unchecked Sendable {
  /// `nil` once it is closed.
  private var open: Database?
  private let fault: Writer.Fault?
  private var isFull = false
  /// Length of the log at the last checkpoint; a reader in its way is not asked at every commit.
  private var triedAt = 0

  /// Most units in one commit, so that the first of them does not wait for a crowd.
  static let groupLimit = 256
  /// Pages of log that are moved into the file after a commit (16 MiB).
  private static let checkpointPages = 4_096
  /// Pages of log at which it is worth waiting for readers to get it reset (256 MiB).
  private static let truncatePages = 65_536

  init(_ database: Database, fault: Writer.Fault?) {
    open = database
    self.fault = fault
  }

  /// Does the units in their order: runs of writes in one commit each, reads between them.
  ///
  /// - Parameter own: the unit of the thread at work, which need not be woken.
  func perform(_ units: [WriterUnit], for own: WriterUnit) {
    var start = 0
    while start < units.count {
      guard let database = open else {
        units[start].finish(.closed, isOwn: units[start] === own)
        start += 1
        continue
      }
      var end = start + 1
      if units[start].durability != nil {
        while end < units.count, units[end].durability != nil { end += 1 }
        commit(units[start..<end], own, database)
      } else {
        read(units[start], own, database)
      }
      start = end
    }
    if let open { checkpointIfLong(open) }
  }

  /// Moves the whole log into the file, so that a closed database is one file.
  func close() {
    try? open?.checkpoint(truncating: true)
    open = nil
  }

  private func read(_ unit: WriterUnit, _ own: WriterUnit, _ database: Database) {
    do throws(DatabaseError) {
      try unit.perform(database, Transaction.Callbacks())
      unit.finish(nil, isOwn: unit === own)
    } catch {
      unit.finish(error, isOwn: unit === own)
    }
  }

  // MARK: Group commit

  private func commit(_ units: ArraySlice<WriterUnit>, _ own: WriterUnit, _ database: Database) {
    let callbacks = Transaction.Callbacks()
    let failures: [DatabaseError?]
    do throws(DatabaseError) {
      failures = try store(units, callbacks, database)
    } catch {
      database.rollback()
      for unit in units { unit.finish(error, isOwn: unit === own) }
      return
    }
    try? fault?(.afterCommit)
    for callback in callbacks.all { callback() }
    for (unit, failure) in zip(units, failures) { unit.finish(failure, isOwn: unit === own) }
  }

  /// Performs units and commits them.
  ///
  /// - Returns: the errors of those that are undone alone.
  private func store(
    _ units: ArraySlice<WriterUnit>, _ callbacks: Transaction.Callbacks, _ database: Database
  ) throws(DatabaseError) -> [DatabaseError?] {
    var failures: [DatabaseError?] = []
    try synchronous(units.contains { $0.durability == .full }, database)
    try fault?(.beforeBegin)
    try database.begin()
    if units.count == 1, let unit = units.first {
      try unit.perform(database, callbacks)
      failures = [nil]
    } else {
      for unit in units { failures.append(try performApart(unit, callbacks, database)) }
    }
    try fault?(.beforeCommit)
    try database.commit()
    return failures
  }

  /// Performs one unit of several in a savepoint.
  ///
  /// - Returns: its error, when only this unit is undone.
  /// - Throws: when SQLite undid the whole transaction (a full disk): none of the units is stored.
  private func performApart(
    _ unit: WriterUnit, _ callbacks: Transaction.Callbacks, _ database: Database
  ) throws(DatabaseError) -> DatabaseError? {
    let told = callbacks.all.count
    try database.run("SAVEPOINT unit")
    do throws(DatabaseError) {
      try unit.perform(database, callbacks)
      try database.run("RELEASE unit")
      return nil
    } catch {
      guard !database.isOutsideTransaction else { throw error }
      callbacks.all.removeSubrange(told...)
      try database.run("ROLLBACK TO unit")
      try database.run("RELEASE unit")
      return error
    }
  }

  /// Sets how far the next commit is synced; outside a transaction only.
  private func synchronous(_ full: Bool, _ database: Database) throws(DatabaseError) {
    guard full != isFull else { return }
    try database.run(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
    isFull = full
  }

  /// Keeps the log short; here and nowhere else (SQLite before 3.51.3 has a race between two
  /// checkpointers). What fails here stays in the log and is tried after the next commit.
  private func checkpointIfLong(_ database: Database) {
    let pages = database.logPages
    // Shorter than at the last try: the log was reset since.
    if pages < triedAt { triedAt = 0 }
    guard pages - triedAt >= Self.checkpointPages else { return }
    triedAt = pages
    try? database.checkpoint(truncating: database.logPages >= Self.truncatePages)
  }
}
