internal import Synchronization

/// The WebSocket of one connection: its machine, its handler and its clock.
final class WebSocketSession {
  // Not checked for overlapping access: it is of the loop's thread alone, and calls nobody back.
  @exclusivity(unchecked) var machine: WebSocketMachine
  let handler: any WebSocketHandler
  let handle: WebSocket
  let configuration: WebSocketConfiguration
  let deflate: DeflateParameters?

  // Likewise.
  @exclusivity(unchecked) var clock: WebSocketClock
  private var isOver = false

  init(
    handle: WebSocket, handler: any WebSocketHandler, configuration: WebSocketConfiguration,
    deflate: DeflateParameters?, context: ServerContext, now: UInt64
  ) {
    self.handle = handle
    self.handler = handler
    self.configuration = configuration
    self.deflate = deflate
    clock = WebSocketClock(configuration, context.configuration.timeouts, now: now)
    machine = WebSocketMachine(
      messageLimit: configuration.messageLimit, frameLimit: configuration.frameLimit,
      acceptsBinary: configuration.acceptsBinary, deflate: deflate, budget: context.messageBudget)
  }

  /// Whether a close frame is queued or sent.
  var isClosing: Bool { clock.isClosing }

  /// Whether messages may be read.
  var isReading: Bool { !clock.isPaused }

  func pauseReading() {
    if !isClosing { clock.notePaused() }
  }

  func noteMessage(now: UInt64, wall: Int64) {
    clock.noteMessage(now: now)
    handle.lastActive.store(wall, ordering: .relaxed)
  }

  func noteUnsent(_ count: Int) { handle.unsent.store(count, ordering: .relaxed) }

  func noteClosing(now: UInt64) {
    clock.noteClosing(now: now)
    machine.discardMessages()
    handle.open.store(false, ordering: .relaxed)
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
