/// Responses whose body another thread writes.
extension Connection {
  func begin(_ stream: ResponseStream, _ exchange: Exchange) {
    let loop = loop
    let exchangeID = ExchangeID(connection: id, serial: serial)
    let writer = BodyWriter { bytes, end in loop.post(.bodyPiece(exchangeID, bytes, end)) }
    exchange.relay = writer.relay
    exchange.owed = stream.length
    state = .streaming
    scheduleFlush()
    stream.start(writer)
  }

  /// A piece of a streamed body.
  func takePiece(_ bytes: [UInt8], _ end: BodyEnd?) {
    guard let exchange, state == .streaming else { return }
    if end == .aborted { return close(lost: true) }
    let before = output.pending
    if !bytes.isEmpty { appendPiece(bytes, exchange) }
    if state == .closed { return }
    if end == .complete, exchange.isChunked { append("0\r\n\r\n") }
    if !bytes.isEmpty { exchange.noteQueued(payload: bytes.count) }
    exchange.bytesOut += Int64(output.pending - before)
    scheduleFlush()
    guard end == .complete else { return }
    // A body shorter than announced can only be told by closing (RFC 9112 §8).
    if let owed = exchange.owed, owed > 0 { return close(lost: true) }
    finish(exchange)
  }

  private func appendPiece(_ bytes: [UInt8], _ exchange: Exchange) {
    if let owed = exchange.owed {
      // More than announced would be read as the next response.
      if Int64(bytes.count) > owed { return close(lost: true) }
      exchange.owed = owed - Int64(bytes.count)
    }
    if exchange.isChunked {
      let size = String(bytes.count, radix: 16) + "\r\n"
      Array(size.utf8).withUnsafeBytes { output.append($0, &loop.pool) }
    }
    writeBody(.bytes(bytes))
    if exchange.isChunked { append("\r\n") }
  }
}
