public import SQLite

/// Handing out, fairly: by priority, then round the groups, then in the order of sending.
extension MessageQueue {
  /// Makes ready what has become due; call it before ``lease(upTo:now:in:)`` in one transaction.
  ///
  /// - Returns: messages whose last attempt's lease ran out, which are dead letters now, and the
  ///   groups of all whose leases ran out.
  public func reclaim(
    now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> Reclaimed {
    try t.database.run(
      "UPDATE queue_messages SET state = 0 WHERE state = 1 AND due <= ?1", now)
    let expired = try Self.ids(
      t.database.prepare(
        """
        SELECT id FROM queue_messages
        WHERE state = 2 AND due <= ?1 AND begun = 1 AND attempts >= ?2
        """, now, settings.maxReceiveCount))
    var dead: [DeadMessage] = []
    for id in expired {
      let error = "the visibility timeout ended before the reading did"
      if let message = try bury(id, error: error, now: now, in: t) { dead.append(message) }
    }
    var groups = Set(dead.map(\.group))
    let free = try t.database.prepare(
      """
      UPDATE queue_messages SET state = 0, begun = 0 WHERE state = 2 AND due <= ?1
      RETURNING group_id
      """, now)
    while try free.step() { groups.insert(free.int64(0)) }
    return Reclaimed(dead: dead, groups: groups)
  }

  /// Leases up to so many ready messages for the visibility timeout.
  ///
  /// One that was being read when the process died comes alone, when nothing else is leased;
  /// until it has ended nothing else is handed out.
  public func lease(
    upTo limit: Int, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    guard limit > 0 else { return [] }
    switch try suspects(t.database) {
    case .wait: return []
    case .alone(let id): return try take(id: id, now: now, in: t)
    case .none: return try leaseFairly(limit, now: now, in: t)
    }
  }

  /// When something delayed or leased becomes ready by itself, in milliseconds since 1970.
  public func nextDue(_ database: Database) throws(DatabaseError) -> Int64? {
    let next = try database.prepare(
      """
      SELECT min(due) FROM (
        SELECT min(due) AS due FROM queue_messages WHERE state = 1
        UNION ALL SELECT min(due) FROM queue_messages WHERE state = 2)
      """)
    return try next.step() ? next.optionalInt64(0) : nil
  }

  // MARK: Alone

  private enum Suspects {
    case none, wait
    case alone(Int64)
  }

  private func suspects(_ database: Database) throws(DatabaseError) -> Suspects {
    guard state.withLock({ $0.hasSuspects }) else { return .none }
    var isAnyLeft = false
    var candidate: Int64?
    let search = try database.prepare(
      """
      SELECT id, state FROM queue_messages WHERE suspect = 1
        AND (state = 2 OR group_id NOT IN (SELECT group_id FROM queue_held))
      ORDER BY state DESC, id
      """)
    while try search.step() {
      isAnyLeft = true
      if search.int(1) == MessageState.leased { return .wait }
      if search.int(1) == MessageState.ready { candidate = candidate ?? search.int64(0) }
    }
    guard let candidate else {
      if !isAnyLeft { try forgetSuspects(database) }
      return .none
    }
    let leased = try database.prepare("SELECT 1 FROM queue_messages WHERE state = 2 LIMIT 1")
    return try leased.step() ? .wait : .alone(candidate)
  }

  /// Stops looking for suspects once none is left, held ones included.
  private func forgetSuspects(_ database: Database) throws(DatabaseError) {
    let any = try database.prepare("SELECT 1 FROM queue_messages WHERE suspect = 1 LIMIT 1")
    let isAny = try any.step()
    state.withLock { $0.hasSuspects = isAny }
  }

  // MARK: Fairness

  /// Messages that a group gets at a turn where it has as many: what reading one of them needs may
  /// be costly to make for a group, so a batch is no mixture of many.
  private static let turn = 5

  private func leaseFairly(
    _ limit: Int, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    var leases: [MessageLease] = []
    var rank = Int64.min
    while leases.count < limit, let next = try nextRank(after: rank, t.database) {
      rank = next
      while leases.count < limit {
        let rest = limit - leases.count
        let groups = try groupsInTurn(rank, limit: max(1, rest / Self.turn), t.database)
        if groups.isEmpty { break }
        leases += try share(rest, among: groups, rank: rank, now: now, in: t)
      }
    }
    return leases
  }

  /// Gives each group the same share; what one can't use is left over.
  private func share(
    _ limit: Int, among groups: [Int64], rank: Int64, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    if let last = groups.last { state.withLock { $0.cursor = last } }
    var leases: [MessageLease] = []
    for (served, group) in groups.enumerated() {
      let share = (limit - leases.count) / (groups.count - served)
      leases += try take(share, of: group, rank: rank, now: now, in: t)
    }
    return leases
  }

  func nextRank(after rank: Int64, _ database: Database) throws(DatabaseError) -> Int64? {
    let next = try database.prepare(
      "SELECT rank FROM queue_messages WHERE state = 0 AND rank > ?1 ORDER BY rank LIMIT 1", rank)
    return try next.step() ? next.int64(0) : nil
  }

  /// Groups with ready messages at a rank, from the one after the last served, once round.
  private func groupsInTurn(
    _ rank: Int64, limit: Int, _ database: Database
  ) throws(DatabaseError) -> [Int64] {
    let start = state.withLock { $0.cursor }
    var groups: [Int64] = []
    var group = start
    while groups.count < limit, let next = try nextGroup(rank, after: group, database) {
      group = next
      if try !isHeld(group, database) { groups.append(group) }
    }
    group = Int64.min
    while groups.count < limit, let next = try nextGroup(rank, after: group, database),
      next <= start
    {
      group = next
      if try !isHeld(group, database) { groups.append(group) }
    }
    return groups
  }

  private func nextGroup(
    _ rank: Int64, after group: Int64, _ database: Database
  ) throws(DatabaseError) -> Int64? {
    let next = try database.prepare(
      """
      SELECT group_id FROM queue_messages WHERE state = 0 AND rank = ?1 AND group_id > ?2
      ORDER BY group_id LIMIT 1
      """, rank, group)
    return try next.step() ? next.int64(0) : nil
  }

  // MARK: Claiming

  private func take(
    _ count: Int, of group: Int64, rank: Int64, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    guard count > 0 else { return [] }
    let claim = try t.database.prepare(
      """
      UPDATE queue_messages SET state = 2, begun = 0, due = ?4, epoch = ?5, delivery = ?6
      WHERE id IN (
        SELECT id FROM queue_messages
        WHERE state = 0 AND rank = ?1 AND group_id = ?2 ORDER BY id LIMIT ?3)
      RETURNING id, group_id, attempts, suspect, sent_at, body
      """, rank, group, count)
    return try collect(claim, now: now)
  }

  private func take(
    id: Int64, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    let claim = try t.database.prepare(
      """
      UPDATE queue_messages SET state = 2, begun = 0, due = ?4, epoch = ?5, delivery = ?6
      WHERE id = ?1 AND ?2 = 0 AND ?3 = 0
      RETURNING id, group_id, attempts, suspect, sent_at, body
      """, id, 0, 0)
    return try collect(claim, now: now)
  }

  /// Runs a claiming statement, whose lease's columns are `?4` to `?6`.
  private func collect(
    _ claim: borrowing Statement, now: Int64
  ) throws(DatabaseError) -> [MessageLease] {
    let (epoch, delivery) = state.withLock { state -> (Int64, Int64) in
      state.delivery &+= 1
      return (state.epoch, state.delivery)
    }
    claim.bind(4, now &+ settings.visibilityTimeout)
    claim.bind(5, epoch)
    claim.bind(6, delivery)
    var leases: [MessageLease] = []
    while try claim.step() {
      leases.append(
        MessageLease(
          id: claim.int64(0), delivery: delivery, epoch: epoch, group: claim.int64(1),
          attempt: claim.int(2) &+ 1, isAlone: claim.int(3) != 0, sentAt: claim.int64(4),
          body: claim.bytes(5)))
    }
    return leases
  }

  static func ids(_ statement: consuming Statement) throws(DatabaseError) -> [Int64] {
    var ids: [Int64] = []
    while try statement.step() { ids.append(statement.int64(0)) }
    return ids
  }
}
