import Queue
import SQLite
public import Store

extension SQLiteBackend: Backend {
  public func start(
    _ session: NewSession, firstDrawings: [NewDrawing], listingDone: Bool
  ) throws(BackendError) -> StartOutcome {
    try write(.full) { [self] t throws(DatabaseError) in
      let (created, isRepeated) = try store.create(session, in: t)
      if isRepeated { return StartOutcome(session: seen(created), isRepeated: true) }
      try send(firstDrawings, to: created, now: session.createdAt, in: t)
      if listingDone {
        _ = try store.finishListing(created.number, leftOut: session.leftOut, in: t)
      }
      let started = seen(try store.known(created.number, t.database))
      emit(.started(started), after: t)
      if listingDone { try settle(created.number, .reading, in: t) }
      return StartOutcome(session: started, isRepeated: false)
    }
  }

  public func add(
    _ drawings: [NewDrawing], to session: String
  ) throws(BackendError) -> Counters? {
    try change(session) { [self] (found, t) throws(DatabaseError) in
      guard try send(drawings, to: found, now: found.createdAt, in: t) else { return nil }
      let grown = seen(try store.known(found.number, t.database))
      emit(.listingGrew(grown), after: t)
      return grown.counters
    }
  }

  /// Adds drawings and a message for each; false when the session is not being listed.
  @discardableResult
  private func send(
    _ drawings: [NewDrawing], to session: SessionSnapshot, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    guard let keys = try store.add(drawings, to: session.number, in: t) else { return false }
    let messages = keys.lazy.map {
      OutgoingMessage(
        body: Payload.body($0), group: session.number, priority: session.priority)
    }
    try queue.send(messages, now: now, in: t)
    return true
  }

  public func finishListing(
    _ session: String, leftOut: Int
  ) throws(BackendError) -> SessionSnapshot? {
    try change(session) { [self] (found, t) throws(DatabaseError) in
      guard try store.finishListing(found.number, leftOut: leftOut, in: t) else { return nil }
      let listed = seen(try store.known(found.number, t.database))
      emit(.listingGrew(listed), after: t)
      try settle(found.number, .reading, in: t)
      return seen(try store.known(found.number, t.database))
    }
  }

  public func failListing(
    _ session: String, reason: String, now: Int64
  ) throws(BackendError) -> SessionSnapshot? {
    try change(session, .full) { [self] (found, t) throws(DatabaseError) in
      guard try store.fail(found.number, reason: reason, now: now, in: t) else { return nil }
      _ = try queue.drop(group: found.number, all: true, in: t)
      let failed = try store.known(found.number, t.database)
      emit(.failed(failed), after: t)
      return failed
    }
  }

  public func cancel(_ session: String, now: Int64) throws(BackendError) -> SessionSnapshot? {
    try change(session, .full) { [self] (found, t) throws(DatabaseError) in
      guard try store.cancel(found.number, in: t) else { return found }
      _ = try queue.drop(group: found.number, in: t)
      emit(.cancelled(try store.known(found.number, t.database)), after: t)
      try settle(found.number, .cancelling, in: t)
      return seen(try store.known(found.number, t.database))
    }
  }

  public func pause(_ session: String, reason: String) throws(BackendError) -> SessionSnapshot? {
    try change(session) { [self] (found, t) throws(DatabaseError) in
      guard try store.pause(found.number, reason: reason, in: t) else { return found }
      try queue.hold(group: found.number, true, in: t)
      let paused = try store.known(found.number, t.database)
      emit(.paused(paused), after: t)
      return paused
    }
  }

  public func resume(_ session: String) throws(BackendError) -> SessionSnapshot? {
    try change(session) { [self] (found, t) throws(DatabaseError) in
      guard try store.pause(found.number, reason: nil, in: t) else { return found }
      try queue.hold(group: found.number, false, in: t)
      let resumed = seen(try store.known(found.number, t.database))
      emit(.resumed(resumed), after: t)
      return resumed
    }
  }

  public func complete(
    _ session: String, report: String, now: Int64
  ) throws(BackendError) -> SessionSnapshot? {
    try change(session, .full) { [self] (found, t) throws(DatabaseError) in
      guard try store.complete(found.number, report: report, now: now, in: t) else { return nil }
      let completed = try store.known(found.number, t.database)
      emit(.completed(completed), after: t)
      if completed.reportIsOutdated { emit(.reportOutdated(completed), after: t) }
      return completed
    }
  }

  public func replaceReport(
    _ session: String, report: String
  ) throws(BackendError) -> SessionSnapshot? {
    try change(session, .full) { [self] (found, t) throws(DatabaseError) in
      guard try store.replaceReport(found.number, report: report, in: t) else { return nil }
      let replaced = try store.known(found.number, t.database)
      emit(.reportReplaced(replaced), after: t)
      return replaced
    }
  }

  public func delete(_ session: String) throws(BackendError) -> SessionSnapshot? {
    let deleted: SessionSnapshot? = try change(session, .full) {
      [self] (found, t) throws(DatabaseError) in
      guard try store.remove(found.number, in: t) else { return nil }
      _ = try queue.drop(group: found.number, all: true, in: t)
      emit(.deleted(found), after: t)
      return found
    }
    if deleted != nil { try removeRows() }
    return deleted
  }

  /// Deletes the rows of removed sessions, others' commits in between.
  func removeRows() throws(BackendError) {
    var isMore = true
    while isMore {
      isMore = try write { [self] t throws(DatabaseError) in try store.removeRows(in: t) }
    }
  }

  /// Runs `body` with a session in one transaction; `nil` when it is unknown.
  private func change<R: Sendable>(
    _ session: String, _ durability: Writer.Durability = .normal,
    _ body:
      @escaping @Sendable (SessionSnapshot, borrowing Transaction)
      throws(DatabaseError) -> R?
  ) throws(BackendError) -> R? {
    try write(durability) { [self] t throws(DatabaseError) in
      guard let found = try store.session(id: session, t.database) else { return nil }
      return try body(found, t)
    }
  }

  // MARK: Recovery

  public func unfinishedListings() throws(BackendError) -> [SessionSnapshot] {
    try read { (database) throws(DatabaseError) in try store.unfinishedListings(database) }
  }

  public func pausedSessions() throws(BackendError) -> [SessionSnapshot] {
    try read { (database) throws(DatabaseError) in
      try store.running(database).filter { $0.status == .paused }
    }
  }

  public func sessionsAwaitingReport() throws(BackendError) -> [SessionSnapshot] {
    try read { (database) throws(DatabaseError) in try store.awaitingReport(database) }
  }
}
