import SQLite
public import Store

extension SQLiteBackend {
  public func observe(_ observer: @escaping @Sendable (BackendEvent) -> Void) {
    state.withLock { $0.observer = observer }
  }

  public func onWork(_ hook: @escaping @Sendable () -> Void) {
    state.withLock { $0.hook = hook }
  }

  public func synchronize(
    session: String, _ body: @escaping @Sendable (SessionSnapshot) -> Void
  ) throws(BackendError) -> Bool {
    do throws(DatabaseError) {
      return try writer.read { [self] database throws(DatabaseError) in
        guard let found = try store.session(id: session, database) else { return false }
        body(seen(found))
        return true
      }
    } catch {
      throw BackendError(error, folder: folder)
    }
  }

  public func matches(
    of snapshot: SessionSnapshot, limit: Int
  ) throws(BackendError) -> ResultsPage? {
    try read { (database) throws(DatabaseError) in
      guard try store.phase(of: snapshot.number, database) != nil else { return nil }
      return try page(
        snapshot, .matched, limit: limit, rest: snapshot.all(.matched), places: .first, database)
    }
  }

  public func session(_ id: String) throws(BackendError) -> SessionSnapshot? {
    try read { (database) throws(DatabaseError) in try store.session(id: id, database) }
      .map { seen($0) }
  }

  public func session(request id: String, now: Int64) throws(BackendError) -> SessionSnapshot? {
    try read { (database) throws(DatabaseError) in
      try store.session(request: id, after: now, database)
    }.map { seen($0) }
  }

  public func sessions(limit: Int, cursor: String?) throws(BackendError) -> SessionsPage {
    guard let below = Cursor.decode(below: cursor) else { throw .badCursor }
    let limit = max(1, min(limit, Self.pageLimit))
    let found = try read { (database) throws(DatabaseError) in
      try store.sessions(limit: limit + 1, below: below, database)
    }
    let shown = found.prefix(limit)
    let next = found.count > limit ? shown.last.map { Cursor.encode(below: $0.number) } : nil
    return SessionsPage(sessions: shown.map { seen($0) }, nextCursor: next)
  }

  /// Most rows of a page, whatever is asked for.
  static let pageLimit = 10_000

  public func codes(of session: String) throws(BackendError) -> [String] {
    try read { (database) throws(DatabaseError) in
      guard let found = try store.session(id: session, database) else { return [] }
      return try store.codes(of: found.number, database)
    }
  }

  public func results(
    of session: String, filter: ResultFilter, limit: Int, cursor: String?, places: Bool
  ) throws(BackendError) -> ResultsPage {
    guard let rest = Cursor.decode(cursor, filter) else { throw .badCursor }
    return try read { (database) throws(DatabaseError) in
      guard let found = try store.session(id: session, database) else { return ResultsPage() }
      return try page(
        found, filter, limit: limit, rest: cursor == nil ? found.all(filter) : rest,
        places: places ? .all : .none, database)
    }
  }

  private func page(
    _ session: SessionSnapshot, _ filter: ResultFilter, limit: Int, rest: Cursor.Rest,
    places: PlaceDetail, _ database: Database
  ) throws(DatabaseError) -> ResultsPage {
    let (rows, next) = try store.results(
      of: session.number, filter: filter, limit: max(1, min(limit, Self.pageLimit)), rest: rest,
      places: places, database)
    return ResultsPage(rows: rows, nextCursor: next.map { Cursor.encode($0, filter) })
  }

  public func drawing(_ number: Int, of session: String) throws(BackendError) -> DrawingRow? {
    guard number > 0, number <= UInt32.max else { return nil }
    return try read { (database) throws(DatabaseError) in
      guard let found = try store.session(id: session, database) else { return nil }
      return try store.drawing(
        SessionStore.key(session: found.number, number: number), database)
    }
  }

  public func forEachResult(
    of session: String, filter: ResultFilter, places: Bool, _ body: (ResultRow) throws -> Void
  ) throws {
    try readAll(session) { (found, database) in
      try store.forEachResult(
        of: found.number, filter: filter, places: places, database, body)
    }
  }

  public func forEachHit(of session: String, _ body: (Hit) throws -> Void) throws {
    try readAll(session) { (found, database) in
      try store.forEachHit(of: found.number, database, body)
    }
  }

  /// Reads with a caller's closure inside, whose own errors pass through.
  private func readAll(
    _ session: String, _ body: (SessionSnapshot, Database) throws -> Void
  ) throws {
    do {
      try readers.read(
        { (database) throws(any Error) in
          guard let found = try store.session(id: session, database) else { return }
          try body(found, database)
        }, failure: { $0 })
    } catch let error as DatabaseError {
      throw BackendError(error, folder: folder)
    }
  }

  public func forEachChange(
    of session: String, since earlier: String, _ body: (Change) throws -> Void
  ) throws {
    try readAll(session) { (found, database) in
      guard let before = try store.session(id: earlier, database) else { return }
      try store.forEachChange(of: found.number, since: before.number, database, body)
    }
  }

  public func isUsed(source: String) throws(BackendError) -> Bool {
    try read { (database) throws(DatabaseError) in try store.isUsed(source: source, database) }
  }

  public func heldReason() -> String? { state.withLock { $0.held } }

  public func previous(of session: String) throws(BackendError) -> SessionSnapshot? {
    try read { (database) throws(DatabaseError) in
      guard let found = try store.session(id: session, database) else { return nil }
      return try store.previous(of: found.number, database)
    }
  }
}

extension SessionSnapshot {
  /// The whole of a list of results: while drawings are counted, up to those counted by now.
  fileprivate func all(_ filter: ResultFilter) -> Cursor.Rest {
    if case .code = filter { return Cursor.Rest() }
    return Cursor.Rest(through: phase == .ended ? nil : lastSequence)
  }
}
