internal import Synchronization

/// The WebSocket of one connection: its machine, its handler and its clocks.
final class WebSocketSession {
  var machine: WebSocketMachine
  let handler: any WebSocketHandler
  let handle: WebSocket
  let configuration: WebSocketConfiguration
  let deflate: DeflateParameters?

  private let times: Times
  private let openedAt: UInt64
  /// When any byte came.
  private var lastReceived: UInt64
  /// When a message came or went.
  private var lastMessage: UInt64
  private var hasPinged = false
  /// When the closing handshake began; 0 = not yet.
  private var closingSince: UInt64 = 0
  private var isOver = false

  init(
    handle: WebSocket, handler: any WebSocketHandler, configuration: WebSocketConfiguration,
    deflate: DeflateParameters?, now: UInt64
  ) {
    self.handle = handle
    self.handler = handler
    self.configuration = configuration
    self.deflate = deflate
    times = Times(configuration)
    machine = WebSocketMachine(
      messageLimit: configuration.messageLimit, frameLimit: configuration.frameLimit,
      deflate: deflate)
    (openedAt, lastReceived, lastMessage) = (now, now, now)
  }

  /// Whether a close frame has been sent.
  var isClosing: Bool { closingSince != 0 }

  func noteReceived(now: UInt64) {
    lastReceived = now
    hasPinged = false
  }

  func noteMessage(now: UInt64, wall: Int64) {
    lastMessage = now
    handle.lastActive.store(wall, ordering: .relaxed)
  }

  func noteUnsent(_ count: Int) { handle.unsent.store(count, ordering: .relaxed) }

  func noteClosing(now: UInt64) {
    closingSince = max(1, now)
    handle.open.store(false, ordering: .relaxed)
  }

  // MARK: Time

  /// What is due.
  enum Due { case nothing, ping, lost, idle, expired }

  /// The configuration's times in nanoseconds; 0 = never.
  private struct Times {
    let ping, peer, idle, lifetime, close: UInt64

    init(_ configuration: WebSocketConfiguration) {
      ping = MonotonicClock.nanoseconds(configuration.pingInterval)
      peer = MonotonicClock.nanoseconds(configuration.peerTimeout)
      idle = MonotonicClock.nanoseconds(configuration.idleTimeout)
      lifetime = MonotonicClock.nanoseconds(configuration.lifetime)
      close = MonotonicClock.nanoseconds(max(0.001, configuration.closeTimeout))
    }
  }

  private func after(_ start: UInt64, _ time: UInt64) -> UInt64 {
    time > 0 ? start &+ time : .max
  }

  var nextDeadline: UInt64 {
    if isClosing { return after(closingSince, times.close) }
    let ping = hasPinged ? UInt64.max : after(lastReceived, times.ping)
    let lost = after(lastReceived, times.peer)
    let idle = after(lastMessage, times.idle)
    return min(min(ping, lost), min(idle, after(openedAt, times.lifetime)))
  }

  func due(now: UInt64) -> Due {
    if nextDeadline > now { return .nothing }
    if isClosing || after(lastReceived, times.peer) <= now { return .lost }
    if after(lastMessage, times.idle) <= now { return .idle }
    if after(openedAt, times.lifetime) <= now { return .expired }
    hasPinged = true
    return .ping
  }

  // MARK: The end

  /// Tells the handler, once.
  func end(code: UInt16, _ loop: EventLoop) {
    if isOver { return }
    isOver = true
    loop.counters.webSockets -= 1
    handle.open.store(false, ordering: .relaxed)
    handle.unsent.store(0, ordering: .relaxed)
    handler.closed(handle, code: code)
  }

  func connectionClosed(_ loop: EventLoop) { end(code: CloseCode.lost, loop) }
}
