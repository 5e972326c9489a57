import Foundation
import HTTP

extension Settings {
  var serverConfiguration: ServerConfiguration {
    var configuration = server.configuration
    // A drawing waits whole while it is downloaded: two of the longest fit.
    configuration.waitingBytes = max(
      configuration.waitingBytes, 2 * min(workers.maxFileBytes, .max / 8))
    return configuration
  }
}

/// What the settings mean to the HTTP server.
extension Settings.Server {
  /// API Gateway's quotas for WebSocket APIs; their sizes are in bytes, their times in seconds.
  enum CloudQuota {
    static let message = 131_072
    static let frame = 32_768
    static let idle = 600
    static let lifetime = 7_200
  }

  var webSocketLimits: WebSocketConfiguration {
    var limits = WebSocketConfiguration()
    limits.messageLimit = maxMessageBytes
    limits.frameLimit = maxMessageBytes
    limits.acceptsBinary = false
    limits.idleTimeout = Double(idleTimeout)
    guard emulatesLimits else { return limits }
    limits.messageLimit = min(maxMessageBytes, CloudQuota.message)
    limits.frameLimit = min(maxMessageBytes, CloudQuota.frame)
    limits.sentFrameLimit = CloudQuota.frame
    limits.idleTimeout = Double(min(idleTimeout, CloudQuota.idle))
    limits.lifetime = Double(CloudQuota.lifetime)
    // The cloud negotiates no extension; so a frame's length is what the client meant to send.
    limits.compresses = false
    return limits
  }

  var configuration: ServerConfiguration {
    var configuration = ServerConfiguration(addresses: [listenAddress])
    configuration.loops = loops
    configuration.maximumConnections = maxConnections
    configuration.maximumConnectionsPerAddress = maxConnectionsPerAddress
    configuration.trustedProxies = trustedProxies
    // The longest message has to fit, however long that is.
    configuration.unfinishedMessageBytes = max(
      configuration.unfinishedMessageBytes, 2 * maxMessageBytes)
    configuration.timeouts.head = Double(headTimeout)
    configuration.timeouts.body = Double(bodyTimeout)
    configuration.timeouts.idle = Double(keepaliveTimeout)
    return configuration
  }

  private var listenAddress: ListenAddress {
    if Self.isActivated(ProcessInfo.processInfo.environment) { return .activated }
    if let socketPath { return .unix(path: socketPath) }
    return .tcp(host: host, port: UInt16(clamping: port))
  }

  /// Whether systemd passes sockets to this process, not to the one that started it
  /// (sd_listen_fds(3)).
  static func isActivated(_ environment: [String: String]) -> Bool {
    environment["LISTEN_PID"] == String(ProcessInfo.processInfo.processIdentifier)
      && (environment["LISTEN_FDS"].flatMap { Int($0) } ?? 0) > 0
  }
}
