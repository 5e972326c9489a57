import Dispatch
import Pipeline
import Store

/// PROGRESS, which is merged, but never goes backward.
extension Broadcaster {
  func offer(_ session: String, _ counters: Counters, _ fileName: String) {
    let now = Clock.system.now()
    let (ready, waits) = progress.withLock { merger in
      let hadNone = merger.isEmpty
      let ready = merger.offer(
        .init(session: session, counters: counters, fileName: fileName), now: now)
      return (ready, hadNone && !merger.isEmpty)
    }
    if let ready { sendProgress(ready.session, ready.counters, ready.fileName) }
    guard waits else { return }
    queue.asyncAfter(deadline: .now() + .milliseconds(Int(interval))) { [self] in
      for due in progress.withLock({ $0.due(now: Clock.system.now()) }) {
        sendProgress(due.session, due.counters, due.fileName)
      }
    }
  }

  /// Tells that a paused scan goes on.
  func resume(_ session: SessionSnapshot) {
    // What waits is older than what is told here.
    progress.withLock { $0.pass(session.id, now: Clock.system.now()) }
    sendProgress(session.id, session.counters, "", status: session.status)
  }

  /// - Parameter status: told where it has just changed; such a message is never left out.
  func sendProgress(
    _ session: String, _ counters: Counters, _ fileName: String, status: SessionStatus? = nil
  ) {
    // A slow client gets fewer of them.
    audience.send(session, replaceable: interval != 0 && status == nil) {
      ServerMessage.encode(
        ServerMessage.Progress(
          session_id: session, value: counters.percentage, processed: counters.processed,
          total: counters.total, listing: listing.withLock { $0.contains(session) } ? true : nil,
          file_name: fileName, status: status?.rawValue,
          total_near: counters.near > 0 ? counters.near : nil))
    }
  }
}
