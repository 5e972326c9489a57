import HTTP
import Synchronization

/// Which hosts the server answers for, and which pages may use it.
///
/// The list of hosts keeps a page from reaching the server by a name of its own that it lets
/// resolve to this machine (DNS rebinding); the origins keep other pages from using it.
final class HostPolicy: Sendable {
  private struct Rules {
    var settings: Settings.Server
    var hosts: Set<String>

    init(_ settings: Settings.Server) {
      self.settings = settings
      hosts = Set(settings.allowedHosts.map(HostPolicy.hostName))
      if let url = settings.publicURL {
        hosts.insert(HostPolicy.hostName(HostPolicy.authority(of: url)))
      }
      // An address that is bound by name can only be reached by it.
      if settings.host != "0.0.0.0", settings.host != "::", settings.socketPath == nil {
        hosts.insert(HostPolicy.hostName(settings.host))
      }
    }
  }

  private let rules: Mutex<Rules>
  /// The server's own address, known once it is bound.
  private let address: AddressBox
  private let allowsAnyHost: Bool

  init(settings: Settings.Server, address: AddressBox, allowsAnyHost: Bool = false) {
    rules = Mutex(Rules(settings))
    self.address = address
    self.allowsAnyHost = allowsAnyHost
  }

  /// Goes by other settings from now on.
  func update(_ settings: Settings.Server) {
    rules.withLock { $0 = Rules(settings) }
  }

  /// - Parameter host: lower case, without port.
  func allows(host: String) -> Bool {
    allowsAnyHost || Self.isLoopback(host) || rules.withLock { $0.hosts.contains(host) }
  }

  /// Whether a page of this origin may use the server; no origin is no page.
  func allows(origin: String?, of request: Request) -> Bool {
    guard let origin = origin?.lowercased() else { return true }
    let settings = rules.withLock { $0.settings }
    if settings.allowedOrigins.contains(origin) { return true }
    if let url = settings.publicURL, origin == Self.origin(of: url) { return true }
    let authority = Self.authority(of: origin)
    guard origin.hasPrefix("http://") || origin.hasPrefix("https://"), !authority.isEmpty else {
      return false
    }
    if authority == request.authority.lowercased() { return true }
    return address.isLocal && Self.isLoopback(Self.hostName(authority))
  }

  /// Where the client of a request reaches the server.
  func links(for request: Request) -> Links {
    if let url = rules.withLock({ $0.settings.publicURL }) { return Links(base: url) }
    let authority = request.authority
    if authority.isEmpty { return address.links }
    return Links(base: (request.isSecure ? "https://" : "http://") + authority)
  }

  static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" || host == "::1" || host.hasSuffix(".localhost") {
      return true
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The host of `host:port`, in lower case.
  private static func hostName(_ authority: String) -> String {
    let lower = authority.lowercased()
    if lower.hasPrefix("[") { return String(lower.prefix { $0 != "]" }) + "]" }
    if lower.count(where: { $0 == ":" }) > 1 { return "[\(lower)]" }
    return String(lower.prefix { $0 != ":" })
  }

  private static func authority(of url: String) -> String {
    guard let start = url.firstRange(of: "://")?.upperBound else { return "" }
    return String(url[start...].prefix { $0 != "/" })
  }

  private static func origin(of url: String) -> String {
    let scheme = url.prefix { $0 != ":" }
    return "\(scheme)://\(authority(of: url))".lowercased()
  }
}
