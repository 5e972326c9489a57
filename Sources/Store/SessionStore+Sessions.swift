public import SQLite

/// A session's life, from the request to its end.
extension SessionStore {
  /// How long a request id stands for the session it got, in milliseconds: an hour.
  static let requestLifetime: Int64 = 3_600_000

  /// Stores a session without drawings, being listed.
  ///
  /// - Returns: its number; or the snapshot of the one that the same request got before.
  public func create(
    _ new: NewSession, in t: borrowing Transaction
  ) throws(DatabaseError) -> (session: SessionSnapshot, isRepeated: Bool) {
    if let id = new.requestID,
      let earlier = try session(request: id, after: new.createdAt, t.database)
    {
      return (earlier, true)
    }
    try t.database.run(
      """
      INSERT INTO sessions (id, created_at, source, source_key, codes_key, code_count, is_demo,
        match_mode, request_id, drive_link, priority, listing)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1)
      """, new.id, new.createdAt, new.source, new.sourceKey, CodeList.key(forms(new.codes)),
      new.codes.count, new.isDemo, new.matchMode, new.requestID, new.driveLink,
      new.priority)
    let number = t.database.lastInsertedID
    try t.database.run(
      "INSERT INTO session_codes VALUES (?1, ?2)", number, CodeList.encode(new.codes))
    return (try known(number, t.database), false)
  }

  /// Adds drawings whose names are new to the session, in their order.
  ///
  /// - Returns: the keys of those added; `nil` when the session is not being listed.
  public func add(
    _ drawings: some Sequence<NewDrawing>, to session: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [Int64]? {
    guard var number = try totalWhileListing(session, t.database) else { return nil }
    let insert = try t.database.prepare(
      """
      INSERT INTO drawings (id, session, name, reference, size, identity)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (session, name) DO NOTHING RETURNING id
      """)
    insert.bind(2, session)
    var keys: [Int64] = []
    for drawing in drawings {
      insert.bind(1, Self.key(session: session, number: number + 1))
      insert.bind(3, drawing.name)
      insert.bind(4, drawing.reference)
      drawing.size.bind(to: insert, at: 5)
      drawing.identity.bind(to: insert, at: 6)
      if try insert.step() {
        number += 1
        keys.append(insert.int64(0))
      }
      insert.reset()
    }
    try t.database.run("UPDATE sessions SET total = ?2 WHERE number = ?1", session, number)
    return keys
  }

  private func totalWhileListing(
    _ session: Int64, _ database: Database
  ) throws(DatabaseError) -> Int? {
    let find = try database.prepare(
      "SELECT total FROM sessions WHERE number = ?1 AND listing = 1 AND removed = 0", session)
    return try find.step() ? find.int(0) : nil
  }

  /// Ends the listing; false when it had ended.
  public func finishListing(
    _ session: Int64, leftOut: Int, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE sessions SET listing = 0, left_out = ?2
      WHERE number = ?1 AND listing = 1 AND removed = 0
      """, session, leftOut) > 0
  }

  /// Ends a session in its reading as FAILED; false when it is past that.
  public func fail(
    _ session: Int64, reason: String, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE sessions
      SET phase = 3, failed = 1, paused = 0, listing = 0, reason = ?2, finished_at = ?3
      WHERE number = ?1 AND phase = 0 AND removed = 0
      """, session, reason, now) > 0
  }

  /// Begins to cancel a session in its reading; false when it is past that.
  public func cancel(
    _ session: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE sessions
      SET phase = 1, cancelled = 1, paused = 0, reason = NULL, listing = 0, redriving = 0
      WHERE number = ?1 AND phase = 0 AND removed = 0
      """, session) > 0
  }

  /// Pauses a session in its reading, or lets it go on (`nil`); false when nothing changed.
  public func pause(
    _ session: Int64, reason: String?, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE sessions SET paused = ?2, reason = ?3
      WHERE number = ?1 AND phase = 0 AND removed = 0 AND (paused = 1 OR ?2)
      """, session, reason != nil, reason) > 0
  }

  /// Moves a session on to its report when nothing is left to read: every drawing counted and none
  /// redriven, or cancelled and none being read.
  ///
  /// - Parameter isIdle: whether none of its drawings is being read.
  /// - Returns: true to one caller, once.
  public func settle(
    _ session: Int64, isIdle: Bool, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE sessions SET phase = 2, paused = 0, reason = NULL
      WHERE number = ?1 AND removed = 0
        AND (phase = 0 AND listing = 0 AND processed >= total AND redriving = 0 OR phase = 1 AND ?2)
      """, session, isIdle) > 0
  }

  /// Ends a session that awaits its report; true to one caller, once.
  public func complete(
    _ session: Int64, report: String, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE sessions SET phase = 3, report = ?2, finished_at = ?3
      WHERE number = ?1 AND phase = 2 AND removed = 0
      """, session, report, now) > 0
  }

  /// Records a new report of an ended session; false when it has not ended.
  public func replaceReport(
    _ session: Int64, report: String, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE sessions SET report = ?2, report_outdated = redriving > 0
      WHERE number = ?1 AND phase = 3 AND removed = 0
      """, session, report) > 0
  }
}
