import FileSources
import HTTP
import Pipeline
import Store

/// Health, readiness, metrics, and what the dashboard has to know of the configuration.
struct StatusRoutes: Sendable {
  private struct Health: Encodable {
    var status: String
    var reason: String?
  }

  struct Features: Encodable {
    var drive = true
    var ocr = false
    var auth = false
    var notifications = false
    var schedules = false
  }

  private struct Configuration: Encodable {
    struct Matching: Encodable { var mode: String }

    struct Drive: Encodable {
      /// Whether the server has credentials of its own, so that a scan needs no token.
      var stored_credentials: Bool
    }

    var version: String
    var folders: [String]
    var demo_files: Int
    /// The hole codes to try the demo drawings with.
    var demo_codes: [String]
    var matching: Matching
    var max_upload_bytes: Int
    var max_message_bytes: Int
    var extensions: [String]
    var features: Features
    var drive: Drive
    var websocket_path: String
  }

  let backend: any Backend
  let settings: Settings
  let sources: SourceResolver
  let extensions: Set<String>
  let handlers: BlockingHandlers
  let counters: @Sendable () -> ServerCounters
  private let hasDriveCredentials: @Sendable () -> Bool
  private let demoCodes: [String]

  init(
    backend: any Backend, settings: Settings, sources: SourceResolver, extensions: Set<String>,
    handlers: BlockingHandlers, counters: @escaping @Sendable () -> ServerCounters,
    hasDriveCredentials: @escaping @Sendable () -> Bool
  ) {
    self.hasDriveCredentials = hasDriveCredentials
    self.backend = backend
    self.settings = settings
    self.sources = sources
    self.extensions = extensions
    self.handlers = handlers
    self.counters = counters
    demoCodes = settings.demoFiles > 0 ? DemoSet(files: settings.demoFiles).targets : []
  }

  func add(to router: inout Router) {
    router.get("/healthz") { _ in Answer.json(Health(status: "ok")) }
    router.on(.get, at: "/readyz", handlers.handler(ready))
    router.on(.get, at: "/metrics", handlers.handler(metrics))
    router.get("/api/config") { [self] _ in configuration() }
  }

  private func ready(_ request: Request) throws -> Response {
    if let reason = backend.heldReason() {
      return Answer.json(Health(status: "unavailable", reason: reason), status: 503)
    }
    do {
      _ = try backend.queueStats(now: Clock.system.now())
      return Answer.json(Health(status: "ok"))
    } catch {
      return Answer.json(Health(status: "unavailable", reason: "storage"), status: 503)
    }
  }

  private func configuration() -> Response {
    Answer.json(
      Configuration(
        version: CommandLineProgram.version, folders: sources.folderNames,
        demo_files: settings.demoFiles, demo_codes: demoCodes,
        matching: .init(mode: settings.matchMode.rawValue),
        max_upload_bytes: settings.maxUploadBytes,
        // A browser sends a message as one frame.
        max_message_bytes: settings.server.webSocketLimits.frameLimit,
        extensions: extensions.sorted(),
        features: Features(), drive: .init(stored_credentials: hasDriveCredentials()),
        websocket_path: settings.server.webSocketPath))
  }

  private func metrics(_ request: Request) throws -> Response {
    let stats = try backend.queueStats(now: Clock.system.now())
    let server = counters()
    var text = MetricsText()
    text.gauge("isoscan_queue_depth", "Messages ready to be leased.", stats.depth)
    text.gauge("isoscan_queue_in_flight", "Messages leased.", stats.inFlight)
    text.gauge("isoscan_queue_delayed", "Messages that wait for a retry.", stats.delayed)
    text.gauge("isoscan_queue_dead_letters", "Drawings given up.", stats.dead)
    text.gauge(
      "isoscan_queue_oldest_age_seconds", "Age of the oldest message.",
      Int((stats.oldestAge ?? 0) / 1_000))
    text.gauge(
      "isoscan_paused", "1 while scans are paused: no room, or no descriptors.",
      backend.heldReason() == nil ? 0 : 1)
    text.gauge("isoscan_connections", "Open connections.", server.connections)
    text.gauge("isoscan_websockets", "Open WebSockets.", server.webSockets)
    let requests = [
      server.upgrades, server.successes, server.redirections, server.clientErrors,
      server.serverErrors,
    ]
    for (index, count) in requests.enumerated() {
      text.counter(
        "isoscan_http_requests_total", "Answered requests.", count,
        labels: "status=\"\(index + 1)xx\"")
    }
    text.counter("isoscan_received_bytes_total", "Bytes received.", server.bytesReceived)
    text.counter("isoscan_sent_bytes_total", "Bytes sent.", server.bytesSent)
    text.counter(
      "isoscan_websocket_messages_sent_total", "WebSocket messages sent.", server.messagesSent)
    text.counter(
      "isoscan_slow_clients_closed_total", "Clients closed for reading too slowly.",
      server.slowClientsClosed)
    return Response(
      contentType: "text/plain; version=0.0.4; charset=utf-8", Array(text.text.utf8))
  }
}

/// Prometheus' text format, version 0.0.4.
struct MetricsText {
  private(set) var text = ""
  private var described: Set<String> = []

  mutating func gauge(_ name: String, _ help: String, _ value: Int) {
    describe(name, help, "gauge")
    text += "\(name) \(value)\n"
  }

  mutating func counter(_ name: String, _ help: String, _ value: UInt64, labels: String = "") {
    describe(name, help, "counter")
    text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }

  private mutating func describe(_ name: String, _ help: String, _ type: String) {
    guard described.insert(name).inserted else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }
}
