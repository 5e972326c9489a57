public import SQLite

/// What recording a result came to.
public struct Recorded: Sendable {
  public var row: ResultRow
  public var sessionID: String
  public var counters: Counters
  public var phase: SessionPhase
  public var listing: Bool
  /// Whether an earlier result was replaced, after a redrive.
  public var isReplacement: Bool
  /// Whether it replaced nothing that watchers were told of as a match, while they are told: it is
  /// last in the order of counting, and told like a drawing counted now.
  public var isNews: Bool
  /// Redriven drawings of the session that are still to be replaced.
  public var redriving: Int

  /// Whether nothing is left to read.
  public var isLast: Bool {
    !listing && counters.processed >= counters.total && redriving == 0
  }
}

/// Results and counters, which change together or not at all.
extension SessionStore {
  /// Records a drawing's result and counts it, once.
  ///
  /// A drawing that is counted already changes nothing, but for one that was redriven: its result
  /// is replaced, and `processed` stays.
  /// - Parameter attempts: attempts begun, the last included.
  /// - Returns: `nil` when nothing was changed.
  public func record(
    _ result: DrawingResult, of key: Int64, attempts: Int, in t: borrowing Transaction
  ) throws(DatabaseError) -> Recorded? {
    guard let old = try earlier(key, t.database) else { return nil }
    if old.isCounted && !old.isRedriven { return nil }
    let session = Self.session(ofKey: key)
    let number = Self.number(ofKey: key)
    if old.isCounted { try dropHits(old.codes, session, number, t.database) }
    var (recorded, sequence) = try count(result, old, session, t.database)
    recorded.row.number = number
    recorded.row.attempts = attempts
    try update(key, recorded, sequence: sequence, t.database)
    for code in result.codes {
      try t.database.run("INSERT OR IGNORE INTO hits VALUES (?1, ?2, ?3)", session, code, number)
    }
    return recorded
  }

  /// Marks a counted drawing's result to be replaced by the next; false when there is none.
  public func markRedriven(
    _ key: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    let isMarked =
      try t.database.run(
        "UPDATE drawings SET redriven = 1 WHERE id = ?1 AND sequence IS NOT NULL AND redriven = 0",
        key) > 0
    if isMarked {
      try t.database.run(
        "UPDATE sessions SET redriving = redriving + 1 WHERE number = ?1",
        Self.session(ofKey: key))
    }
    return isMarked
  }

  // MARK: Parts

  /// A drawing as it is before a result.
  private struct Earlier {
    var drawing: NewDrawing
    var sequence: Int?
    var isRedriven: Bool
    var isMatched: Bool
    var isProblem: Bool
    var isFromCache: Bool
    var isNear: Bool
    var codes: [Int]

    var isCounted: Bool { sequence != nil }
  }

  private func earlier(_ key: Int64, _ database: Database) throws(DatabaseError) -> Earlier? {
    let find = try database.prepare(
      """
      SELECT name, reference, size, identity, sequence, redriven, code_count, problem, from_cache,
        codes, near_count FROM drawings WHERE id = ?1
      """, key)
    guard try find.step() else { return nil }
    return Earlier(
      drawing: NewDrawing(find), sequence: find.optionalInt64(4).map { Int($0) },
      isRedriven: find.int(5) != 0, isMatched: find.int(6) > 0, isProblem: find.int(7) != 0,
      isFromCache: find.int(8) != 0, isNear: find.int(10) > 0,
      codes: find.withBlob(9) { RisingNumbers.decode($0) })
  }

  /// Moves the session's counters by what the new result is more than the old one.
  ///
  /// - Returns: with the result's place in the order of counting.
  private func count(
    _ result: DrawingResult, _ old: Earlier, _ session: Int64, _ database: Database
  ) throws(DatabaseError) -> (Recorded, sequence: Int) {
    let move = try database.prepare(
      """
      UPDATE sessions SET processed = processed + ?2, matched = matched + ?3,
        problems = problems + ?4, from_cache = from_cache + ?5, near = near + ?7,
        redriving = max(0, redriving - ?6), report_outdated = report_outdated OR (?6 AND phase >= 2),
        last_sequence = last_sequence + NOT (?6 AND (?8 OR phase = 3))
      WHERE number = ?1
      RETURNING id, phase, listing, redriving, total, processed, matched, problems, from_cache,
        near, last_sequence
      """, session, old.isCounted ? 0 : 1,
      Self.step(from: old.isCounted && old.isMatched, to: !result.codes.isEmpty),
      Self.step(from: old.isCounted && old.isProblem, to: result.isProblem),
      Self.step(from: old.isCounted && old.isFromCache, to: result.fromCache), old.isCounted,
      Self.step(from: old.isCounted && old.isNear, to: !result.near.isEmpty), old.isMatched)
    guard try move.step() else {
      throw DatabaseError(code: 11, message: "a drawing has no session", sql: "record")
    }
    let drawing = old.drawing
    let phase = SessionPhase(rawValue: move.int(1)) ?? .ended
    let isNews = !old.isCounted || !(old.isMatched || phase == .ended)
    let sequence = isNews ? move.int(10) : old.sequence ?? move.int(10)
    let recorded = Recorded(
      row: ResultRow(
        number: 0, name: drawing.name, reference: drawing.reference, size: drawing.size,
        identity: drawing.identity, attempts: 0, result: result),
      sessionID: move.text(0), counters: Counters(move, at: 4),
      phase: phase, listing: move.int(2) != 0, isReplacement: old.isCounted, isNews: isNews,
      redriving: move.int(3))
    try move.run()
    return (recorded, sequence)
  }

  private static func step(from old: Bool, to new: Bool) -> Int { (new ? 1 : 0) - (old ? 1 : 0) }

  private func update(
    _ key: Int64, _ recorded: Recorded, sequence: Int, _ database: Database
  ) throws(DatabaseError) {
    let result = recorded.row.result
    try database.run(
      """
      UPDATE drawings SET sequence = ?2, redriven = 0, verdict = ?3, code_count = ?4, problem = ?5,
        from_cache = ?6, attempts = ?7, pages = ?8, seconds = ?9, finished_at = ?10, message = ?11,
        codes = ?12, unreadable = ?13, places = ?14, near_count = ?15, near = ?16
      WHERE id = ?1
      """, key, sequence, result.verdict.rawValue, result.codes.count, result.isProblem,
      result.fromCache, recorded.row.attempts, result.pages, result.seconds, result.finishedAt,
      result.message, RisingNumbers.encode(result.codes),
      RisingNumbers.encode(result.unreadablePages), Place.encode(result.places),
      result.near.isEmpty ? nil : result.near.count,
      result.near.isEmpty ? nil : NearHit.encode(result.near))
  }

  private func dropHits(
    _ codes: [Int], _ session: Int64, _ number: Int, _ database: Database
  ) throws(DatabaseError) {
    for code in codes {
      try database.run(
        "DELETE FROM hits WHERE session = ?1 AND code = ?2 AND number = ?3", session, code, number)
    }
  }
}

extension NewDrawing {
  /// Reads `name, reference, size, identity`, the first four columns.
  init(_ row: borrowing Statement) {
    self.init(
      name: row.text(0), reference: row.text(1), size: row.optionalInt64(2),
      identity: row.optionalText(3))
  }
}

extension Counters {
  /// Reads `total, processed, matched, problems, from_cache, near` from a column on.
  init(_ row: borrowing Statement, at column: Int32) {
    self.init(
      total: row.int(column), processed: row.int(column + 1), matched: row.int(column + 2),
      problems: row.int(column + 3), fromCache: row.int(column + 4),
      near: row.int(column + 5))
  }
}
