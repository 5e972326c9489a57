import Foundation
import SQLite
import Synchronization

@testable import Queue

/// A queue on a file of its own, which can be left as a crash would leave it and opened again.
final class QueueFixture: Sendable {
  let folder = TemporaryFolder()
  let settings: MessageQueue.Settings
  private let opened = Mutex<(writer: Writer, queue: MessageQueue)?>(nil)
  let wakes = Mutex(0)

  init(
    visibilityTimeout: Int64 = 1_000, maxReceiveCount: Int = 3, backoffBase: Int64 = 100
  ) throws {
    settings = MessageQueue.Settings(
      visibilityTimeout: visibilityTimeout, maxReceiveCount: maxReceiveCount,
      backoffBase: backoffBase, backoffLimit: 1_000)
    try open("queue-0", now: 0)
  }

  deinit { opened.withLock { $0?.writer.close() } }

  var queue: MessageQueue {
    guard let queue = opened.withLock({ $0?.queue }) else { preconditionFailure("not open") }
    return queue
  }

  var writer: Writer { queue.writer }

  /// Dead letters made by the last opening.
  let died = Mutex<[DeadMessage]>([])

  private func open(_ name: String, now: Int64) throws {
    let database = try Database(path: folder.file(name), role: .writer)
    _ = try database.migrate(MessageQueue.migrations, application: 1)
    let writer = Writer(database)
    let queue = MessageQueue(writer, settings: settings)
    queue.onReady { [weak self] in self?.wakes.withLock { $0 += 1 } }
    let dead = try queue.open(now: now)
    died.withLock { $0 = dead }
    opened.withLock { $0 = (writer, queue) }
  }

  private let deaths = Mutex(0)

  /// Opens what the process would have left, had it been killed now.
  func crash(now: Int64) throws {
    let old = deaths.withLock { deaths in
      deaths += 1
      return deaths - 1
    }
    let (from, to) = (folder.file("queue-\(old)"), folder.file("queue-\(old + 1)"))
    try writer.read { _ throws(DatabaseError) in
      for suffix in ["", "-wal"] {
        try? FileManager.default.copyItem(atPath: from + suffix, toPath: to + suffix)
      }
    }
    writer.close()
    try open("queue-\(old + 1)", now: now)
  }
}

func message(
  _ text: String, group: Int64 = 0, priority: Int = 0, delay: Int64 = 0
) -> OutgoingMessage {
  OutgoingMessage(body: Array(text.utf8), group: group, priority: priority, delay: delay)
}

extension MessageLease {
  var text: String { String(decoding: body, as: UTF8.self) }
}
