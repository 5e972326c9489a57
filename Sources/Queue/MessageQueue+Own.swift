public import SQLite

/// The write verbs once more, each in a transaction of its own.
extension MessageQueue {
  public func open(now: Int64) throws(DatabaseError) -> [DeadMessage] {
    try writer.write { [self] t throws(DatabaseError) in try open(now: now, in: t) }
  }

  public func send(
    _ messages: [OutgoingMessage], durability: Writer.Durability = .normal, now: Int64
  ) throws(DatabaseError) {
    try writer.write(durability) { [self] t throws(DatabaseError) in
      try send(messages, now: now, in: t)
    }
  }

  /// Leases, after ``reclaim(now:in:)`` in the same transaction.
  public func lease(upTo limit: Int, now: Int64) throws(DatabaseError) -> [MessageLease] {
    try writer.write { [self] t throws(DatabaseError) in
      _ = try reclaim(now: now, in: t)
      return try lease(upTo: limit, now: now, in: t)
    }
  }

  public func nextDue() throws(DatabaseError) -> Int64? {
    try writer.read { [self] database throws(DatabaseError) in try nextDue(database) }
  }

  public func begin(_ lease: MessageLease, now: Int64) throws(DatabaseError) -> Bool {
    try writer.write { [self] t throws(DatabaseError) in try begin(lease, now: now, in: t) }
  }

  public func extend(_ leases: [MessageLease], now: Int64) throws(DatabaseError) -> [MessageLease] {
    try writer.write { [self] t throws(DatabaseError) in try extend(leases, now: now, in: t) }
  }

  public func acknowledge(_ leases: [MessageLease]) throws(DatabaseError) -> [MessageLease] {
    try writer.write { [self] t throws(DatabaseError) in try acknowledge(leases, in: t) }
  }

  public func release(
    _ leases: [MessageLease], delay: Int64 = 0, now: Int64
  ) throws(DatabaseError) -> [MessageLease] {
    try writer.write { [self] t throws(DatabaseError) in
      try release(leases, delay: delay, now: now, in: t)
    }
  }

  public func fail(
    _ lease: MessageLease, error: String, isFinal: Bool = false, random: Double, now: Int64
  ) throws(DatabaseError) -> Failed {
    try writer.write { [self] t throws(DatabaseError) in
      try fail(lease, error: error, isFinal: isFinal, random: random, now: now, in: t)
    }
  }

  public func drop(group: Int64, all: Bool = false) throws(DatabaseError) -> Int {
    try writer.write { [self] t throws(DatabaseError) in try drop(group: group, all: all, in: t) }
  }

  public func hold(group: Int64, _ isHeld: Bool) throws(DatabaseError) {
    try writer.write { [self] t throws(DatabaseError) in
      try hold(group: group, isHeld, in: t)
    }
  }

  public func redrive(_ id: Int64, now: Int64) throws(DatabaseError) -> DeadMessage? {
    try writer.write { [self] t throws(DatabaseError) in try redrive(id, now: now, in: t) }
  }

  public func purge(_ ids: [Int64]? = nil) throws(DatabaseError) -> Int {
    try writer.write { [self] t throws(DatabaseError) in try purge(ids, in: t) }
  }

  public func expire(sentBefore cutoff: Int64, now: Int64) throws(DatabaseError) -> [DeadMessage] {
    try writer.write { [self] t throws(DatabaseError) in
      try expire(sentBefore: cutoff, now: now, in: t)
    }
  }

  public func deadLetters(
    limit: Int = 100, below id: Int64 = .max
  ) throws(DatabaseError) -> [DeadMessage] {
    try writer.read { [self] database throws(DatabaseError) in
      try deadLetters(limit: limit, below: id, database)
    }
  }

  public func depths() throws(DatabaseError) -> Depths {
    try writer.read { [self] database throws(DatabaseError) in try depths(database) }
  }
}
