import HTTP

/// Where a running server is reached.
struct ServerAddress: Equatable, Sendable {
  /// What clients are told: `server.public_url`, or the bound address. A Unix socket has no
  /// address that a URL could say: `http://localhost` stands for what a client puts into Host.
  let url: String
  let webSocket: String
  /// The bound address, whatever clients are told, for `isoscan queue`: a URL, or `unix:` and a path.
  let local: String
  /// The path of the Unix socket, where there is no other.
  let socketPath: String?

  init(_ settings: Settings.Server, _ bound: [BoundAddress]) {
    let first = bound.first { $0.port != nil } ?? bound.first
    var base = "http://localhost"
    if let first, let port = first.port {
      base = "http://\(Self.reachable(first.host)):\(port)"
      local = base
      socketPath = nil
    } else {
      local = "unix:" + (first?.host ?? "")
      socketPath = first?.host
    }
    url = settings.publicURL ?? base
    webSocket = "ws" + url.dropFirst("http".count) + settings.webSocketPath
  }

  /// The line that `isoscan serve` prints when it accepts connections.
  func readyLine(process: Int32) -> String {
    var line = "{\"event\":\"ready\",\"url\":\(JSONText.string(url)),"
    line += "\"ws\":\(JSONText.string(webSocket)),"
    if let socketPath { line += "\"unix\":\(JSONText.string(socketPath))," }
    return line + "\"pid\":\(process)}"
  }

  /// A host to connect to; IPv6 in brackets (RFC 3986 §3.2.2).
  private static func reachable(_ host: String) -> String {
    if host == "0.0.0.0" { return "127.0.0.1" }
    if host == "::" { return "[::1]" }
    return host.contains(":") ? "[\(host)]" : host
  }
}
