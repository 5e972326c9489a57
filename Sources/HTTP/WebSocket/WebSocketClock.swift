/// The times of one WebSocket: what is due, and when. All are nanoseconds of the monotonic clock.
struct WebSocketClock {
  /// What is due.
  enum Due { case nothing, ping, lost, idle, expired, slowMessage }

  /// The configuration's times; 0 = never.
  private struct Times {
    let ping, peer, idle, lifetime, close, message: UInt64
    /// For a client to read what was queued before the close frame.
    let lastWords: UInt64
    /// Bytes that a message which has begun has to bring in each time of ``message``.
    let leastBytes: Int

    init(_ configuration: WebSocketConfiguration, _ limits: Timeouts) {
      ping = MonotonicClock.nanoseconds(configuration.pingInterval)
      peer = MonotonicClock.nanoseconds(configuration.peerTimeout)
      idle = MonotonicClock.nanoseconds(configuration.idleTimeout)
      lifetime = MonotonicClock.nanoseconds(configuration.lifetime)
      close = MonotonicClock.nanoseconds(max(0.001, configuration.closeTimeout))
      message = MonotonicClock.nanoseconds(limits.body)
      lastWords = max(close, MonotonicClock.nanoseconds(limits.write))
      leastBytes = Int(clamping: Int64(min(1e18, limits.minimumBodyRate * limits.body)))
    }
  }

  private let times: Times
  private let openedAt: UInt64
  /// When the client last showed that it is there: a byte of it came, or it took some that waited.
  private var lastSign: UInt64
  /// When a message came or went.
  private var lastMessage: UInt64
  private var hasPinged = false
  /// Whether a close frame is among what is sent.
  private(set) var isClosing = false
  private var closingSince: UInt64 = 0
  /// When that was out; 0 = not yet. The client's time to answer begins then: before, it has yet to
  /// read what comes first.
  private var closeSentAt: UInt64 = 0
  /// Whether nothing is read from the client because the application wants no more for now.
  private(set) var isPaused = false
  /// Since when a message that has begun is held to its rate; 0 = none has.
  private var stretchStart: UInt64 = 0
  private var stretchBytes = 0

  init(_ configuration: WebSocketConfiguration, _ limits: Timeouts, now: UInt64) {
    times = Times(configuration, limits)
    (openedAt, lastSign, lastMessage) = (now, now, now)
  }

  /// The client is there.
  ///
  /// Its pongs are not enough: while much is unsent nothing is read from it, and a pong waits behind
  /// what it has yet to read.
  mutating func noteSign(now: UInt64) {
    lastSign = now
    hasPinged = false
  }

  mutating func noteMessage(now: UInt64) { lastMessage = now }

  /// A message of the client is whole.
  mutating func noteMessageEnd() { stretchStart = 0 }

  /// All of a read is used; where it ended inside a message, that one is held to a rate from here on.
  mutating func noteRead(_ count: Int, isInMessage: Bool, now: UInt64) {
    if !isInMessage {
      stretchStart = 0
    } else if stretchStart == 0 {
      beginStretch(now: now)
    } else {
      stretchBytes &+= count
    }
  }

  /// What the client sends is read again, after it was not while much was unsent.
  mutating func noteReadable(now: UInt64) {
    if stretchStart != 0 { beginStretch(now: now) }
  }

  private mutating func beginStretch(now: UInt64) {
    stretchStart = max(1, now)
    stretchBytes = 0
  }

  /// Reading stops: what would show that the client is there is not seen any more.
  mutating func notePaused() { isPaused = true }

  mutating func noteResumed(now: UInt64) {
    isPaused = false
    noteSign(now: now)
  }

  mutating func noteClosing(now: UInt64) {
    isClosing = true
    closingSince = now
    // The client's answer is awaited.
    isPaused = false
  }

  /// All that was queued is out.
  mutating func noteFlushed(now: UInt64) {
    if isClosing, closeSentAt == 0 { closeSentAt = max(1, now) }
  }

  private func after(_ start: UInt64, _ time: UInt64) -> UInt64 {
    time > 0 ? start &+ time : .max
  }

  var nextDeadline: UInt64 {
    if isClosing {
      return closeSentAt == 0
        ? after(closingSince, times.lastWords) : after(closeSentAt, times.close)
    }
    let ping = hasPinged || isPaused ? UInt64.max : after(lastSign, times.ping)
    let lost = isPaused ? UInt64.max : after(lastSign, times.peer)
    let idle = after(lastMessage, times.idle)
    return min(min(ping, lost), min(idle, after(openedAt, times.lifetime)), messageDeadline)
  }

  private var messageDeadline: UInt64 {
    stretchStart == 0 ? .max : after(stretchStart, times.message)
  }

  /// - Parameter isReading: whether what the client sends is read at all.
  mutating func due(now: UInt64, isReading: Bool) -> Due {
    if nextDeadline > now { return .nothing }
    if isClosing || !isPaused && after(lastSign, times.peer) <= now { return .lost }
    if after(lastMessage, times.idle) <= now { return .idle }
    if after(openedAt, times.lifetime) <= now { return .expired }
    if messageDeadline <= now { return judgeMessage(now: now, isReading: isReading) }
    hasPinged = true
    return .ping
  }

  /// Looks at what has come of an unfinished message, and anew from here on.
  private mutating func judgeMessage(now: UInt64, isReading: Bool) -> Due {
    let isTooSlow = isReading && stretchBytes < times.leastBytes
    beginStretch(now: now)
    return isTooSlow ? .slowMessage : .nothing
  }
}
