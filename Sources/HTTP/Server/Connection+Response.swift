/// Writing responses.
extension Connection {
  /// A handler's answer.
  func respond(_ response: Response) {
    guard let exchange, !exchange.isAnswered, state == .waiting || state == .body else { return }
    exchange.isAnswered = true
    // What is left of the body would be read as the next request: the connection ends.
    let canGoOn = exchange.isBodyOver
    if state == .body, case .receiver(let receiver) = exchange.sink {
      exchange.isBodyOver = true
      receiver.aborted()
    }
    write(response, exchange, keepsAlive: canGoOn)
  }

  /// An answer that comes before the body has been looked at.
  func answerEarly(_ response: Response) {
    guard let exchange, !exchange.isAnswered else { return }
    exchange.isAnswered = true
    write(response, exchange, keepsAlive: discardsBody(exchange))
  }

  /// Refuses the request with an error of the server's own.
  func fail(_ refusal: Refusal) {
    guard let exchange, !exchange.isAnswered else { return }
    let response = rendered(refusal)
    if state == .body { respond(response) } else { answerEarly(response) }
  }

  /// A responder went without an answer.
  func abandoned() {
    fail(Refusal(500, "internal_error", "the request was not answered"))
  }

  /// Refuses a message whose head could not be read; nothing after it can be (RFC 9112 §2.2).
  func refuseMessage(_ refusal: Refusal) {
    var response = rendered(refusal)
    response.closesConnection = true
    loop.counters.count(status: refusal.status)
    let before = output.pending
    writeHead(response, length: response.body.length, exchange: nil, keepsAlive: false)
    // What was asked for is known where only a later line is wrong (RFC 9110 §9.3.2).
    if parser.head.method != .head { writeBody(response.body) }
    report(nil, refusal.status, Int64(output.pending - before), since: since)
    endAfterOutput()
    scheduleFlush()
  }

  func rendered(_ refusal: Refusal) -> Response {
    let failure = ServerFailure(
      status: refusal.status, code: refusal.code, message: refusal.reason)
    var response = loop.context.hooks.renderError(failure, exchange?.request)
    if refusal.status == 503 {
      response.fields.append("Retry-After", String(loop.context.configuration.retryAfter))
    }
    return response
  }

  /// An error without a body gets one of the server's own, in the words of its status.
  private func explained(_ response: Response) -> Response {
    guard response.status >= 400, case .empty = response.body else { return response }
    let reason = "\(StatusLine.reason(response.status))".lowercased()
    var answer = rendered(
      Refusal(response.status, reason.replacing(" ", with: "_"), reason))
    answer.fields.append(response.fields)
    answer.closesConnection = response.closesConnection
    return answer
  }

  private func write(_ response: Response, _ exchange: Exchange, keepsAlive: Bool) {
    let response = explained(response)
    let head = exchange.request.head
    let length = response.body.length
    exchange.status = response.status
    exchange.keepsAlive =
      keepsAlive && head.keepsAlive && !response.closesConnection && !loop.isDraining
    // A body of unknown length ends with the connection for HTTP/1.0 (RFC 9112 §6.3).
    let hasBody = response.allowsBody && head.method != .head
    exchange.isChunked = length == nil && head.minorVersion >= 1
    if length == nil, head.minorVersion == 0 { exchange.keepsAlive = false }
    let before = output.pending
    writeHead(response, length: length, exchange: exchange, keepsAlive: exchange.keepsAlive)
    if hasBody, case .stream(let stream) = response.body {
      exchange.bytesOut = Int64(output.pending - before)
      return begin(stream, exchange)
    }
    if hasBody { writeBody(response.body) }
    exchange.bytesOut = Int64(output.pending - before)
    finish(exchange)
  }

  /// The response is written; what comes next?
  func finish(_ exchange: Exchange) {
    loop.counters.count(status: exchange.status)
    report(
      exchange.request, exchange.status, exchange.bytesOut, since: exchange.request.receivedAt)
    if !exchange.keepsAlive {
      endAfterOutput()
      state = state == .lingering || state == .closed ? state : .waiting
      scheduleFlush()
    } else if case .discard = exchange.sink, !exchange.isBodyOver {
      exchange.beginWindow(now: loop.now)
      state = .body
      scheduleFlush()
    } else {
      nextRequest(exchange)
    }
  }

  /// The exchange is over and the connection goes on.
  func nextRequest(_ exchange: Exchange) {
    self.exchange = nil
    state = .head
    since = loop.now
    scheduleFlush()
    resume()
  }

  func report(_ request: Request?, _ status: Int, _ bytes: Int64, since: UInt64) {
    guard let access = loop.context.hooks.access else { return }
    let now = MonotonicClock.now()
    access(
      AccessEvent(
        request: request, remoteAddress: remoteAddress, status: status, bytesSent: bytes,
        duration: now > since ? now - since : 0))
  }

  // MARK: Bytes

  /// The head of a 101, which ends HTTP on this connection.
  func writeSwitchHead(_ fields: ResponseFields) {
    StatusLine.withBytes(of: 101) { output.append($0, &loop.pool) }
    loop.dateLine.withBytes(now: loop.now) { output.append($0, &loop.pool) }
    append(fields)
    append("\r\n")
  }

  private func writeHead(
    _ response: Response, length: Int64?, exchange: Exchange?, keepsAlive: Bool
  ) {
    StatusLine.withBytes(of: response.status) { output.append($0, &loop.pool) }
    loop.dateLine.withBytes(now: loop.now) { output.append($0, &loop.pool) }
    append(response.fields)
    if let exchange, !exchange.fields.isEmpty { append(exchange.fields) }
    if !keepsAlive {
      append("Connection: close\r\n")
    } else if exchange?.request.isHTTP11 == false {
      append("Connection: keep-alive\r\n")
    }
    if let length {
      // RFC 9110 §8.6: none in a 1xx or 204; in a 304 it would have to be the 200's.
      if response.allowsBody { appendLength(length) }
    } else if exchange?.isChunked == true {
      append("Transfer-Encoding: chunked\r\n")
    }
    append("\r\n")
  }

  func append(_ text: StaticString) {
    output.append(
      UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), &loop.pool)
  }

  func append(_ fields: ResponseFields) {
    fields.lines.withUnsafeBytes { output.append($0, &loop.pool) }
  }

  private func appendLength(_ length: Int64) {
    append("Content-Length: ")
    output.append(upTo: 22, &loop.pool) { memory in
      let digits = Decimal.write(UInt64(max(0, length)), to: memory)
      memory.storeBytes(of: 0x0D, toByteOffset: digits, as: UInt8.self)
      memory.storeBytes(of: 0x0A, toByteOffset: digits + 1, as: UInt8.self)
      return digits + 2
    }
  }

  func writeBody(_ body: ResponseBody) {
    switch body {
    case .empty, .stream: break
    case .bytes(let bytes):
      if bytes.count > OutputQueue.copyLimit {
        output.append(.bytes(bytes), 0..<bytes.count, &loop.pool)
      } else {
        bytes.withUnsafeBytes { output.append($0, &loop.pool) }
      }
    case .constant(let bytes):
      if bytes.buffer.count > OutputQueue.copyLimit, let base = bytes.buffer.baseAddress {
        output.append(.constant(base), 0..<bytes.buffer.count, &loop.pool)
      } else {
        output.append(bytes.buffer, &loop.pool)
      }
    case .file(let slice):
      output.append(
        .file(slice.file), Int(slice.range.lowerBound)..<Int(slice.range.upperBound), &loop.pool)
    case .parts(let parts): for part in parts { writeBody(part) }
    }
  }
}

extension Response {
  /// Whether a response of this status may have a body (RFC 9112 §6.3).
  var allowsBody: Bool { status >= 200 && status != 204 && status != 304 }
}
