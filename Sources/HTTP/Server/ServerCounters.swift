/// What the server has done since its start; a snapshot.
public struct ServerCounters: Sendable {
  /// Connections open now, WebSockets among them.
  public var connections = 0
  public var webSockets = 0
  public var acceptedConnections: UInt64 = 0
  /// Refused with 503 or closed at once, for want of room.
  public var refusedConnections: UInt64 = 0
  /// Requests answered with 101.
  public var upgrades: UInt64 = 0
  /// Requests answered with 2xx.
  public var successes: UInt64 = 0
  /// Requests answered with 3xx.
  public var redirections: UInt64 = 0
  /// Requests answered with 4xx.
  public var clientErrors: UInt64 = 0
  /// Requests answered with 5xx.
  public var serverErrors: UInt64 = 0
  public var bytesReceived: UInt64 = 0
  public var bytesSent: UInt64 = 0
  public var messagesReceived: UInt64 = 0
  public var messagesSent: UInt64 = 0
  /// Messages that a newer one replaced before they were sent.
  public var messagesReplaced: UInt64 = 0
  /// Connections closed because their clients read too slowly: too much waited, or none was taken for
  /// ``Timeouts/write``.
  public var slowClientsClosed: UInt64 = 0

  public init() {}

  static func + (left: ServerCounters, right: ServerCounters) -> ServerCounters {
    var sum = left
    sum.connections += right.connections
    sum.webSockets += right.webSockets
    sum.acceptedConnections &+= right.acceptedConnections
    sum.refusedConnections &+= right.refusedConnections
    sum.upgrades &+= right.upgrades
    sum.successes &+= right.successes
    sum.redirections &+= right.redirections
    sum.clientErrors &+= right.clientErrors
    sum.serverErrors &+= right.serverErrors
    sum.bytesReceived &+= right.bytesReceived
    sum.bytesSent &+= right.bytesSent
    sum.messagesReceived &+= right.messagesReceived
    sum.messagesSent &+= right.messagesSent
    sum.messagesReplaced &+= right.messagesReplaced
    sum.slowClientsClosed &+= right.slowClientsClosed
    return sum
  }

  mutating func count(status: Int) {
    switch status {
    case ..<200: upgrades &+= 1
    case ..<300: successes &+= 1
    case ..<400: redirections &+= 1
    case ..<500: clientErrors &+= 1
    default: serverErrors &+= 1
    }
  }
}
