import Foundation
import Queue
import SQLite
public import Store

/// What keeps it running.
extension SQLiteBackend {
  public func queueStats(now: Int64) throws(BackendError) -> QueueStats {
    let depths = try read { (database) throws(DatabaseError) in try queue.depths(database) }
    return QueueStats(
      depth: depths.ready, inFlight: depths.inFlight, delayed: depths.delayed, dead: depths.dead,
      oldestAge: depths.oldestSentAt.map { max(0, now &- $0) })
  }

  public func deadLetters(limit: Int, cursor: String?) throws(BackendError) -> DeadLettersPage {
    guard let below = Cursor.decode(below: cursor) else { throw .badCursor }
    let limit = max(1, min(limit, Self.pageLimit))
    return try read { (database) throws(DatabaseError) in
      let found = try queue.deadLetters(limit: limit + 1, below: below, database)
      var letters: [DeadLetter] = []
      for message in found.prefix(limit) { letters.append(try letter(message, database)) }
      let next = found.count > limit ? letters.last.map { Cursor.encode(below: $0.id) } : nil
      return DeadLettersPage(letters: letters, nextCursor: next)
    }
  }

  private func letter(
    _ message: DeadMessage, _ database: Database
  ) throws(DatabaseError) -> DeadLetter {
    let key = Payload.key(message.body) ?? 0
    return DeadLetter(
      id: message.id, session: try store.id(of: message.group, database) ?? "",
      number: SessionStore.number(ofKey: key),
      name: try store.listed(key, database)?.name ?? "", attempts: message.attempts,
      error: message.error, diedAt: message.diedAt)
  }

  /// Most letters moved in one transaction.
  private static let redriveStep = 500

  public func redrive(_ ids: [Int64]?, now: Int64) throws(BackendError) -> Int {
    let ids = if let ids { ids } else { try allDead() }
    var count = 0
    for start in stride(from: 0, to: ids.count, by: Self.redriveStep) {
      let some = Array(ids[start..<min(start + Self.redriveStep, ids.count)])
      count += try write(.full) { [self] t throws(DatabaseError) in
        var moved = 0
        for id in some {
          guard let letter = try queue.redrive(id, now: now, in: t) else { continue }
          moved += 1
          if let key = Payload.key(letter.body) { _ = try store.markRedriven(key, in: t) }
        }
        return moved
      }
    }
    return count
  }

  private func allDead() throws(BackendError) -> [Int64] {
    try read { (database) throws(DatabaseError) in
      try queue.deadLetters(limit: .max, database).map(\.id).reversed()
    }
  }

  public func purge(_ ids: [Int64]?) throws(BackendError) -> Int {
    try write { [self] t throws(DatabaseError) in try queue.purge(ids, in: t) }
  }

  public func sweep(
    endedBefore cutoff: Int64, now: Int64
  ) throws(BackendError) -> [SessionSnapshot] {
    try expire(now: now)
    var removed: [SessionSnapshot] = []
    while true {
      let ended = try read { (database) throws(DatabaseError) in
        try store.ended(before: cutoff, database)
      }
      for session in ended {
        if let deleted = try delete(session.id) { removed.append(deleted) }
      }
      if ended.isEmpty { break }
    }
    // What a deletion that was cut off left behind.
    try removeRows()
    try shrink()
    return removed
  }

  /// Gives up, and counts, messages older than their retention; drops dead letters that are.
  private func expire(now: Int64) throws(BackendError) {
    let cutoff = now &- settings.messageRetention
    _ = try write { [self] t throws(DatabaseError) in try queue.purge(diedBefore: cutoff, in: t) }
    var isMore = true
    while isMore {
      isMore = try write { [self] t throws(DatabaseError) in
        let expired = try queue.expire(sentBefore: cutoff, now: now, in: t)
        for letter in expired { try count(dead: letter, in: t) }
        return !expired.isEmpty
      }
    }
  }

  /// Pages given back to the file system by one sweep, in one transaction (8 MiB).
  private static let shrinkPages = 2_048

  private func shrink() throws(BackendError) {
    try write { t throws(DatabaseError) in try t.database.shrink(pages: Self.shrinkPages) }
  }

  public func checkIntegrity() throws(BackendError) {
    try read { (database) throws(DatabaseError) in
      let findings = try database.checkIntegrity(quick: false)
      guard findings.isEmpty else {
        throw .refusal(DatabaseError.summary(findings), path: folder + "/" + Self.fileName)
      }
    }
  }

  public func close() {
    writer.close()
    readers.close()
  }
}
