public import SQLite

/// Two scans of one source, compared by the drawings' names.
extension SessionStore {
  /// Calls `body` with each drawing that is new, changed, has other codes than before or could not
  /// be read, in the order of the listing; then with each that is gone.
  ///
  /// Only counted drawings are compared, so both sessions should have run to their end.
  /// - Parameter earlier: a session of the same codes, in whatever order and spelling
  ///   (``previous(of:_:)`` finds it).
  /// - Complexity: O(n log n) in drawings; memory for the two lists of codes.
  public func forEachChange(
    of session: Int64, since earlier: Int64, _ database: Database,
    _ body: (Change) throws -> Void
  ) throws {
    let places = try codeMap(from: earlier, to: session, database)
    let before = try unlistedFolders(of: earlier, database)
    let compared = try database.prepare(
      """
      SELECT c.name, c.codes, p.codes, p.id IS NULL, c.identity IS p.identity AND c.size IS p.size,
        c.problem, p.problem
      FROM drawings c LEFT JOIN drawings p ON p.session = ?2 AND p.name = c.name
      WHERE c.id > (?1 << 32) AND c.id < (?1 + 1 << 32) AND c.sequence IS NOT NULL
      ORDER BY c.id
      """, session, earlier)
    while try compared.step() {
      let pair = ComparedDrawing(compared, places)
      if let change = pair.change(isBelowUnlisted: Self.isBelow(pair.name, before)) {
        try body(change)
      }
    }
    try forEachGone(of: session, since: earlier, places, database, body)
  }

  private func forEachGone(
    of session: Int64, since earlier: Int64, _ places: [Int: Int], _ database: Database,
    _ body: (Change) throws -> Void
  ) throws {
    let unlisted = try unlistedFolders(of: session, database)
    let gone = try database.prepare(
      """
      SELECT p.name, p.codes
      FROM drawings p LEFT JOIN drawings c ON c.session = ?1 AND c.name = p.name
      WHERE p.id > (?2 << 32) AND p.id < (?2 + 1 << 32) AND c.id IS NULL
      ORDER BY p.id
      """, session, earlier)
    while try gone.step() {
      let name = gone.text(0)
      // A folder that can be listed now is no drawing that is gone.
      if name.hasSuffix("/") { continue }
      if Self.isBelow(name, unlisted) {
        try body(Change(name: name, kind: .notRead, gained: [], lost: []))
      } else {
        let lost = gone.withBlob(1) { RisingNumbers.decode($0) }.compactMap { places[$0] }
        try body(Change(name: name, kind: .gone, gained: [], lost: lost.sorted()))
      }
    }
  }

  /// Folders that stand for drawings which could not be listed: names that end in `/`.
  private func unlistedFolders(
    of session: Int64, _ database: Database
  ) throws(DatabaseError) -> [String] {
    let find = try database.prepare(
      "SELECT name FROM drawings WHERE session = ?1 AND problem = 1 AND name LIKE '%/'", session)
    var names: [String] = []
    while try find.step() { names.append(find.text(0)) }
    return names
  }

  private static func isBelow(_ name: String, _ folders: [String]) -> Bool {
    folders.contains { name.utf8.starts(with: $0.utf8) }
  }

  /// Where each code of one session stands in another's codes.
  private func codeMap(
    from earlier: Int64, to session: Int64, _ database: Database
  ) throws(DatabaseError) -> [Int: Int] {
    let now = forms(try codes(of: session, database))
    let places = Dictionary(zip(now, now.indices), uniquingKeysWith: { first, _ in first })
    var map: [Int: Int] = [:]
    for (index, code) in forms(try codes(of: earlier, database)).enumerated() {
      map[index] = places[code]
    }
    return map
  }
}

/// One drawing in two scans.
private struct ComparedDrawing {
  let name: String
  /// Indexes into the later session's codes.
  private let now: Set<Int>
  private let before: Set<Int>
  private let isNew: Bool
  private let isSame: Bool
  private let isProblem: Bool
  private let wasProblem: Bool

  /// Reads `name, codes, earlier codes, is new, is the same, is a problem, was a problem`.
  init(_ row: borrowing Statement, _ places: [Int: Int]) {
    name = row.text(0)
    now = Set(row.withBlob(1) { RisingNumbers.decode($0) })
    before = Set(row.withBlob(2) { RisingNumbers.decode($0) }.compactMap { places[$0] })
    isNew = row.int(3) != 0
    isSame = row.int(4) != 0
    isProblem = row.int(5) != 0
    wasProblem = row.int(6) != 0
  }

  /// - Parameter isBelowUnlisted: whether it may have been there, in a folder that was not listed.
  /// - Returns: `nil` when nothing changed.
  func change(isBelowUnlisted: Bool) -> Change? {
    if isNew {
      // A folder that can't be listed stands for drawings.
      return isBelowUnlisted || name.hasSuffix("/") ? change(.notRead, gains: false) : change(.new)
    }
    if isProblem || wasProblem {
      if isSame, isProblem, wasProblem, now == before { return nil }
      return change(.notRead, gains: !wasProblem, loses: !isProblem)
    }
    if !isSame { return change(.changed) }
    return now == before ? nil : change(.codes)
  }

  private func change(_ kind: Change.Kind, gains: Bool = true, loses: Bool = true) -> Change {
    Change(
      name: name, kind: kind, gained: gains ? now.subtracting(before).sorted() : [],
      lost: loses ? before.subtracting(now).sorted() : [])
  }
}
