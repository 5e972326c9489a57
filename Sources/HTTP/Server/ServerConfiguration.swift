/// Where the server listens.
public enum ListenAddress: Sendable, Equatable {
  /// An IPv4 or IPv6 address or a name; port 0 takes a free one.
  case tcp(host: String, port: UInt16)
  /// A Unix socket; a stale one of a dead server is replaced.
  case unix(path: String)
  /// The sockets that systemd passes (`LISTEN_FDS`, sd_listen_fds(3)).
  case activated
}

/// An address the server has bound.
public struct BoundAddress: Sendable, Equatable {
  /// The numeric host, IPv6 without brackets, or the path of a Unix socket.
  public let host: String
  /// nil for a Unix socket.
  public let port: UInt16?

  /// Whether only this machine can reach it.
  public let isLocal: Bool
}

/// Everything the server is told from outside; all bounds have defaults that suit the internet.
public struct ServerConfiguration: Sendable {
  public var addresses: [ListenAddress]
  /// Event loop threads; 0 = one a core.
  public var loops = 0
  /// Connections at once; above it new ones get 503. 0 = as many as descriptors allow.
  public var maximumConnections = 0
  /// Connections at once from one address, but for this machine's own; above it new ones get 503.
  public var maximumConnectionsPerAddress = 1_024
  /// Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
  public var trustedProxies = TrustedProxies()
  /// Bytes that unfinished messages of all WebSockets may take together (256 MiB: eight of the longest
  /// by default): the client that would need more is told to try again later (close 1013).
  public var unfinishedMessageBytes = 268_435_456
  /// Bytes in memory that may wait for all clients together (512 MiB): beyond, those are closed that
  /// have taken nothing for longest and for a second at least; beyond twice as many, whoever they are.
  public var waitingBytes = 536_870_912
  public var head = HeadLimits()
  public var timeouts = Timeouts()
  /// Seconds that a 503 tells clients to wait (RFC 9110 §10.2.3).
  public var retryAfter = 2
  /// Longest queue of pending connections in the kernel.
  public var backlog: Int32 = 4_096

  public init(addresses: [ListenAddress]) { self.addresses = addresses }
}

/// Bounds of a request head (RFC 9112 §3, §5 leave them to the server).
public struct HeadLimits: Sendable {
  /// Bytes of the request line: 414 beyond.
  public var line = 8_192
  /// Bytes in all: 431 beyond.
  public var total = 32_768
  /// Field lines: 431 beyond.
  public var fields = 128

  public init() {}
}

/// How long a client may take, in seconds.
public struct Timeouts: Sendable {
  /// From the first byte of a head (or the connection) to its end: 408 beyond.
  public var head = 10.0
  /// Between requests: the connection is closed.
  public var idle = 75.0
  /// A body has to bring ``minimumBodyRate`` in every stretch of this length: 408 otherwise. So has a
  /// message of a WebSocket that has begun: close 1008 otherwise.
  public var body = 10.0
  /// Bytes a second.
  public var minimumBodyRate = 256.0
  /// Without any byte of a response being taken: the connection is closed.
  public var write = 60.0
  /// For a client to close after the last response, while what it still sends is thrown away.
  public var linger = 2.0

  public init() {}
}
