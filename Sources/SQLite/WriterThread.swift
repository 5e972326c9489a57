/// What the writer's thread does with the units that wait.
///
/// Unchecked: made by ``Writer/init(_:fault:)`` and touched by its one thread only, from then on.
final class WriterThread: @unchecked Sendable {
  private let database: Database
  private let fault: Writer.Fault?
  private var isFull = false
  /// Length of the log at the last checkpoint; a reader in its way is not asked at every commit.
  private var triedAt = 0

  /// Most units in one commit, so that the first of them does not wait for a crowd.
  private static let groupLimit = 256
  /// Pages of log that are moved into the file after a commit (16 MiB).
  private static let checkpointPages = 4_096
  /// Pages of log at which it is worth waiting for readers to get it reset (256 MiB).
  private static let truncatePages = 65_536

  init(_ database: Database, fault: Writer.Fault?) {
    self.database = database
    self.fault = fault
  }

  /// Does the units in their order: runs of writes in one commit each, reads between them.
  func perform(_ units: [any WriterUnit]) {
    var start = 0
    while start < units.count {
      guard units[start].durability != nil else {
        read(units[start])
        start += 1
        continue
      }
      var end = start + 1
      while end < units.count, end - start < Self.groupLimit, units[end].durability != nil {
        end += 1
      }
      commit(units[start..<end])
      start = end
    }
    checkpointIfLong()
  }

  /// Moves the whole log into the file, so that a closed database is one file.
  func end() {
    try? database.checkpoint(truncating: true)
  }

  private func read(_ unit: any WriterUnit) {
    do throws(DatabaseError) {
      try unit.perform(database, Transaction.Callbacks())
      unit.finish(nil)
    } catch {
      unit.finish(error)
    }
  }

  // MARK: Group commit

  private func commit(_ units: ArraySlice<any WriterUnit>) {
    let callbacks = Transaction.Callbacks()
    var failures = [DatabaseError?](repeating: nil, count: units.count)
    do throws(DatabaseError) {
      try synchronous(units.contains { $0.durability == .full })
      try fault?(.beforeBegin)
      try database.begin()
      if units.count == 1, let unit = units.first {
        try unit.perform(database, callbacks)
      } else {
        for (index, unit) in units.enumerated() {
          failures[index] = try performApart(unit, callbacks)
        }
      }
      try fault?(.beforeCommit)
      try database.commit()
    } catch {
      database.rollback()
      for unit in units { unit.finish(error) }
      return
    }
    try? fault?(.afterCommit)
    for callback in callbacks.all { callback() }
    for (unit, failure) in zip(units, failures) { unit.finish(failure) }
  }

  /// Performs one unit of several in a savepoint.
  ///
  /// - Returns: its error, when only this unit is undone.
  /// - Throws: when SQLite undid the whole transaction (a full disk): none of the units is stored.
  private func performApart(
    _ unit: any WriterUnit, _ callbacks: Transaction.Callbacks
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
  private func synchronous(_ full: Bool) throws(DatabaseError) {
    guard full != isFull else { return }
    try database.run(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
    isFull = full
  }

  /// Keeps the log short; here and nowhere else (SQLite before 3.51.3 has a race between two
  /// checkpointers). What fails here stays in the log and is tried after the next commit.
  private func checkpointIfLong() {
    let pages = database.logPages
    // Shorter than at the last try: the log was reset since.
    if pages < triedAt { triedAt = 0 }
    guard pages - triedAt >= Self.checkpointPages else { return }
    triedAt = pages
    try? database.checkpoint(truncating: database.logPages >= Self.truncatePages)
  }
}
