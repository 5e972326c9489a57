/// Reading request bodies.
extension Connection {
  /// Uses up to all bytes for the body.
  /// - Returns: how many were used.
  func readBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let exchange else { return bytes.count }
    switch exchange.request.head.framing {
    case .none: return 0
    case .length:
      let count = min(exchange.remaining, bytes.count)
      exchange.remaining -= count
      take(exchange, bytes.slice(0..<count))
      if exchange.remaining == 0, state == .body { bodyEnded(exchange) }
      return count
    case .chunked: return readChunks(exchange, bytes)
    }
  }

  private func readChunks(_ exchange: Exchange, _ bytes: UnsafeRawBufferPointer) -> Int {
    var index = 0
    while state == .body, !exchange.isBodyPaused {
      switch exchange.decoder.next(bytes, from: index) {
      case .needMore:
        // A chunk that is too large is refused before it comes.
        checkLimit(exchange, announced: exchange.decoder.announced)
        return bytes.count
      case .data(let range):
        index = range.upperBound
        take(exchange, bytes.slice(range), announced: exchange.decoder.announced)
      case .end(let end):
        bodyEnded(exchange)
        return end
      case .refuse(let refusal):
        fail(refusal)
        return bytes.count
      }
    }
    return index
  }

  private func take(
    _ exchange: Exchange, _ piece: UnsafeRawBufferPointer, announced: Int = 0
  ) {
    if piece.isEmpty { return }
    exchange.received += Int64(piece.count)
    guard checkLimit(exchange, announced: announced) else { return }
    switch exchange.sink {
    // The array grows with what came, not with what was announced.
    case .buffer: exchange.buffer.append(contentsOf: piece)
    case .receiver(let receiver): receiver.received(piece)
    case .discard: break
    }
  }

  /// - Returns: false when the body was refused.
  @discardableResult
  private func checkLimit(_ exchange: Exchange, announced: Int) -> Bool {
    // A chunk's size is below 2^60.
    if exchange.received + Int64(announced) <= exchange.limit { return true }
    fail(Refusal(413, "content_too_large", "the body is over \(exchange.limit) bytes"))
    return false
  }

  private func bodyEnded(_ exchange: Exchange) {
    exchange.isBodyOver = true
    switch exchange.sink {
    case .buffer:
      exchange.request.body = exchange.buffer
      exchange.buffer = []
      state = .waiting
      let handler = exchange.handler
      exchange.handler = nil
      let id = ExchangeID(connection: id, serial: serial)
      handler?(exchange.request, Responder(loop: loop, exchange: id))
    case .receiver(let receiver):
      state = .waiting
      receiver.ended()
    case .discard: nextRequest(exchange)
    }
  }

  /// The application asks to stop or go on reading the body.
  func pauseBody(_ isPaused: Bool) {
    guard let exchange, exchange.isBodyPaused != isPaused else { return }
    exchange.isBodyPaused = isPaused
    if isPaused { return settle() }
    exchange.beginWindow(now: loop.now)
    resume()
    scheduleFlush()
  }

  func bodyTimedOut() {
    guard let exchange, !exchange.isBodyPaused,
      exchange.isTooSlow(loop.context.configuration.timeouts, now: loop.now)
    else { return }
    // Answered already: the rest of a body that nobody wants is not waited for.
    if exchange.isAnswered { return endAfterOutput() }
    fail(Refusal(408, "request_timeout", "the request body came too slowly"))
  }
}
