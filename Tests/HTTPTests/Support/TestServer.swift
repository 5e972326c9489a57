import Synchronization

@testable import HTTP

/// A server on a free loopback port with routes for tests.
final class TestServer: Sendable {
  let server: Server
  let port: UInt16
  let events = Log()

  /// What the server's side saw, to be awaited.
  final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    /// WebSockets from which nothing is read, as they were told.
    let paused = Mutex<[WebSocket]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }

    /// Waits until a line is there, without a fixed sleep.
    func wait(for line: String) async -> Bool {
      for _ in 0..<60_000 {
        if all.contains(line) { return true }
        try? await Task.sleep(for: .milliseconds(1))
      }
      return false
    }
  }

  /// Without a server's pings, which a busy machine's test may answer too late.
  static var patient: WebSocketConfiguration {
    var configuration = WebSocketConfiguration()
    configuration.pingInterval = 3_600
    configuration.peerTimeout = 3_600
    return configuration
  }

  init(
    loops: Int = 2, webSocket: WebSocketConfiguration = TestServer.patient,
    hooks: ServerHooks = ServerHooks(), change: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    var configuration = ServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)])
    configuration.loops = loops
    change(&configuration)
    server = Server(
      configuration: configuration, router: Self.router(events, webSocket), hooks: hooks)
    port = try server.start().first?.port ?? 0
  }

  deinit { server.stop(within: 0) }

  /// The counters once `condition` holds of them: a loop publishes them when its turn ends.
  func counters(when condition: (ServerCounters) -> Bool) async -> ServerCounters {
    for _ in 0..<60_000 where !condition(server.counters) {
      try? await Task.sleep(for: .milliseconds(1))
    }
    return server.counters
  }

  func client(receiveBuffer: Int32? = nil) throws -> RawClient {
    try RawClient(port: port, receiveBuffer: receiveBuffer)
  }

  /// Sends bytes on a new connection and no more, and reads to the end.
  func exchange(_ bytes: [UInt8]) throws -> String {
    let client = try client()
    client.send(bytes)
    client.finish()
    return String(decoding: client.readToEnd(), as: UTF8.self)
  }

  func exchange(_ text: String) throws -> String { try exchange(Array(text.utf8)) }

  static func statuses(_ text: String) -> [Int] {
    text.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: false).dropFirst()
      .compactMap { Int($0.prefix(3)) }
  }
}
