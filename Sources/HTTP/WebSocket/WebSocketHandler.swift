/// What happens on one WebSocket connection; called on its event loop, so it must not block.
public protocol WebSocketHandler: AnyObject, Sendable {
  /// The handshake is answered; sending may begin.
  func opened(_ socket: WebSocket)
  /// A whole text message, checked as UTF-8; the bytes are valid during the call only.
  func text(_ text: UnsafeRawBufferPointer, from socket: WebSocket)
  /// A whole binary message; the bytes are valid during the call only.
  func binary(_ bytes: UnsafeRawBufferPointer, from socket: WebSocket)
  /// The connection is over; called once, also for lost connections.
  /// - Parameter code: the close code (RFC 6455 §7.4); 1005 without one, 1006 when it was lost.
  func closed(_ socket: WebSocket, code: UInt16)
}

extension WebSocketHandler {
  /// For handlers of text alone, where ``WebSocketConfiguration/acceptsBinary`` is false: none comes.
  public func binary(_ bytes: UnsafeRawBufferPointer, from socket: WebSocket) {}
}

/// The answer to a WebSocket handshake.
public enum WebSocketDecision: Sendable {
  /// Opens the connection; `fields` are added to the 101.
  case accept(
    any WebSocketHandler, fields: ResponseFields = ResponseFields(), subprotocol: String? = nil)
  /// Refuses the handshake, with 403 for example.
  case refuse(Response)
}

/// Bounds of WebSocket connections.
public struct WebSocketConfiguration: Sendable {
  /// Longest message in bytes, inflated; a longer one is answered by close 1009.
  public var messageLimit = 33_554_432
  /// Longest frame payload in bytes as sent; close 1009 beyond.
  public var frameLimit = 33_554_432
  /// Longest frame payload that is sent, in bytes: a longer message goes out in several frames.
  public var sentFrameLimit = Int.max
  /// Whether the handler takes binary messages; otherwise one is refused at its first frame's header
  /// (close 1003).
  public var acceptsBinary = true
  /// Unsent bytes behind which no further message waits: then the connection is closed (1008 is not
  /// sent: the client reads nothing). One message may be longer than this.
  public var queueLimit = 16_777_216
  /// Whether permessage-deflate is negotiated (RFC 7692).
  public var compresses = true
  /// Shortest message that is worth deflating, in bytes.
  public var compressionThreshold = 256
  /// Seconds without any frame from the client after which it is pinged.
  public var pingInterval = 30.0
  /// Seconds without any frame from the client after which the connection counts as lost.
  public var peerTimeout = 90.0
  /// Seconds without a message in either direction after which the connection is closed; 0 = never.
  public var idleTimeout = 600.0
  /// Seconds after which a connection is closed in any case; 0 = never.
  public var lifetime = 0.0
  /// Seconds that the client has to answer a close frame once that is sent.
  public var closeTimeout = 5.0

  public init() {}
}
