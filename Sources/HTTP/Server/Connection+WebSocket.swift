/// A connection that has become a WebSocket.
extension Connection {
  /// Frames of an unkeyed message below this are copied into the output's chunks.
  private static let copiedFrame = 512

  // MARK: The handshake

  func upgrade(
    _ exchange: Exchange, _ configuration: WebSocketConfiguration, _ decide: Router.Handshake
  ) {
    switch WebSocketHandshake.judge(exchange.request.head) {
    case .notAnUpgrade: refuseUpgrade(("Upgrade", "websocket"))
    case .unsupportedVersion: refuseUpgrade(("Sec-WebSocket-Version", "13"))
    case .malformed(let reason): fail(.malformed(reason))
    case .valid where loop.isDraining:
      fail(Refusal(503, "unavailable", "the server is stopping"))
    case .valid(let accept, let deflate):
      switch decide(exchange.request) {
      case .refuse(let response): answerEarly(response)
      case .accept(let handler, let fields, let subprotocol):
        let agreed = configuration.compresses ? deflate : nil
        writeSwitch(exchange, accept, agreed, fields, subprotocol)
        open(exchange, handler, configuration, agreed)
      }
    }
  }

  private func refuseUpgrade(_ field: (String, String)) {
    var response = rendered(
      Refusal(426, "upgrade_required", "this path is for WebSocket, version 13"))
    response.fields.append(field.0, field.1)
    // RFC 9110 §15.5.22: Upgrade has to be there, and Connection has to name it (§7.8).
    if field.0 != "Upgrade" { response.fields.append("Upgrade", "websocket") }
    response.fields.append("Connection", "Upgrade")
    answerEarly(response)
  }

  /// 101 (RFC 6455 §4.2.2).
  private func writeSwitch(
    _ exchange: Exchange, _ accept: String, _ deflate: DeflateParameters?,
    _ fields: ResponseFields, _ subprotocol: String?
  ) {
    var lines = ResponseFields()
    lines.append("Upgrade", "websocket")
    lines.append("Connection", "Upgrade")
    lines.append("Sec-WebSocket-Accept", accept)
    if let deflate { lines.append("Sec-WebSocket-Extensions", deflate.answer) }
    if let subprotocol { lines.append("Sec-WebSocket-Protocol", subprotocol) }
    lines.append(fields)
    let before = output.pending
    writeSwitchHead(lines)
    loop.counters.count(status: 101)
    report(
      exchange.request, 101, Int64(output.pending - before), since: exchange.request.receivedAt)
  }

  private func open(
    _ exchange: Exchange, _ handler: any WebSocketHandler,
    _ configuration: WebSocketConfiguration, _ deflate: DeflateParameters?
  ) {
    let handle = WebSocket(
      loop: loop, connection: id, remoteAddress: exchange.request.remoteAddress,
      userAgent: exchange.request.header("user-agent") ?? "",
      connectedAt: MonotonicClock.wallMilliseconds())
    let session = WebSocketSession(
      handle: handle, handler: handler, configuration: configuration, deflate: deflate,
      now: loop.now)
    self.session = session
    self.exchange = nil
    state = .webSocket
    loop.counters.webSockets += 1
    scheduleFlush()
    handler.opened(handle)
  }

  // MARK: Receiving

  /// Uses all bytes, or those up to the message behind which the application wants no more for now.
  /// - Returns: how many were used.
  func readFrames(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    guard let session else { return bytes.count }
    session.clock.noteSign(now: loop.now)
    var offset = 0
    while state == .webSocket {
      switch session.machine.next(bytes, &offset) {
      case .needMore: return bytes.count
      case .message(let kind, let payload):
        deliver(kind, payload, session)
        if !session.isReading {
          session.machine.dropMessage()
          return offset
        }
      case .ping(let payload): if !session.isClosing { sendControl(10, payload) }
      case .pong: break
      case .close(let code):
        finish(session, code, answer: code == CloseCode.none ? [] : CloseCode.payload(code, ""))
      case .fail(let code, let reason):
        finish(session, code, answer: CloseCode.payload(code, reason))
      }
    }
    return bytes.count
  }

  /// The application takes messages again: those that have been read come first.
  func resumeReading() {
    guard let session, !session.isReading else { return }
    session.clock.noteResumed(now: loop.now)
    resume()
    flush()
    settle()
  }

  private func deliver(
    _ kind: MessageKind, _ payload: UnsafeRawBufferPointer, _ session: WebSocketSession
  ) {
    // After the server's close frame nothing more is of interest.
    if session.isClosing { return }
    loop.counters.messagesReceived &+= 1
    session.noteMessage(now: loop.now, wall: loop.wallMilliseconds)
    switch kind {
    case .text: session.handler.text(payload, from: session.handle)
    case .binary: session.handler.binary(payload, from: session.handle)
    }
  }

  /// The closing handshake is over on the client's side (RFC 6455 §7.1.1): the server closes first.
  private func finish(_ session: WebSocketSession, _ code: UInt16, answer: [UInt8]) {
    if !session.isClosing {
      session.noteClosing(now: loop.now)
      answer.withUnsafeBytes { sendControl(8, $0) }
    }
    state = .waiting
    session.end(code: code, loop)
    endAfterOutput()
    scheduleFlush()
  }

  // MARK: Sending

  private func sendControl(_ opcode: UInt8, _ payload: UnsafeRawBufferPointer) {
    appendFrame(opcode, payload)
    scheduleFlush()
  }

  private func appendFrame(_ opcode: UInt8, _ payload: UnsafeRawBufferPointer) {
    guard let base = payload.baseAddress, payload.count <= OutputQueue.copyLimit else {
      output.append(upTo: FrameHeader.longest, &loop.pool) {
        FrameHeader.write(opcode: opcode, compressed: false, count: payload.count, to: $0)
      }
      return output.append(payload, &loop.pool)
    }
    output.append(upTo: FrameHeader.longest + payload.count, &loop.pool) { memory in
      let header = FrameHeader.write(
        opcode: opcode, compressed: false, count: payload.count, to: memory)
      (memory + header).copyMemory(from: base, byteCount: payload.count)
      return header + payload.count
    }
  }

  /// Queues a message for this connection alone.
  func send(_ kind: MessageKind, _ payload: UnsafeRawBufferPointer) {
    guard let session, state == .webSocket, !session.isClosing else { return }
    let configuration = session.configuration
    if session.deflate != nil && payload.count >= configuration.compressionThreshold
      || payload.count > configuration.sentFrameLimit
    {
      return send(PreparedMessage(kind, payload), replacing: 0)
    }
    let waiting = output.pending
    appendFrame(kind.rawValue, payload)
    sent(session, behind: waiting)
    scheduleFlush()
  }

  /// Queues a message that may be shared with other connections.
  func send(_ message: PreparedMessage, replacing key: UInt64) {
    if enqueue(message, key) { scheduleFlush() }
  }

  /// Queues and sends at once, as a broadcast does.
  func sendNow(_ message: PreparedMessage, replacing key: UInt64) {
    guard output.isEmpty, let session, state == .webSocket, !session.isClosing else {
      return send(message, replacing: key)
    }
    let frames = frames(of: message, session)
    let count = frames.withUnsafeBytes { sendDirectly($0) }
    if count < frames.count {
      // What has begun to be sent can't be replaced.
      output.append(.bytes(frames), count..<frames.count, key: count == 0 ? key : 0)
      scheduleFlush()
    }
    sent(session, behind: 0)
  }

  private func frames(of message: PreparedMessage, _ session: WebSocketSession) -> [UInt8] {
    let loop = loop
    return message.frames(for: session.configuration, session.deflate) {
      loop.deflater(windowBits: $0)
    }
  }

  private func enqueue(_ message: PreparedMessage, _ key: UInt64) -> Bool {
    guard let session, state == .webSocket, !session.isClosing else { return false }
    let frames = frames(of: message, session)
    if key != 0, output.replace(key, with: frames) {
      loop.counters.messagesReplaced &+= 1
      session.noteUnsent(output.pending)
      return false
    }
    let waiting = output.pending
    if key == 0, frames.count < Self.copiedFrame {
      frames.withUnsafeBytes { output.append($0, &loop.pool) }
    } else {
      output.append(.bytes(frames), 0..<frames.count, key: key)
    }
    sent(session, behind: waiting)
    return true
  }

  /// - Parameter behind: bytes that waited before the message. It alone may be larger than the bound:
  ///   only a client that leaves earlier ones unread is too slow.
  private func sent(_ session: WebSocketSession, behind: Int) {
    loop.counters.messagesSent &+= 1
    session.noteMessage(now: loop.now, wall: loop.wallMilliseconds)
    session.noteUnsent(output.pending)
    if behind > session.configuration.queueLimit { overflow() }
  }

  // MARK: The end

  /// Begins the closing handshake.
  func closeWebSocket(code: UInt16, reason: String) {
    guard let session, state == .webSocket, !session.isClosing else { return }
    CloseCode.payload(code, reason).withUnsafeBytes { sendControl(8, $0) }
    session.noteClosing(now: loop.now)
    // Its answer may be among what was read while the application wanted none.
    resume()
    settle()
  }

  func webSocketTimedOut() {
    guard let session else { return }
    switch session.clock.due(now: loop.now) {
    case .nothing: break
    case .ping: sendControl(9, UnsafeRawBufferPointer(start: nil, count: 0))
    case .lost: close(lost: true)
    case .idle: closeWebSocket(code: CloseCode.goingAway, reason: "idle for too long")
    case .expired: closeWebSocket(code: CloseCode.goingAway, reason: "open for too long")
    }
  }
}
