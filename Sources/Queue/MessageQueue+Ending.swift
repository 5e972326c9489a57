public import SQLite

/// What a lease's holder does with it. Each verb names the lease; a late one changes nothing.
extension MessageQueue {
  /// Marks that reading begins: the attempt counts from here, and so does the visibility timeout.
  ///
  /// - Returns: false when the lease has ended.
  public func begin(
    _ lease: MessageLease, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> Bool {
    try t.database.run(
      """
      UPDATE queue_messages SET begun = 1, attempts = attempts + 1, due = ?4
      WHERE id = ?1 AND state = 2 AND delivery = ?2 AND epoch = ?3 AND begun = 0
      """, lease.id, lease.delivery, lease.epoch, now &+ settings.visibilityTimeout) > 0
  }

  /// Takes back that reading has begun: the attempt is not counted. A held group's lease ends.
  public func rest(_ leases: [MessageLease], in t: borrowing Transaction) throws(DatabaseError) {
    for lease in leases {
      try t.database.run(
        """
        UPDATE queue_messages SET begun = 0, attempts = attempts - 1,
          state = iif(group_id IN (SELECT group_id FROM queue_held), 0, 2)
        WHERE id = ?1 AND state = 2 AND delivery = ?2 AND epoch = ?3 AND begun = 1
        """, lease.id, lease.delivery, lease.epoch)
    }
  }

  /// Renews leases for another visibility timeout from now.
  ///
  /// - Returns: those that had ended.
  public func extend(
    _ leases: [MessageLease], now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    try each(leases) { (lease) throws(DatabaseError) in
      try t.database.run(
        """
        UPDATE queue_messages SET due = ?4
        WHERE id = ?1 AND state = 2 AND delivery = ?2 AND epoch = ?3
        """, lease.id, lease.delivery, lease.epoch, now &+ settings.visibilityTimeout) > 0
    }
  }

  /// Ends messages for good.
  ///
  /// - Returns: leases that had ended; the others' messages are gone all the same.
  public func acknowledge(
    _ leases: [MessageLease], in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    let stale = try each(leases) { (lease) throws(DatabaseError) in
      try t.database.run(
        """
        DELETE FROM queue_messages
        WHERE id = ?1 AND state = 2 AND delivery = ?2 AND epoch = ?3
        """, lease.id, lease.delivery, lease.epoch) > 0
    }
    rouseIfSuspects(t)
    return stale
  }

  /// Gives messages back, to be leased again after a delay; an attempt that had begun is not
  /// counted.
  ///
  /// - Returns: leases that had ended.
  public func release(
    _ leases: [MessageLease], delay: Int64 = 0, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [MessageLease] {
    let delay = min(max(0, delay), Self.delayLimit)
    let state = delay > 0 ? MessageState.delayed : MessageState.ready
    let stale = try each(leases) { (lease) throws(DatabaseError) in
      try t.database.run(
        """
        UPDATE queue_messages
        SET state = ?4, due = ?5, attempts = attempts - begun, begun = 0
        WHERE id = ?1 AND state = 2 AND delivery = ?2 AND epoch = ?3
        """, lease.id, lease.delivery, lease.epoch, state, now &+ delay) > 0
    }
    rouse(after: t)
    return stale
  }

  /// Ends an attempt with an error: delayed by a backoff, or, after the last, a dead letter.
  ///
  /// - Parameters:
  ///   - isFinal: gives it up without further attempts.
  ///   - random: 0..<1, the backoff's jitter.
  public func fail(
    _ lease: MessageLease, error: String, isFinal: Bool = false, random: Double, now: Int64,
    in t: borrowing Transaction
  ) throws(DatabaseError) -> Failed {
    guard let attempts = try attempts(of: lease, t.database) else { return .stale }
    if isFinal || attempts >= settings.maxReceiveCount {
      rouseIfSuspects(t)
      return try bury(lease.id, error: error, now: now, in: t).map { .dead($0) } ?? .stale
    }
    let due = now &+ backoff(attempts: attempts, random: random)
    // It failed and the process lives: no longer suspect.
    try t.database.run(
      """
      UPDATE queue_messages
      SET state = 1, due = ?2, begun = 0, suspect = 0, attempts = ?3, error = ?4 WHERE id = ?1
      """, lease.id, due, attempts, error)
    rouse(after: t)
    return .retried(at: due)
  }

  /// Milliseconds before the next attempt: doubled each time, of which the second half is chance,
  /// so that what failed together does not come back together.
  func backoff(attempts: Int, random: Double) -> Int64 {
    let doublings = min(max(0, attempts - 1), 32)
    let (full, overflow) = settings.backoffBase.multipliedReportingOverflow(by: 1 << doublings)
    let bounded = overflow ? settings.backoffLimit : min(full, settings.backoffLimit)
    return Int64(Double(bounded) * (0.5 + 0.5 * min(max(0, random), 1)))
  }

  // MARK: Parts

  /// Runs a verb for each lease; returns those it found no message for.
  private func each(
    _ leases: [MessageLease], _ verb: (MessageLease) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) -> [MessageLease] {
    var stale: [MessageLease] = []
    for lease in leases where try !verb(lease) { stale.append(lease) }
    return stale
  }

  /// Attempts of a message under this lease, this one included; `nil` when the lease has ended.
  private func attempts(
    of lease: MessageLease, _ database: Database
  ) throws(DatabaseError) -> Int? {
    let find = try database.prepare(
      """
      SELECT attempts + 1 - begun FROM queue_messages
      WHERE id = ?1 AND state = 2 AND delivery = ?2 AND epoch = ?3
      """, lease.id, lease.delivery, lease.epoch)
    return try find.step() ? find.int(0) : nil
  }

  /// Others wait while a suspect is read, or for the floor to clear before one.
  private func rouseIfSuspects(_ t: borrowing Transaction) {
    if state.withLock({ $0.hasSuspects }) { rouse(after: t) }
  }

  /// Moves a message to the dead letters.
  func bury(
    _ id: Int64, error: String, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> DeadMessage? {
    let insert = try t.database.prepare(
      """
      INSERT INTO queue_dead (rank, group_id, attempts, error, sent_at, died_at, body)
      SELECT rank, group_id, attempts + (state = 2 AND begun = 0), ?2, sent_at, ?3, body
      FROM queue_messages WHERE id = ?1
      RETURNING id, group_id, attempts, error, died_at, body
      """, id, error, now)
    guard try insert.step() else { return nil }
    let dead = DeadMessage(insert)
    try insert.run()
    try t.database.run("DELETE FROM queue_messages WHERE id = ?1", id)
    return dead
  }
}

extension DeadMessage {
  /// Reads `id, group_id, attempts, error, died_at, body`.
  init(_ row: borrowing Statement) {
    self.init(
      id: row.int64(0), group: row.int64(1), attempts: row.int(2), error: row.text(3),
      diedAt: row.int64(4), body: row.bytes(5))
  }
}
