public import SQLite

/// Groups, dead letters, retention, numbers.
extension MessageQueue {
  // MARK: Groups

  /// Drops a group's messages that are not being read: ready, delayed, and leased but not begun.
  ///
  /// - Parameter all: those being read and the dead letters too.
  /// - Returns: how many of the group are still being read.
  public func drop(
    group: Int64, all: Bool = false, in t: borrowing Transaction
  ) throws(DatabaseError) -> Int {
    let database = t.database
    var rank = Int64.min
    while let next = try nextRank(after: rank, database) {
      rank = next
      try database.run(
        "DELETE FROM queue_messages WHERE state = 0 AND rank = ?1 AND group_id = ?2", rank, group)
    }
    try database.run("DELETE FROM queue_messages WHERE state = 1 AND group_id = ?1", group)
    try database.run(
      "DELETE FROM queue_messages WHERE state = 2 AND group_id = ?1 AND (?2 OR begun = 0)",
      group, all)
    try database.run("DELETE FROM queue_held WHERE group_id = ?1", group)
    if all { try database.run("DELETE FROM queue_dead WHERE group_id = ?1", group) }
    rouse(after: t)
    return try inFlight(group: group, database)
  }

  /// Messages of a group that are leased.
  public func inFlight(group: Int64, _ database: Database) throws(DatabaseError) -> Int {
    let count = try database.prepare(
      "SELECT count(*) FROM queue_messages WHERE state = 2 AND group_id = ?1", group)
    return try count.step() ? count.int(0) : 0
  }

  /// Keeps a group's messages from being leased, or lets them go on. Leases whose reading has not
  /// begun end; what is being read goes on.
  public func hold(
    group: Int64, _ isHeld: Bool, in t: borrowing Transaction
  ) throws(DatabaseError) {
    if isHeld {
      try t.database.run("INSERT OR IGNORE INTO queue_held VALUES (?1)", group)
      try t.database.run(
        "UPDATE queue_messages SET state = 0 WHERE state = 2 AND group_id = ?1 AND begun = 0",
        group)
      rouse(after: t)
    } else {
      try t.database.run("DELETE FROM queue_held WHERE group_id = ?1", group)
      rouse(after: t)
    }
  }

  /// The group of a message that is not dead.
  public func group(of id: Int64, _ database: Database) throws(DatabaseError) -> Int64? {
    let find = try database.prepare("SELECT group_id FROM queue_messages WHERE id = ?1", id)
    return try find.step() ? find.int64(0) : nil
  }

  /// The body of a message that is not dead.
  public func body(of id: Int64, _ database: Database) throws(DatabaseError) -> [UInt8]? {
    let find = try database.prepare("SELECT body FROM queue_messages WHERE id = ?1", id)
    return try find.step() ? find.bytes(0) : nil
  }

  func isHeld(_ group: Int64, _ database: Database) throws(DatabaseError) -> Bool {
    let find = try database.prepare("SELECT 1 FROM queue_held WHERE group_id = ?1", group)
    return try find.step()
  }

  // MARK: Dead letters

  /// Dead letters, newest first, below an id.
  public func deadLetters(
    limit: Int, below id: Int64 = .max, _ database: Database
  ) throws(DatabaseError) -> [DeadMessage] {
    let list = try database.prepare(
      """
      SELECT id, group_id, attempts, error, died_at, body FROM queue_dead
      WHERE id < ?1 ORDER BY id DESC LIMIT ?2
      """, id, limit)
    var letters: [DeadMessage] = []
    while try list.step() { letters.append(DeadMessage(list)) }
    return letters
  }

  /// Puts a dead letter back, as if just sent, its attempts forgotten.
  ///
  /// - Returns: what was put back; `nil` when there is no such letter.
  public func redrive(
    _ id: Int64, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> DeadMessage? {
    let find = try t.database.prepare(
      "SELECT id, group_id, attempts, error, died_at, body FROM queue_dead WHERE id = ?1", id)
    guard try find.step() else { return nil }
    let letter = DeadMessage(find)
    try t.database.run(
      """
      INSERT INTO queue_messages (rank, group_id, state, due, sent_at, body, error)
      SELECT rank, group_id, 0, ?2, ?2, body, error FROM queue_dead WHERE id = ?1
      """, id, now)
    try t.database.run("DELETE FROM queue_dead WHERE id = ?1", id)
    rouse(after: t)
    return letter
  }

  /// Drops dead letters (`nil`: all); returns how many.
  public func purge(_ ids: [Int64]?, in t: borrowing Transaction) throws(DatabaseError) -> Int {
    guard let ids else { return try t.database.run("DELETE FROM queue_dead") }
    var count = 0
    for id in ids { count += try t.database.run("DELETE FROM queue_dead WHERE id = ?1", id) }
    return count
  }

  /// Gives up messages sent before a time, but for those leased.
  ///
  /// - Parameter limit: most that are given up at once.
  public func expire(
    sentBefore cutoff: Int64, limit: Int = 1_000, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [DeadMessage] {
    // Ids rise with time, so the oldest are the first: the search ends at the first young one.
    let oldest = try t.database.prepare(
      "SELECT id, sent_at, state FROM queue_messages ORDER BY id LIMIT ?1", limit)
    var ids: [Int64] = []
    while try oldest.step(), oldest.int64(1) < cutoff {
      if oldest.int(2) != MessageState.leased { ids.append(oldest.int64(0)) }
    }
    var dead: [DeadMessage] = []
    for id in ids {
      let error = "older than the retention of messages"
      if let letter = try bury(id, error: error, now: now, in: t) { dead.append(letter) }
    }
    return dead
  }

  /// Drops dead letters given up before a time; returns how many.
  /// - Complexity: O(n) in dead letters.
  public func purge(diedBefore cutoff: Int64, in t: borrowing Transaction) throws(DatabaseError)
    -> Int
  {
    try t.database.run("DELETE FROM queue_dead WHERE died_at < ?1", cutoff)
  }

  // MARK: Numbers

  /// How many messages there are of each kind.
  ///
  /// - Complexity: counts index entries, a few milliseconds for a million.
  public func depths(_ database: Database) throws(DatabaseError) -> Depths {
    let count = try database.prepare(
      """
      SELECT (SELECT count(*) FROM queue_messages WHERE state = 0),
        (SELECT count(*) FROM queue_messages WHERE state = 2),
        (SELECT count(*) FROM queue_messages WHERE state = 1),
        (SELECT count(*) FROM queue_dead),
        (SELECT sent_at FROM queue_messages ORDER BY id LIMIT 1)
      """)
    guard try count.step() else { return Depths() }
    return Depths(
      ready: count.int(0), inFlight: count.int(1), delayed: count.int(2), dead: count.int(3),
      oldestSentAt: count.optionalInt64(4))
  }
}
