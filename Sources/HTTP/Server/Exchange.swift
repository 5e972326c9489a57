/// One request on its way through a connection.
final class Exchange {
  /// Where the request's body goes.
  enum Sink {
    case buffer
    case receiver(any BodyReceiver)
    case discard
  }

  let request: Request
  /// Added to whatever is answered.
  var fields = ResponseFields()

  // The request's body.
  var sink = Sink.buffer
  var handler: Router.Handler?
  var decoder = ChunkedDecoder()
  var remaining = 0
  var received: Int64 = 0
  var limit: Int64 = 0
  var buffer: [UInt8] = []
  var isBodyPaused = false
  var isBodyOver: Bool
  private var windowStart: UInt64 = 0
  private var windowBytes: Int64 = 0

  // The response.
  var status = 0
  var isAnswered = false
  var keepsAlive = false
  var bytesOut: Int64 = 0
  var relay: BodyRelay?
  var isChunked = false
  /// Bytes that a streamed body of known length still owes.
  var owed: Int64?
  private var unacknowledged = 0

  init(request: Request) {
    self.request = request
    isBodyOver = request.head.framing == .none
  }

  // MARK: Time

  /// The client's time for the body begins anew.
  func beginWindow(now: UInt64) {
    windowStart = now
    windowBytes = received
  }

  func bodyDeadline(_ limits: Timeouts) -> UInt64 {
    isBodyPaused ? .max : windowStart &+ MonotonicClock.nanoseconds(limits.body)
  }

  /// Whether the body came too slowly since the last look; looks anew from `now` on.
  func isTooSlow(_ limits: Timeouts, now: UInt64) -> Bool {
    let bytes = received - windowBytes
    windowStart = now
    windowBytes = received
    return Double(bytes) < limits.minimumBodyRate * limits.body
  }

  // MARK: The streamed response

  func noteQueued(payload: Int) { unacknowledged += BodyRelay.cost(of: payload) }

  /// Tells the writer what has been sent, by what has not.
  func acknowledge(unsent: Int) {
    guard let relay, unacknowledged > unsent else { return }
    let sent = unacknowledged - unsent
    unacknowledged = unsent
    relay.sent(sent)
  }

  /// The connection is gone before the exchange was over.
  func connectionClosed() {
    relay?.close()
    if case .receiver(let receiver) = sink, !isBodyOver {
      isBodyOver = true
      receiver.aborted()
    }
  }
}
