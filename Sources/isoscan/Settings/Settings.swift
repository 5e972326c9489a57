import Extraction
import Foundation
import HTTP
import Matching

/// The validated configuration, immutable from here on.
struct Settings: Sendable {
  struct Server: Equatable, Sendable {
    var host: String
    var port: Int
    var webSocketPath: String
    var stage: String
    /// Without a slash at its end; `nil` where none is configured.
    var publicURL: String?
    var allowedOrigins: [String]
    var allowedHosts: [String]
    /// Numeric addresses in their usual form, or `unix`.
    var trustedProxies: TrustedProxies
    /// 0 is one a core.
    var loops: Int
    var maxConnections: Int
    var maxConnectionsPerAddress: Int
    /// Seconds, as the others.
    var headTimeout: Int
    var bodyTimeout: Int
    var keepaliveTimeout: Int
    var idleTimeout: Int
    var maxMessageBytes: Int
    /// Whether the WebSocket has API Gateway's limits and error frames.
    var emulatesLimits: Bool
    var shutdownSeconds: Int
    var allowUnauthenticated: Bool
  }

  struct Queue: Equatable, Sendable {
    var batchSize: Int
    var visibilityTimeout: Int
    var maxReceiveCount: Int
    var retentionDays: Int
  }

  struct Workers: Equatable, Sendable {
    var count: Int
    var fileTimeout: Int
    var maxFileBytes: Int
  }

  struct Drive: Equatable, Sendable {
    /// Without a slash at its end.
    var apiURL: String
    /// Absolute; `nil` where none is configured.
    var credentialsFile: String?
    var credentialsVariable: String?
  }

  struct OCR: Equatable, Sendable {
    /// `nil`: where its programs are found.
    var isEnabled: Bool?
    var languages: String
    var dpi: Int
    /// Seconds.
    var pageTimeout: Int
    var maxPages: Int
    var maxMegapixels: Int
  }

  struct Log: Equatable, Sendable {
    var level: String
    var format: String
  }

  var server: Server
  var dataFolder: String
  var retentionDays: Int
  /// Bound of the text cache; 0: there is none.
  var cacheBytes: Int
  var queue: Queue
  var workers: Workers
  var matchMode: MatchMode
  var progressMilliseconds: Int
  var folders: [String: String]
  var demoFiles: Int
  var drive: Drive
  var maxUploadBytes: Int
  var urlLifetime: Int
  var limits: Limits
  var ocr: OCR
  var log: Log
}

extension Settings {
  /// Validates raw values.
  ///
  /// - Parameter base: the folder that relative paths in the values start from.
  init(_ tree: SettingsTree, base: String) throws(SettingsError) {
    let reader = SettingsReader(tree: tree)
    server = Server(
      host: try reader.host("server.host"),
      port: reader.integer("server.port"),
      webSocketPath: try reader.path("server.websocket_path"),
      stage: try reader.pathSegment("server.stage"),
      publicURL: try reader.url("server.public_url"),
      allowedOrigins: try reader.origins("server.allowed_origins"),
      allowedHosts: reader.strings("server.allowed_hosts"),
      trustedProxies: try reader.proxies("server.trusted_proxies"),
      loops: reader.integer("server.loops"),
      maxConnections: reader.integer("server.max_connections"),
      maxConnectionsPerAddress: reader.integer("server.max_connections_per_address"),
      headTimeout: reader.integer("server.head_timeout_s"),
      bodyTimeout: reader.integer("server.body_timeout_s"),
      keepaliveTimeout: reader.integer("server.keepalive_timeout_s"),
      idleTimeout: reader.integer("server.idle_timeout_s"),
      maxMessageBytes: reader.integer("server.max_message_bytes"),
      emulatesLimits: reader.boolean("server.emulate_limits"),
      shutdownSeconds: reader.integer("server.shutdown_s"),
      allowUnauthenticated: reader.boolean("server.allow_unauthenticated"))
    dataFolder = Self.resolve(try reader.nonEmpty("storage.data_dir"), base: base)
    retentionDays = reader.integer("storage.retention_days")
    cacheBytes = reader.integer("cache.max_bytes")
    queue = Queue(
      batchSize: reader.integer("queue.batch_size"),
      visibilityTimeout: reader.integer("queue.visibility_timeout_s"),
      maxReceiveCount: reader.integer("queue.max_receive_count"),
      retentionDays: reader.integer("queue.message_retention_days"))
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let workerCount = reader.integer("workers.count")
    workers = Workers(
      count: workerCount == 0 ? cores : workerCount,
      fileTimeout: reader.integer("workers.file_timeout_s"),
      maxFileBytes: reader.integer("workers.max_file_bytes"))
    matchMode = MatchMode(rawValue: reader.string("matching.mode")) ?? .word
    progressMilliseconds = reader.integer("progress.interval_ms")
    folders = try reader.folders("sources.folders").mapValues { Self.resolve($0, base: base) }
    demoFiles = reader.integer("sources.demo_files")
    let credentials = reader.string("sources.drive.credentials_file")
    let variable = reader.string("sources.drive.credentials_variable")
    drive = Drive(
      apiURL: try reader.url("sources.drive.api_url") ?? "https://www.googleapis.com",
      credentialsFile: credentials.isEmpty ? nil : Self.resolve(credentials, base: base),
      credentialsVariable: variable.isEmpty ? nil : variable)
    maxUploadBytes = reader.integer("sources.max_upload_bytes")
    urlLifetime = reader.integer("reports.url_ttl_s")
    limits = reader.limits()
    limits.passwords = try reader.passwords("extraction.passwords_file", base: base)
    ocr = OCR(
      isEnabled: reader.automatic("ocr.enabled"),
      languages: try reader.languages("ocr.languages"), dpi: reader.integer("ocr.dpi"),
      pageTimeout: reader.integer("ocr.page_timeout_s"),
      maxPages: reader.integer("ocr.max_pages"),
      maxMegapixels: reader.integer("ocr.max_megapixels"))
    log = Log(level: reader.string("log.level"), format: reader.string("log.format"))
  }

  /// An absolute path: `path` as it is, or below `base`.
  static func resolve(_ path: String, base: String) -> String {
    let expanded = NSString(string: path).expandingTildeInPath
    if expanded.hasPrefix("/") { return expanded }
    return URL(fileURLWithPath: expanded, relativeTo: URL(fileURLWithPath: base, isDirectory: true))
      .standardizedFileURL.path
  }
}

extension Settings.Server {
  /// The path of the Unix socket to listen on, or `nil`.
  var socketPath: String? {
    host.hasPrefix("unix:") ? String(host.dropFirst("unix:".count)) : nil
  }

  /// Whether the server listens where only this machine reaches it.
  var isLoopback: Bool {
    host.hasPrefix("127.") || host == "::1" || host == "[::1]" || host == "localhost"
      || socketPath != nil
  }
}
