/// A connection that has become a WebSocket.
extension Connection {
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
      context: loop.context, now: loop.now)
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
      case .needMore:
        session.clock.noteRead(
          bytes.count, isInMessage: session.machine.isInMessage, now: loop.now)
        return bytes.count
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
    session.clock.noteMessageEnd()
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
    switch session.clock.due(now: loop.now, isReading: wantsInput) {
    case .nothing: break
    case .ping: sendControl(9, UnsafeRawBufferPointer(start: nil, count: 0))
    case .lost: close(lost: true)
    case .idle: closeWebSocket(code: CloseCode.goingAway, reason: "idle for too long")
    case .slowMessage:
      closeWebSocket(code: CloseCode.policyViolation, reason: "a message came too slowly")
    case .expired: closeWebSocket(code: CloseCode.goingAway, reason: "open for too long")
    }
  }
}
