import Queue
import SQLite
public import Store

/// Leases and what becomes of them.
extension SQLiteBackend {
  public func lease(upTo limit: Int, now: Int64) throws(BackendError) -> [Lease] {
    try write { [self] t throws(DatabaseError) in
      try reclaim(now: now, in: t)
      var leases: [Lease] = []
      for message in try queue.lease(upTo: limit, now: now, in: t) {
        if let lease = try drawing(of: message, t.database) {
          leases.append(lease)
        } else {
          // Its session is being removed: nobody waits for it.
          _ = try queue.acknowledge([message], in: t)
        }
      }
      return leases
    }
  }

  /// Makes ready what is due; counts those whose last lease ran out.
  private func reclaim(now: Int64, in t: borrowing Transaction) throws(DatabaseError) {
    let reclaimed = try queue.reclaim(now: now, in: t)
    for letter in reclaimed.dead { try count(dead: letter, verdict: .timedOut, in: t) }
    for session in reclaimed.groups { try clear(cancelled: session, in: t) }
  }

  private func drawing(
    of message: MessageLease, _ database: Database
  ) throws(DatabaseError) -> Lease? {
    guard let key = Payload.key(message.body), let listed = try store.listed(key, database),
      let session = try store.id(of: message.group, database)
    else { return nil }
    return Lease(
      receipt: Lease.Receipt(id: message.id, delivery: message.delivery, epoch: message.epoch),
      session: session, number: SessionStore.number(ofKey: key), name: listed.name,
      reference: listed.reference, size: listed.size, identity: listed.identity,
      attempt: message.attempt, isAlone: message.isAlone)
  }

  public func nextDue() throws(BackendError) -> Int64? {
    try read { (database) throws(DatabaseError) in try queue.nextDue(database) }
  }

  public func begin(_ leases: [Lease], now: Int64) throws(BackendError) -> [Lease] {
    try write { [self] t throws(DatabaseError) in
      var begun: [Lease] = []
      for lease in leases where try queue.begin(lease.message, now: now, in: t) {
        begun.append(lease)
      }
      return begun
    }
  }

  public func extend(_ leases: [Lease], now: Int64) throws(BackendError) -> [Lease] {
    let ended = try write { [self] t throws(DatabaseError) in
      try queue.extend(leases.map(\.message), now: now, in: t)
    }
    let receipts = Set(ended.map(\.receipt))
    return leases.filter { receipts.contains($0.receipt) }
  }

  public func release(_ leases: [Lease], delay: Int64, now: Int64) throws(BackendError) {
    try write { [self] t throws(DatabaseError) in
      _ = try queue.release(leases.map(\.message), delay: delay, now: now, in: t)
      try clear(cancelledOf: leases, in: t)
    }
  }

  /// Drops what cancelled sessions' leases are not read any more, and moves the sessions on.
  private func clear(cancelledOf leases: [Lease], in t: borrowing Transaction) throws(DatabaseError)
  {
    var groups: Set<Int64> = []
    for lease in leases {
      if let group = try queue.group(of: lease.receipt.id, t.database) { groups.insert(group) }
    }
    for session in groups { try clear(cancelled: session, in: t) }
  }

  public func finish(
    _ results: [(lease: Lease, result: DrawingResult)], resting: [Lease]
  ) throws(BackendError) {
    try write { [self] t throws(DatabaseError) in
      for (lease, result) in results { _ = try end(lease, result, in: t) }
      try queue.rest(resting.map(\.message), in: t)
      try clear(cancelledOf: resting, in: t)
    }
  }

  public func finish(
    _ lease: Lease, _ result: DrawingResult, beginning next: Lease?, now: Int64
  ) throws(BackendError) -> FinishOutcome {
    try write { [self] t throws(DatabaseError) in
      let counters = try end(lease, result, in: t)
      let nextBegan =
        if let next {
          try queue.begin(next.message, now: now, in: t)
        } else { false }
      return counters.map { .counted($0, nextBegan: nextBegan) } ?? .stale(nextBegan: nextBegan)
    }
  }

  /// Ends a lease's message and counts its drawing; `nil` when the lease had ended.
  private func end(
    _ lease: Lease, _ result: DrawingResult, in t: borrowing Transaction
  ) throws(DatabaseError) -> Counters? {
    guard let key = try key(of: lease, t.database),
      try queue.acknowledge([lease.message], in: t).isEmpty
    else { return nil }
    return try count(result, of: key, attempts: lease.attempt, in: t)
  }

  public func fail(
    _ lease: Lease, _ result: DrawingResult, now: Int64
  ) throws(BackendError) -> FailOutcome {
    let random = random()
    return try write { [self] t throws(DatabaseError) in
      guard let key = try key(of: lease, t.database) else { return .stale }
      let phase = try store.phase(of: SessionStore.session(ofKey: key), t.database)
      if phase == .cancelling {
        return try end(lease, result, in: t).map { .counted($0) } ?? .stale
      }
      let error = result.message ?? result.verdict.text(codes: 0)
      switch try queue.fail(lease.message, error: error, random: random, now: now, in: t) {
      case .stale: return .stale
      case .retried(let at):
        emit(
          .attemptFailed(
            session: lease.session, name: lease.name, attempt: lease.attempt, message: error,
            retryAt: at), after: t)
        return .retried(at: at)
      case .dead(let letter):
        return try count(result, of: key, attempts: letter.attempts, in: t).map { .counted($0) }
          ?? .stale
      }
    }
  }

  /// The drawing of a lease's message; `nil` when there is no such message.
  private func key(of lease: Lease, _ database: Database) throws(DatabaseError) -> Int64? {
    try queue.body(of: lease.receipt.id, database).flatMap { Payload.key($0) }
  }

  public func hold(_ reason: String?) {
    let changed = state.withLock { state -> Bool in
      defer { state.held = reason }
      return state.held != reason
    }
    guard changed else { return }
    // A closed backend has nobody to tell.
    try? writer.read { [self] database throws(DatabaseError) in
      let unended = try store.running(database) + store.awaitingReport(database)
      for session in unended where session.status == .inProgress {
        tell(reason == nil ? .resumed(session) : .held(seen(session)))
      }
    }
    if reason == nil { callHook() }
  }
}

extension Lease {
  /// The queue's name for it; what only ``MessageQueue`` hands out is left empty.
  var message: MessageLease {
    MessageLease(id: receipt.id, delivery: receipt.delivery, epoch: receipt.epoch)
  }
}

extension MessageLease {
  var receipt: Lease.Receipt { Lease.Receipt(id: id, delivery: delivery, epoch: epoch) }
}
