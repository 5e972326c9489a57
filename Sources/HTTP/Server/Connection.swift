internal import CLinux
internal import Glibc
internal import Synchronization

/// One client's connection; it belongs to one loop and is touched by that loop's thread alone.
final class Connection {
  /// What the connection is at.
  enum State {
    /// Between requests, or in a head.
    case head
    case body
    /// The handler owes an answer.
    case waiting
    /// Another thread writes the response's body.
    case streaming
    case webSocket
    /// All is sent; the client's end is awaited and what it still sends thrown away.
    case lingering
    case closed
  }

  /// Unsent bytes above which nothing more is read from the client.
  static let outputHighWater = 262_144

  let id: ConnectionID
  let loop: EventLoop
  let remoteAddress: String
  let isLocal: Bool
  private let isRefused: Bool
  let socket: Int32

  var state = State.head
  // Not checked for overlapping access: it is of the loop's thread alone, and calls nobody back.
  @exclusivity(unchecked) var output = OutputQueue()
  /// Bytes read but not yet used.
  private var stash: [UInt8] = []
  var parser: HeadParser
  /// Counts requests, so that a late answer is told from one in time.
  var serial: UInt32 = 0
  var exchange: Exchange?
  var session: WebSocketSession?

  /// When the present state's clock began.
  var since: UInt64
  var deadline = UInt64.max
  var filedTick = UInt64.max
  var lastProgress: UInt64
  var interest: UInt32 = 0
  var isBlocked = false
  private var isProcessing = false
  private var isMarked = false
  var peerClosed = false
  /// The output is over its bound; told from outside any call of the application's.
  private var isOverflowing = false
  /// Shuts down once all output is sent.
  private(set) var endsAfterOutput = false

  init(id: ConnectionID, loop: EventLoop, socket: AcceptedSocket) {
    self.id = id
    self.loop = loop
    self.socket = socket.number
    remoteAddress = socket.remoteAddress
    isLocal = socket.isLocal
    isRefused = socket.isRefused
    parser = HeadParser(limits: loop.context.configuration.head)
    since = loop.now
    lastProgress = loop.now
  }

  /// Begins to listen to the client.
  func begin() {
    interest = UInt32(EPOLLIN.rawValue)
    loop.watch(socket, interest, id.raw)
    if isRefused { refuseConnection() }
    settle()
  }

  private func refuseConnection() {
    loop.context.refusalText.withUnsafeBytes { output.append($0, &loop.pool) }
    loop.counters.count(status: 503)
    endAfterOutput()
    flush()
  }

  // MARK: Events

  func handle(_ events: UInt32) {
    if events & UInt32(EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
      return close(lost: true)
    }
    if events & UInt32(EPOLLOUT.rawValue) != 0 { flush() }
    let isReadable = events & UInt32(EPOLLIN.rawValue) != 0
    let isUnwanted = isReadable && !wantsInput
    if isReadable, !isUnwanted { read() }
    settle(dropsInput: isUnwanted)
  }

  private func read() {
    let count = recv(socket, loop.readBuffer.baseAddress, loop.readBuffer.count, 0)
    if count > 0 {
      loop.counters.bytesReceived &+= UInt64(count)
      receive(UnsafeMutableRawBufferPointer(rebasing: loop.readBuffer[0..<count]))
      flush()
    } else if count == 0 {
      peerEnded()
    } else if errno != EAGAIN, errno != EINTR {
      close(lost: true)
    }
  }

  /// The client sends no more; it may still read what it asked for (RFC 9112 §9.6).
  private func peerEnded() {
    peerClosed = true
    switch state {
    case .waiting, .streaming: break
    case .head where !output.isEmpty: endAfterOutput()
    case .webSocket: close(lost: true)
    default: close(lost: true)
    }
  }

  private func receive(_ fresh: UnsafeMutableRawBufferPointer) {
    if stash.isEmpty {
      let used = consume(fresh)
      if used < fresh.count, keepsInput { stash.append(contentsOf: fresh[used...]) }
    } else {
      stash.append(contentsOf: fresh)
      drainStash()
    }
  }

  private var keepsInput: Bool { state != .closed && !endsAfterOutput }

  private func drainStash() {
    var taken = stash
    stash = []
    let used = taken.withUnsafeMutableBytes { consume($0) }
    if used < taken.count, keepsInput {
      taken.removeFirst(used)
      stash = taken
    }
  }

  /// Goes on with what was read before, once the present request is done.
  func resume() {
    if isProcessing || state == .closed { return }
    if !stash.isEmpty { drainStash() }
    if peerClosed, state == .head { endAfterOutput() }
  }

  /// Uses bytes as far as the state allows.
  /// - Returns: how many were used.
  private func consume(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    isProcessing = true
    defer { isProcessing = false }
    var offset = 0
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      switch state {
      case .head:
        if rest.isEmpty || endsAfterOutput || output.pending >= Self.outputHighWater {
          return offset
        }
        guard let used = readHead(rest) else { return offset }
        offset += used
      case .body:
        if exchange?.isBodyPaused == true { return offset }
        let used = readBody(rest)
        offset += used
        if offset == bytes.count, state == .body { return offset }
      case .waiting, .streaming: return offset
      case .webSocket:
        if session?.isReading == false { return offset }
        offset += readFrames(UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]))
        if offset == bytes.count { return offset }
      case .lingering, .closed: return bytes.count
      }
    }
  }

  /// - Returns: bytes used, or nil to wait for more.
  private func readHead(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let hadBegun = parser.hasBegun
    let step = parser.parse(bytes)
    // Empty lines before a head (RFC 9112 §2.2) give no more time.
    if !hadBegun, parser.hasBegun || step != .needMore { since = loop.now }
    switch step {
    case .needMore: return nil
    case .head(let count):
      let head = parser.head
      parser = HeadParser(limits: parser.limits)
      dispatch(head)
      return count
    case .refuse(let refusal):
      refuseMessage(refusal)
      return bytes.count
    }
  }

  // MARK: Output

  /// Sends what the socket takes now.
  func flush() {
    if isOverflowing { return closeSlow() }
    if output.isEmpty { return ended() }
    let before = output.pending
    // The client's time to take something begins when there is something to take.
    if !isBlocked { lastProgress = loop.now }
    let progress = output.flush(to: socket, &loop.pool)
    let sent = before - output.pending
    if sent > 0 {
      lastProgress = loop.now
      loop.counters.bytesSent &+= UInt64(sent)
      // Room that a full socket has again is what the client took.
      if isBlocked { session?.clock.noteSign(now: loop.now) }
    }
    if progress == .failed { return close(lost: true) }
    isBlocked = progress == .blocked
    exchange?.acknowledge(unsent: output.pending)
    session?.noteUnsent(output.pending)
    if before >= Self.outputHighWater, output.pending < Self.outputHighWater {
      session?.clock.noteReadable(now: loop.now)
      resume()
      scheduleFlush()
    }
    if output.isEmpty { ended() }
  }

  /// Sends bytes past the queue, which is empty.
  /// - Returns: how many the socket took.
  func sendDirectly(_ bytes: UnsafeRawBufferPointer) -> Int {
    let sent = Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    if sent <= 0 { return 0 }
    loop.counters.bytesSent &+= UInt64(sent)
    return sent
  }

  /// Has the output sent when the loop's turn ends, unless that happens anyway.
  func scheduleFlush() {
    if isProcessing || isMarked || isBlocked { return }
    isMarked = true
    loop.markDirty(id)
  }

  /// The client reads too slowly to be served: closes when the loop's turn ends.
  func overflow() {
    if isOverflowing { return }
    isOverflowing = true
    loop.markDirty(id)
  }

  /// Whether a close gives memory back, once the client has been given what it takes now: a full
  /// socket does not tell when there is a little room again.
  func holdsMemoryStill() -> Bool {
    guard output.holdsMemory else { return false }
    flush()
    settle()
    return output.holdsMemory
  }

  /// Ends a connection whose client takes too little or nothing.
  func closeSlow() {
    loop.counters.slowClientsClosed += 1
    close(lost: true)
  }

  func flushMarked() {
    isMarked = false
    flush()
    settle()
  }

  /// Ends the connection once everything is sent.
  func endAfterOutput() {
    endsAfterOutput = true
    stash = []
    if output.isEmpty, !isProcessing { ended() }
  }

  /// All output is sent.
  private func ended() {
    guard endsAfterOutput, state != .lingering, state != .closed else { return }
    if peerClosed { return close(lost: false) }
    // RFC 9112 §9.6: a close with unread input would reset the connection and lose the answer.
    shutdown(socket, Int32(SHUT_WR))
    state = .lingering
    since = loop.now
  }

  // MARK: The end

  /// The server stops: ends now if nothing is under way, else after the response.
  func drain() {
    switch state {
    case .head where output.isEmpty && !parser.hasBegun: close(lost: false)
    case .head where !parser.hasBegun: endAfterOutput()
    case .webSocket: closeWebSocket(code: CloseCode.goingAway, reason: "the server stops")
    default: break
    }
    flush()
    settle()
  }

  /// Closes the socket and tells whoever waits for it.
  func close(lost: Bool) {
    if state == .closed { return }
    state = .closed
    loop.connections.remove(id)
    output.clear(&loop.pool)
    stash = []
    Glibc.close(socket)
    loop.load.subtract(1, ordering: .relaxed)
    loop.context.gate.leave(remoteAddress, isLocal: isLocal, wasRefused: isRefused)
    let exchange = exchange
    self.exchange = nil
    exchange?.connectionClosed()
    let session = session
    self.session = nil
    session?.connectionClosed(loop)
  }
}
