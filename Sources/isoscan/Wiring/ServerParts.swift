import Extraction
import Foundation
import HTTP
import Pipeline

/// Puts the routes together into a server.
struct ServerParts {
  let settings: Settings
  let backend: any Backend
  let dispatcher: Dispatcher
  let sources: SourceResolver
  let reporter: Reporter
  let gateway: Gateway
  let signer: URLSigner
  let log: Log
  let publicFolder: String?
  let isConformance: Bool
  /// Whether Drive is read without a client's token too.
  let hasDriveCredentials: @Sendable () -> Bool

  /// - Throws: ``SettingsError`` where a WebSocket would hide another route.
  func makeServer(_ hosts: HostPolicy) throws(SettingsError) -> Server {
    let handlers = BlockingHandlers(log: log)
    let counters = CountersBox()
    var router = Router()
    addAPI(to: &router, hosts, handlers, counters)
    if isConformance { ConformanceRoutes().add(to: &router) }
    let dashboard = DashboardRoutes(override: publicFolder)
    try checkWebSockets(router, dashboard)
    addWebSockets(to: &router, hosts)
    dashboard.add(to: &router)
    let server = Server(
      configuration: settings.serverConfiguration, router: router, hooks: hooks(hosts))
    counters.set { [weak server] in server?.counters ?? ServerCounters() }
    return server
  }

  private func addAPI(
    to router: inout Router, _ hosts: HostPolicy, _ handlers: BlockingHandlers,
    _ counters: CountersBox
  ) {
    StatusRoutes(
      backend: backend, settings: settings, sources: sources, extensions: Format.readableExtensions,
      handlers: handlers, counters: { counters.read() }, hasDriveCredentials: hasDriveCredentials
    ).add(to: &router)
    SessionRoutes(
      backend: backend, dispatcher: dispatcher, sources: sources, reporter: reporter,
      signer: signer, hosts: hosts, handlers: handlers, bodyLimit: settings.server.maxMessageBytes
    ).add(to: &router)
    QueueRoutes(backend: backend, handlers: handlers).add(to: &router)
    UploadRoutes(
      uploads: sources.uploads, limit: Int64(settings.maxUploadBytes), log: log
    ).add(to: &router)
    DownloadRoutes(
      backend: backend, sources: sources, reporter: reporter, signer: signer, hosts: hosts,
      handlers: handlers, drawingLimit: settings.workers.maxFileBytes
    ).add(to: &router)
    ManagementRoutes(registry: gateway.registry, paths: management).add(to: &router)
  }

  private func checkWebSockets(
    _ router: Router, _ dashboard: DashboardRoutes
  ) throws(SettingsError) {
    let paths = [
      ("server.websocket_path", settings.server.webSocketPath),
      ("server.stage", "/" + settings.server.stage),
    ]
    for (key, path) in paths where router.isTaken(path) || dashboard.has(path) {
      throw SettingsError(
        description: "\(key): \(path) is a path of the server's own: take another, such as \"/ws\"")
    }
  }

  private func addWebSockets(to router: inout Router, _ hosts: HostPolicy) {
    let limits = settings.server.webSocketLimits
    let stage = settings.server.stage
    for path in [settings.server.webSocketPath] + (stage.isEmpty ? [] : ["/" + stage]) {
      router.webSocket(path, configuration: limits) { [gateway] request in
        guard hosts.allows(origin: request.header("Origin"), of: request) else {
          return .refuse(
            Answer.error(
              403, "forbidden_origin",
              "Pages of this origin may not connect: add it to server.allowed_origins.",
              request: request))
        }
        return .accept(GatewayConnection(links: hosts.links(for: request), gateway: gateway))
      }
    }
  }

  private var management: ManagementPaths { ManagementPaths(stage: settings.server.stage) }

  private func hooks(_ hosts: HostPolicy) -> ServerHooks {
    let management = management
    let access = AccessControl(hosts: hosts, management: management)
    var hooks = ServerHooks()
    hooks.isHostAllowed = { hosts.allows(host: $0) }
    hooks.intercept = { request in
      if let refusal = Answer.codedBody(request) { return .answer(refusal) }
      return access.intercept(request)
    }
    hooks.renderError = { failure, request in
      management.error(failure.status, failure.code, failure.message, request)
    }
    hooks.access = { [log] event in
      guard log.level == .debug else { return }
      // The path without its query: signatures stay out of the log.
      log.debug(
        "request",
        [
          "method": event.request.map { "\($0.method)" } ?? "-",
          "path": event.request?.path ?? "-", "status": event.status,
          "bytes": Int(event.bytesSent), "us": Int(event.duration / 1_000),
          "from": event.remoteAddress,
        ])
    }
    return hooks
  }
}
