import Dispatch
import FileSources
import Foundation
import Pipeline
import Store
import Synchronization

@testable import HTTP
@testable import isoscan

/// A backend's feed that fails and waits when a test says so.
final class FaultyFeed: SessionFeed {
  private struct State {
    var failures = 0
    var pages = 0
  }

  let backend: SQLiteBackend
  /// While a test holds it, no page is read.
  let gate = DispatchSemaphore(value: 1)
  /// Signalled when a page is about to be read.
  let asked = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  init(_ backend: SQLiteBackend) { self.backend = backend }

  /// Pages read by now.
  var pages: Int { state.withLock { $0.pages } }

  /// Lets the next reads fail.
  func fail(_ count: Int) { state.withLock { $0.failures = count } }

  private func mayFail() throws(BackendError) {
    let fails = state.withLock { state in
      defer { state.failures = max(0, state.failures - 1) }
      return state.failures > 0
    }
    if fails { throw .other("told to fail") }
  }

  func observe(_ observer: @escaping @Sendable (BackendEvent) -> Void) {
    backend.observe(observer)
  }

  func synchronize(
    session: String, _ body: @escaping @Sendable (SessionSnapshot) -> Void
  ) throws(BackendError) -> Bool {
    try backend.synchronize(session: session, body)
  }

  func matches(of snapshot: SessionSnapshot, limit: Int) throws(BackendError) -> ResultsPage? {
    asked.signal()
    gate.wait()
    defer { gate.signal() }
    try mayFail()
    state.withLock { $0.pages += 1 }
    return try backend.matches(of: snapshot, limit: limit)
  }

  func session(_ id: String) throws(BackendError) -> SessionSnapshot? { try backend.session(id) }

  func codes(of session: String) throws(BackendError) -> [String] {
    try mayFail()
    return try backend.codes(of: session)
  }
}

/// A message as it was handed on.
struct Sent: Sendable {
  struct Body: Decodable {
    struct Row: Decodable {
      var file_name: String
      var pdf_link: String
    }

    var type: String
    var processed: Int?
    var code: String?
    var message: String?
    var data: Row?
    var results: [Row]?
  }

  let body: Body
  let receivers: Set<String>
  let key: UInt64

  var rows: [Body.Row] { body.results ?? body.data.map { [$0] } ?? [] }

  /// What it tells, short: `MATCH_FOUND d2`, `PROGRESS 2`, `SYNC_STATE d1 d3`.
  var word: String {
    let parts = [body.processed.map { "\($0)" }, body.code].compactMap { $0 }
    return ([body.type] + parts + rows.map(\.file_name)).joined(separator: " ")
  }

  init(_ message: PreparedMessage, _ connections: [GatewayConnection], _ key: UInt64) {
    let payload = Data(message.plain.bytes.suffix(message.payloadCount))
    body = (try? JSONDecoder().decode(Body.self, from: payload)) ?? Body(type: "?")
    receivers = Set(connections.map(\.id))
    self.key = key
  }
}

/// A broadcaster over a real backend, whose messages are kept instead of sent.
final class BroadcastHarness: Sendable {
  let folder = NSTemporaryDirectory() + "isoscan-" + UUID().uuidString
  let feed: FaultyFeed
  let gateway: Gateway
  let broadcaster: Broadcaster
  let registry = ConnectionRegistry()
  private let sent = Outbox()

  init(interval: Int64 = 0) throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let backend = try SQLiteBackend(folder: folder, now: 0, random: { 1 })
    let signer = URLSigner(key: [1], lifetime: 3_600)
    feed = FaultyFeed(backend)
    gateway = try Self.gateway(backend, folder, signer)
    let sent = sent
    broadcaster = Broadcaster(
      feed: feed, registry: registry, signer: signer, interval: interval, syncBytes: nil,
      failureCode: { _ in nil }, log: Log(level: .error),
      deliver: { sent.append(Sent($0, $1, $2)) })
    broadcaster.start { _ in }
  }

  deinit {
    feed.backend.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Only connections need it; it sends nothing.
  private static func gateway(
    _ backend: SQLiteBackend, _ folder: String, _ signer: URLSigner
  ) throws -> Gateway {
    let uploads = try UploadStore(
      directory: folder + "/uploads", limits: .init(bytes: 1), extensions: [])
    let sources = SourceResolver(folders: [:], uploads: uploads, demoFiles: 0, extensions: [])
    let dispatcher = Dispatcher(
      backend: backend, sources: sources, defaultMode: .word, room: Room(backend: backend))
    return Gateway(
      backend: backend, dispatcher: dispatcher, signer: signer, progress: 0, messageLimit: 1_000,
      emulatesErrors: false, log: Log(level: .error))
  }

  // MARK: Clients

  func connect(by base: String = "http://here") -> GatewayConnection {
    let connection = GatewayConnection(links: Links(base: base), gateway: gateway)
    registry.add(connection)
    return connection
  }

  /// Asks for a session's state; the answer is whether there was a failure.
  func reconnect(_ connection: GatewayConnection, to session: String = "s") -> Answer {
    let answer = Answer()
    broadcaster.synchronize(session, connection) { answer.set($0) }
    return answer
  }

  /// What was sent to a connection, once all that was committed by now is told.
  func words(to connection: GatewayConnection) -> [String] {
    messages(to: connection).map(\.word)
  }

  func messages(to connection: GatewayConnection) -> [Sent] {
    broadcaster.queue.sync {}
    return sent.all.filter { $0.receivers.contains(connection.id) }
  }

  // MARK: Scans

  func start(_ id: String = "s", drawings: Int) throws {
    _ = try feed.backend.start(
      NewSession(id: id, createdAt: 0, source: "{}", codes: ["A", "B"]),
      firstDrawings: (1...drawings).map { NewDrawing(name: "d\($0)", reference: "") },
      listingDone: true)
  }

  /// Counts the next drawings.
  func finish(_ count: Int = 1, codes: [Int] = [0]) throws {
    for lease in try feed.backend.lease(upTo: count, now: 0) {
      guard try feed.backend.begin(lease, now: 0) else { continue }
      _ = try feed.backend.finish(
        lease, DrawingResult(verdict: .read, codes: codes, pages: 1, finishedAt: 0))
    }
  }
}

/// What a `reconnect` came to.
final class Answer: Sendable {
  private let failure = Mutex<Failure?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func set(_ failure: Failure?) {
    self.failure.withLock { $0 = failure }
    isThere.signal()
  }

  /// Waits for it; `nil`: SYNC_STATE was sent.
  func wait() -> Failure? {
    isThere.wait()
    return failure.withLock { $0 }
  }
}

/// Messages in the order they were sent.
private final class Outbox: Sendable {
  private let messages = Mutex<[Sent]>([])

  var all: [Sent] { messages.withLock { $0 } }

  func append(_ message: Sent) { messages.withLock { $0.append(message) } }
}
