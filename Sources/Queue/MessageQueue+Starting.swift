public import SQLite

/// What a new process finds.
extension MessageQueue {
  /// Begins a new epoch: every lease of a dead process is free at once.
  ///
  /// An attempt that was under way is not counted, and its message is tried again alone; if it was
  /// already alone, the attempt counts, and after the last the message is a dead letter.
  /// - Returns: messages that became dead letters so.
  public func open(now: Int64, in t: borrowing Transaction) throws(DatabaseError) -> [DeadMessage] {
    let dead = try buryKillers(now: now, in: t)
    try t.database.run(
      """
      UPDATE queue_messages SET state = 0, begun = 0, suspect = begun OR suspect,
        attempts = attempts - (begun = 1 AND suspect = 0)
      WHERE state = 2
      """)
    // A clock that was set back must not hold anything longer than a delay can be, or a retry.
    try t.database.run(
      """
      UPDATE queue_messages SET due = min(due, iif(attempts > 0, ?1, ?2))
      WHERE state = 1 AND due > min(?1, ?2)
      """, now &+ settings.backoffLimit, now &+ Self.delayLimit)
    let next = try t.database.prepare("UPDATE queue_epoch SET number = number + 1 RETURNING number")
    guard try next.step() else {
      throw DatabaseError(code: 11, message: "the queue's epoch is missing", sql: "queue_epoch")
    }
    let epoch = next.int64(0)
    try next.run()
    state.withLock {
      $0.epoch = epoch
      $0.hasSuspects = true
    }
    rouse(after: t)
    return dead
  }

  /// Gives up what killed the process alone once too often.
  private func buryKillers(
    now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) -> [DeadMessage] {
    let ids = try Self.ids(
      t.database.prepare(
        """
        SELECT id FROM queue_messages
        WHERE state = 2 AND begun = 1 AND suspect = 1 AND attempts >= ?1
        """, settings.maxReceiveCount))
    var dead: [DeadMessage] = []
    for id in ids {
      let error = "the process ended each time it was read"
      if let message = try bury(id, error: error, now: now, in: t) { dead.append(message) }
    }
    return dead
  }
}
