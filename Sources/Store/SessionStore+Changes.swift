public import SQLite

/// Two scans of one source, compared by the drawings' names.
extension SessionStore {
  /// Calls `body` with each drawing that is new, changed, or has other codes than before, in the
  /// order of the listing; then with each that is gone.
  ///
  /// Only counted drawings are compared, so both sessions should have run to their end.
  /// - Parameter earlier: a session of the same codes, in whatever order
  ///   (``previous(of:_:)`` finds it).
  /// - Complexity: O(n log n) in drawings; memory for the two lists of codes.
  public func forEachChange(
    of session: Int64, since earlier: Int64, _ database: Database,
    _ body: (Change) throws -> Void
  ) throws {
    let places = try codeMap(from: earlier, to: session, database)
    let compared = try database.prepare(
      """
      SELECT c.name, c.codes, p.codes, p.id IS NULL, c.identity IS p.identity AND c.size IS p.size
      FROM drawings c LEFT JOIN drawings p ON p.session = ?2 AND p.name = c.name
      WHERE c.id > (?1 << 32) AND c.id < (?1 + 1 << 32) AND c.sequence IS NOT NULL
      ORDER BY c.id
      """, session, earlier)
    while try compared.step() {
      if let change = Change(compared, places) { try body(change) }
    }
    let gone = try database.prepare(
      """
      SELECT p.name, p.codes
      FROM drawings p LEFT JOIN drawings c ON c.session = ?1 AND c.name = p.name
      WHERE p.id > (?2 << 32) AND p.id < (?2 + 1 << 32) AND c.id IS NULL
      ORDER BY p.id
      """, session, earlier)
    while try gone.step() {
      let lost = gone.withBlob(1) { RisingNumbers.decode($0) }.compactMap { places[$0] }
      try body(Change(name: gone.text(0), kind: .gone, gained: [], lost: lost.sorted()))
    }
  }

  /// Where each code of one session stands in another's codes.
  private func codeMap(
    from earlier: Int64, to session: Int64, _ database: Database
  ) throws(DatabaseError) -> [Int: Int] {
    let now = try codes(of: session, database)
    let places = Dictionary(zip(now, now.indices), uniquingKeysWith: { first, _ in first })
    var map: [Int: Int] = [:]
    for (index, code) in try codes(of: earlier, database).enumerated() {
      map[index] = places[code]
    }
    return map
  }
}

extension Change {
  /// Reads `name, codes, earlier codes, is new, is the same`; `nil` when nothing changed.
  fileprivate init?(_ row: borrowing Statement, _ places: [Int: Int]) {
    let now = Set(row.withBlob(1) { RisingNumbers.decode($0) })
    let before = Set(row.withBlob(2) { RisingNumbers.decode($0) }.compactMap { places[$0] })
    let kind: Kind
    switch (row.int(3) != 0, row.int(4) != 0) {
    case (true, _): kind = .new
    case (false, false): kind = .changed
    case (false, true):
      guard now != before else { return nil }
      kind = .codes
    }
    self.init(
      name: row.text(0), kind: kind, gained: now.subtracting(before).sorted(),
      lost: before.subtracting(now).sorted())
  }
}
