public import SQLite

/// Drawings and their results: one, a page, or all of them in constant memory.
extension SessionStore {
  /// The columns ``ResultRow/init(_:)`` reads; `places` and `near`, or NULL, are the last.
  private static let columns = """
    d.name, d.reference, d.size, d.identity, d.id, d.attempts, d.verdict, d.pages, d.seconds,
    d.message, d.from_cache, d.finished_at, d.codes, d.unreadable, d.sequence
    """

  /// The statement for a filter's rows: `?1` the session, `?2` where they begin (exclusive), `?3`
  /// how many, `?4` the code, or the last in the order of counting. In that order, or the listing's.
  private static func select(_ filter: ResultFilter, places: Bool, listed: Bool) -> String {
    let head = "SELECT \(columns), \(places ? "d.places, d.near" : "NULL, NULL") FROM "
    let which =
      switch filter {
      case .all: "d.sequence IS NOT NULL"
      case .matched: "d.code_count > 0"
      case .problems: "d.problem = 1"
      case .near: "d.near_count > 0"
      case .code: ""
      }
    if case .code = filter {
      return head + """
        hits JOIN drawings d ON d.id = (?1 << 32 | hits.number)
        WHERE hits.session = ?1 AND hits.code = ?4 AND hits.number > ?2
        ORDER BY hits.number LIMIT ?3
        """
    }
    return listed
      ? head + """
        drawings d WHERE d.id > (?1 << 32 | ?2) AND d.id < (?1 + 1 << 32) AND \(which)
        ORDER BY d.id LIMIT ?3
        """
      : head + """
        drawings d WHERE d.session = ?1 AND d.sequence > ?2 AND d.sequence <= ?4 AND \(which)
        ORDER BY d.sequence LIMIT ?3
        """
  }

  /// A page of what is left of a list of results.
  ///
  /// - Parameter limit: most rows.
  /// - Returns: rows, and what is left after them when there are more.
  public func results(
    of session: Int64, filter: ResultFilter, limit: Int, rest: Cursor.Rest,
    places: PlaceDetail, _ database: Database
  ) throws(DatabaseError) -> (rows: [ResultRow], next: Cursor.Rest?) {
    let page = try Self.prepare(
      session, filter, places: places != .none, listed: false, after: rest.position,
      limit: limit.addingReportingOverflow(1).partialValue, database)
    if case .code = filter {} else { page.bind(4, rest.through ?? .max) }
    var rows: [ResultRow] = []
    var last = rest.position
    while try page.step() {
      guard rows.count < limit else {
        return (rows, Cursor.Rest(after: last, through: rest.through))
      }
      let row = ResultRow(page, places: places == .first ? 1 : .max)
      if case .code = filter { last = row.number } else { last = page.int(14) }
      rows.append(row)
    }
    return (rows, nil)
  }

  /// Calls `body` with each counted drawing of a filter in the order of the listing.
  public func forEachResult(
    of session: Int64, filter: ResultFilter, places: Bool, _ database: Database,
    _ body: (ResultRow) throws -> Void
  ) throws {
    let all = try Self.prepare(
      session, filter, places: places, listed: true, after: 0, limit: .max, database)
    while try all.step() { try body(ResultRow(all)) }
  }

  /// Calls `body` with each code's drawings, by code, then in the order of the listing.
  public func forEachHit(
    of session: Int64, _ database: Database, _ body: (Hit) throws -> Void
  ) throws {
    let all = try database.prepare(
      """
      SELECT hits.code, hits.number, d.name
      FROM hits CROSS JOIN drawings d ON d.id = (hits.session << 32 | hits.number)
      WHERE hits.session = ?1 ORDER BY hits.code, hits.number
      """, session)
    while try all.step() {
      try body(Hit(code: all.int(0), drawing: all.int(1), name: all.text(2)))
    }
  }

  /// One drawing, with its result once it is counted.
  public func drawing(_ key: Int64, _ database: Database) throws(DatabaseError) -> DrawingRow? {
    let find = try database.prepare(kept: Self.one)
    find.bind(1, key)
    guard try find.step() else { return nil }
    return DrawingRow(
      number: Self.number(ofKey: key), drawing: NewDrawing(find),
      result: find.isNull(14) ? nil : ResultRow(find))
  }

  private static let one = "SELECT \(columns), d.places, d.near FROM drawings d WHERE d.id = ?1"

  /// What a lease says of a drawing, without its result.
  public func listed(_ key: Int64, _ database: Database) throws(DatabaseError) -> NewDrawing? {
    let find = try database.prepare(
      "SELECT name, reference, size, identity FROM drawings WHERE id = ?1", key)
    return try find.step() ? NewDrawing(find) : nil
  }

  /// A session's id by its number.
  public func id(of session: Int64, _ database: Database) throws(DatabaseError) -> String? {
    let find = try database.prepare(
      "SELECT id FROM sessions WHERE number = ?1 AND removed = 0", session)
    return try find.step() ? find.text(0) : nil
  }

  private static func prepare(
    _ session: Int64, _ filter: ResultFilter, places: Bool, listed: Bool, after position: Int,
    limit: Int, _ database: Database
  ) throws(DatabaseError) -> Statement {
    let statement = try database.prepare(
      kept: select(filter, places: places, listed: listed))
    statement.bind(1, session)
    statement.bind(2, position)
    statement.bind(3, limit)
    if case .code(let code) = filter { statement.bind(4, code) }
    return statement
  }
}

extension ResultRow {
  /// Reads the columns of the store's select, in their order.
  /// - Parameter places: most places that are read.
  init(_ row: borrowing Statement, places: Int = .max) {
    let drawing = NewDrawing(row)
    self.init(
      number: SessionStore.number(ofKey: row.int64(4)), name: drawing.name,
      reference: drawing.reference, size: drawing.size, identity: drawing.identity,
      attempts: row.int(5),
      result: DrawingResult(
        verdict: Verdict(rawValue: row.int(6)) ?? .failed,
        codes: row.withBlob(12) { RisingNumbers.decode($0) },
        places: row.withBlob(15) { Place.decode($0, limit: places) },
        near: row.withBlob(16) { NearHit.decode($0) }, pages: row.int(7),
        unreadablePages: row.withBlob(13) { RisingNumbers.decode($0) }, seconds: row.double(8),
        message: row.optionalText(9), fromCache: row.int(10) != 0, finishedAt: row.int64(11)))
  }
}
