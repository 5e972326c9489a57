import Dispatch
import Foundation
import Queue
import SQLite

/// The queue alone, on a file, beside a plain SQLite loop as the floor: `Benchmarks queue [FOLDER]`.
///
/// Sends in batches of 10 and leases and acknowledges in batches of 10, by 2 threads each, with
/// 10,000 and 1,000,000 messages queued; prints messages a second.
struct QueueBenchmark {
  let folder: String

  static func run(_ arguments: [String]) throws {
    let parent = arguments.first ?? FileManager.default.currentDirectoryPath
    let folder = parent + "/isoscan-queue-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try QueueBenchmark(folder: folder).run()
  }

  func run() throws {
    try floor()
    for depth in [10_000, 1_000_000] { try queue(depth) }
  }

  // MARK: The floor

  /// What SQLite itself takes: one thread, one table, 10 rows a transaction, nothing else.
  private func floor() throws {
    let database = try Database(path: folder + "/floor.sqlite", role: .writer)
    try database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    let count = 200_000
    let body = [UInt8](repeating: 7, count: 8)
    try report("floor: insert", count) {
      for _ in 0..<count / 10 {
        try database.transaction { t throws(DatabaseError) in
          for _ in 0..<10 { try t.database.run("INSERT INTO t (body) VALUES (?1)", body) }
        }
      }
    }
    try report("floor: select, update, delete", count) {
      for start in stride(from: 1, to: count, by: 10) {
        try database.transaction { t throws(DatabaseError) in
          for id in start..<start + 10 {
            let row = try t.database.prepare("SELECT body FROM t WHERE id = ?1", id)
            _ = try row.step()
            try t.database.run("UPDATE t SET body = ?2 WHERE id = ?1", id, row.bytes(0))
          }
        }
        try database.transaction { t throws(DatabaseError) in
          for id in start..<start + 10 { try t.database.run("DELETE FROM t WHERE id = ?1", id) }
        }
      }
    }
  }

  // MARK: The queue

  private func queue(_ depth: Int) throws {
    let database = try Database(path: folder + "/queue-\(depth).sqlite", role: .writer)
    _ = try database.migrate(MessageQueue.migrations, application: 1)
    let writer = Writer(database)
    defer { writer.close() }
    let queue = MessageQueue(writer)
    _ = try queue.open(now: 0)
    let count = min(depth, 200_000)
    try fill(queue, depth - count)
    try report("send, \(depth) queued", count) {
      try inTwo { _ in
        for _ in 0..<count / 20 {
          try queue.send(Self.batch(10, group: 1), now: 1)
        }
      }
    }
    try report("lease and acknowledge, \(depth) queued", count) {
      try inTwo { _ in
        for _ in 0..<count / 20 {
          let leases = try queue.lease(upTo: 10, now: 2)
          guard leases.count == 10, try queue.acknowledge(leases).isEmpty else {
            preconditionFailure("the queue lost messages")
          }
        }
      }
    }
  }

  private func fill(_ queue: MessageQueue, _ count: Int) throws {
    for start in stride(from: 0, to: count, by: 10_000) {
      try queue.send(Self.batch(min(10_000, count - start), group: 1), now: 0)
    }
  }

  private static func batch(_ count: Int, group: Int64) -> [OutgoingMessage] {
    Array(
      repeating: OutgoingMessage(body: [1, 2, 3, 4, 5, 6, 7, 8], group: group), count: count)
  }

  // MARK: Measuring

  /// Runs `body` on two threads and waits for both.
  private func inTwo(_ body: @escaping @Sendable (Int) throws -> Void) throws {
    let ended = DispatchSemaphore(value: 0)
    for number in 0..<2 {
      Thread.detachNewThread {
        do { try body(number) } catch { preconditionFailure("\(error)") }
        ended.signal()
      }
    }
    for _ in 0..<2 { ended.wait() }
  }

  private func report(_ what: String, _ count: Int, _ body: () throws -> Void) rethrows {
    let (start, busy) = (DispatchTime.now().uptimeNanoseconds, Self.processorTime())
    try body()
    let cost = (Self.processorTime() - busy) / Double(count) * 1e6
    let seconds = Double(DispatchTime.now().uptimeNanoseconds &- start) / 1e9
    let rate = Int(Double(count) / seconds)
    let figures = String(format: "%.2f s, %.1f us of CPU time each", seconds, cost)
    print("\(what): \(rate) messages/s (\(count) in \(figures))")
  }

  /// Seconds of CPU time this process has taken: what counts where others use the machine too.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
