/// What a route does with a request's body.
public enum BodyPolicy: Sendable {
  /// Reads it whole, up to so many bytes; a longer one is refused with 413.
  case buffered(limit: Int)
  /// The route takes none: a request that has one is refused with 413.
  public static let none = BodyPolicy.buffered(limit: 0)
}

/// Takes a streamed request body; called on the connection's event loop.
public protocol BodyReceiver: AnyObject, Sendable {
  /// A piece of the body; the bytes are valid during the call only.
  func received(_ bytes: UnsafeRawBufferPointer)
  /// The body is whole.
  func ended()
  /// The connection was lost, or the body refused, before its end.
  func aborted()
}

/// Flow control of one streamed request body; usable from any thread.
public struct BodyFlow: Sendable {
  let loop: EventLoop
  let exchange: ExchangeID

  /// Stops reading from the client after what has been read already.
  public func pause() { loop.post(.pauseBody(exchange, true)) }

  /// Goes on reading.
  public func resume() { loop.post(.pauseBody(exchange, false)) }
}
