public import SQLite

/// Sessions as they stand.
extension SessionStore {
  /// The columns ``SessionSnapshot/init(_:)`` reads.
  private static let select = """
    SELECT number, id, created_at, source, source_key, is_demo, match_mode, code_count, request_id,
      drive_link, phase, cancelled, failed, paused, reason, listing, left_out, total, processed,
      matched, problems, from_cache, near, report,
      report_outdated AND redriving = 0, finished_at, priority, last_sequence
    FROM sessions
    """
  private static let byID = select + " WHERE id = ?1 AND removed = 0"
  private static let byNumber = select + " WHERE number = ?1"
  private static let byRequest =
    select
      + """
       WHERE request_id = ?1 AND created_at > ?2 AND removed = 0 ORDER BY number DESC LIMIT 1
      """
  private static let newestFirst =
    select + " WHERE number < ?1 AND removed = 0 ORDER BY number DESC LIMIT ?2"
  private static let listing = select + " WHERE phase = 0 AND listing = 1 AND removed = 0"
  private static let running = select + " WHERE phase < 2 AND removed = 0"
  private static let unreported =
    select + " WHERE phase = 2 AND removed = 0 ORDER BY number"
  private static let outdated =
    select
      + """
       WHERE report_outdated = 1 AND phase = 3 AND redriving = 0 AND removed = 0 ORDER BY number
      """
  private static let before =
    select
      + """
       WHERE number < ?1 AND source_key = ?2 AND codes_key = ?3 AND match_mode = ?4
        AND phase = 3 AND failed = 0 AND cancelled = 0 AND removed = 0
      ORDER BY number DESC LIMIT 1
      """
  private static let endedBefore =
    select + " WHERE finished_at < ?1 AND phase = 3 AND removed = 0 ORDER BY number LIMIT 100"

  /// How far a session is; `nil` when it is unknown or removed.
  public func phase(of session: Int64, _ database: Database) throws(DatabaseError) -> SessionPhase?
  {
    let find = try database.prepare(
      "SELECT phase FROM sessions WHERE number = ?1 AND removed = 0", session)
    return try find.step() ? SessionPhase(rawValue: find.int(0)) : nil
  }

  public func session(id: String, _ database: Database) throws(DatabaseError) -> SessionSnapshot? {
    let find = try database.prepare(kept: Self.byID)
    find.bind(1, id)
    return try find.step() ? SessionSnapshot(find) : nil
  }

  public func session(
    number: Int64, _ database: Database
  ) throws(DatabaseError) -> SessionSnapshot? {
    let find = try database.prepare(kept: Self.byNumber)
    find.bind(1, number)
    return try find.step() ? SessionSnapshot(find) : nil
  }

  /// A session that must be there.
  public func known(_ number: Int64, _ database: Database) throws(DatabaseError) -> SessionSnapshot
  {
    guard let session = try session(number: number, database) else {
      throw DatabaseError(code: 11, message: "session \(number) is missing", sql: "sessions")
    }
    return session
  }

  /// The session a request id got within the hour before `now`.
  public func session(
    request id: String, after now: Int64, _ database: Database
  ) throws(DatabaseError) -> SessionSnapshot? {
    let find = try database.prepare(kept: Self.byRequest)
    find.bind(1, id)
    find.bind(2, now &- Self.requestLifetime)
    return try find.step() ? SessionSnapshot(find) : nil
  }

  /// Sessions, newest first, below a number.
  public func sessions(
    limit: Int, below number: Int64, _ database: Database
  ) throws(DatabaseError) -> [SessionSnapshot] {
    let list = try database.prepare(kept: Self.newestFirst)
    list.bind(1, number)
    list.bind(2, limit)
    return try Self.collect(list)
  }

  /// Sessions whose listing has not ended.
  public func unfinishedListings(_ database: Database) throws(DatabaseError) -> [SessionSnapshot] {
    try Self.collect(database.prepare(kept: Self.listing))
  }

  /// Sessions that are reading or being cancelled.
  public func running(_ database: Database) throws(DatabaseError) -> [SessionSnapshot] {
    try Self.collect(database.prepare(kept: Self.running))
  }

  /// Sessions that need a report: a first one, or one after a redrive.
  public func awaitingReport(_ database: Database) throws(DatabaseError) -> [SessionSnapshot] {
    try Self.collect(database.prepare(kept: Self.unreported))
      + Self.collect(database.prepare(kept: Self.outdated))
  }

  /// At most 100 sessions that ended before a time.
  public func ended(
    before cutoff: Int64, _ database: Database
  ) throws(DatabaseError) -> [SessionSnapshot] {
    let list = try database.prepare(kept: Self.endedBefore)
    list.bind(1, cutoff)
    return try Self.collect(list)
  }

  /// Whether any session has this source.
  /// - Complexity: O(n) in sessions.
  public func isUsed(source: String, _ database: Database) throws(DatabaseError) -> Bool {
    try database.prepare(
      "SELECT 1 FROM sessions WHERE source = ?1 AND removed = 0 LIMIT 1", source
    ).step()
  }

  /// The newest complete session of the same source and codes before this one.
  public func previous(
    of number: Int64, _ database: Database
  ) throws(DatabaseError) -> SessionSnapshot? {
    let keys = try database.prepare(
      "SELECT source_key, codes_key, match_mode FROM sessions WHERE number = ?1", number)
    guard try keys.step(), let source = keys.optionalText(0) else { return nil }
    let find = try database.prepare(kept: Self.before)
    find.bind(1, number)
    find.bind(2, source)
    find.bind(3, keys.int64(1))
    find.bind(4, keys.text(2))
    return try find.step() ? SessionSnapshot(find) : nil
  }

  /// A session's codes, in the request's spelling and order.
  public func codes(of session: Int64, _ database: Database) throws(DatabaseError) -> [String] {
    let find = try database.prepare("SELECT codes FROM session_codes WHERE session = ?1", session)
    return try find.step() ? find.withBlob(0) { CodeList.decode($0) } : []
  }

  private static func collect(
    _ list: consuming Statement
  ) throws(DatabaseError) -> [SessionSnapshot] {
    var sessions: [SessionSnapshot] = []
    while try list.step() { sessions.append(SessionSnapshot(list)) }
    return sessions
  }
}

extension SessionSnapshot {
  /// Reads the columns of the store's select, in their order.
  init(_ row: borrowing Statement) {
    let phase = SessionPhase(rawValue: row.int(10)) ?? .ended
    let isCancelled = row.int(11) != 0
    self.init(
      number: row.int64(0), id: row.text(1), createdAt: row.int64(2), source: row.text(3),
      sourceKey: row.optionalText(4), isDemo: row.int(5) != 0, matchMode: row.text(6),
      codeCount: row.int(7), requestID: row.optionalText(8), driveLink: row.optionalText(9),
      status: Self.status(
        phase, isCancelled: isCancelled, isFailed: row.int(12) != 0, isPaused: row.int(13) != 0),
      phase: phase, reason: row.optionalText(14), listing: row.int(15) != 0, leftOut: row.int(16),
      counters: Counters(row, at: 17), report: row.optionalText(23),
      reportIsOutdated: row.int(24) != 0, finishedAt: row.optionalInt64(25),
      isCancelled: isCancelled, priority: row.int(26),
      lastSequence: row.int(27))
  }

  private static func status(
    _ phase: SessionPhase, isCancelled: Bool, isFailed: Bool, isPaused: Bool
  ) -> SessionStatus {
    switch (phase, isFailed, isCancelled, isPaused) {
    case (.ended, true, _, _): .failed
    case (.ended, _, true, _): .cancelled
    case (.ended, _, _, _): .complete
    case (_, _, _, true): .paused
    default: .inProgress
    }
  }
}
