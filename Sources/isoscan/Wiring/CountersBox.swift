import HTTP
import Synchronization

/// The server's counters, for a route that is made before the server.
final class CountersBox: Sendable {
  private let source = Mutex<(@Sendable () -> ServerCounters)?>(nil)

  func set(_ source: @escaping @Sendable () -> ServerCounters) {
    self.source.withLock { $0 = source }
  }

  func read() -> ServerCounters {
    source.withLock { $0 }?() ?? ServerCounters()
  }
}
