import Queue
import SQLite
import Store

/// How a counted drawing moves its session on; the parts the verbs share.
extension SQLiteBackend {
  /// Records a result and tells of it; moves the session on when it was the last.
  ///
  /// - Returns: the new counters; `nil` when it was counted before.
  func count(
    _ result: DrawingResult, of key: Int64, attempts: Int, in t: borrowing Transaction
  ) throws(DatabaseError) -> Counters? {
    guard let recorded = try store.record(result, of: key, attempts: attempts, in: t) else {
      return nil
    }
    let session = SessionStore.session(ofKey: key)
    if recorded.isNews {
      emit(
        .drawingDone(
          session: recorded.sessionID, row: recorded.row, counters: recorded.counters), after: t)
    } else {
      try tellReplaced(recorded, session, in: t)
    }
    if recorded.phase == .cancelling || recorded.isLast {
      try settle(session, recorded.phase, in: t)
    }
    return recorded.counters
  }

  private func tellReplaced(
    _ recorded: Recorded, _ session: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) {
    emit(
      .drawingReplaced(
        session: recorded.sessionID, row: recorded.row, counters: recorded.counters), after: t)
    if recorded.phase == .ended && recorded.redriving == 0 {
      emit(.reportOutdated(try store.known(session, t.database)), after: t)
    }
  }

  /// Moves a session on to its report when nothing of it is left to read.
  func settle(
    _ session: Int64, _ phase: SessionPhase?, in t: borrowing Transaction
  ) throws(DatabaseError) {
    guard phase == .reading || phase == .cancelling else { return }
    // Only a cancelled session has to wait for what is still being read.
    let isIdle = try queue.inFlight(group: session, t.database) == 0
    guard try store.settle(session, isIdle: isIdle, in: t) else { return }
    try queue.hold(group: session, false, in: t)
    emit(.allDone(try store.known(session, t.database)), after: t)
  }

  /// Counts a message that was given up.
  func count(
    dead letter: DeadMessage, verdict: Verdict = .failed, in t: borrowing Transaction
  ) throws(DatabaseError) {
    guard let key = Payload.key(letter.body) else { return }
    let result = DrawingResult(
      verdict: verdict, message: letter.error, finishedAt: letter.diedAt)
    _ = try count(result, of: key, attempts: letter.attempts, in: t)
  }

  /// Drops what a cancelled session's lease gave back, and moves it on.
  func clear(cancelled session: Int64, in t: borrowing Transaction) throws(DatabaseError) {
    let phase = try store.phase(of: session, t.database)
    guard phase == .cancelling else { return }
    _ = try queue.drop(group: session, in: t)
    try settle(session, phase, in: t)
  }

  /// What a new process does first: frees the leases of the dead one, counts what killed it once
  /// too often, and ends cancels that were under way.
  func recover(now: Int64, in t: borrowing Transaction) throws(DatabaseError) {
    for letter in try queue.open(now: now, in: t) { try count(dead: letter, in: t) }
    for session in try store.running(t.database) {
      try clear(cancelled: session.number, in: t)
      if session.phase == .reading { try settle(session.number, .reading, in: t) }
    }
  }
}

/// What a message holds: its drawing's key, 8 bytes, low first.
enum Payload {
  static func body(_ key: Int64) -> [UInt8] {
    withUnsafeBytes(of: key.littleEndian) { Array($0) }
  }

  /// `nil` for bytes that are not one.
  static func key(_ body: [UInt8]) -> Int64? {
    guard body.count == 8 else { return nil }
    return body.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
  }
}
