/// Sending on a WebSocket.
extension Connection {
  /// Frames of an unkeyed message below this are copied into the output's chunks, unless much waits
  /// already: of a slow client's messages only one copy is held, whoever else waits for them.
  private static let copiedFrame = 512

  func sendControl(_ opcode: UInt8, _ payload: UnsafeRawBufferPointer) {
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
    let count = frames.bytes.withUnsafeBytes { sendDirectly($0) }
    if count < frames.bytes.count {
      // What has begun to be sent can't be replaced.
      output.append(
        .frames(frames), count..<frames.bytes.count, key: count == 0 ? key : 0, &loop.pool)
      scheduleFlush()
    }
    sent(session, behind: 0)
  }

  private func frames(of message: PreparedMessage, _ session: WebSocketSession) -> SharedFrames {
    let loop = loop
    return message.frames(for: session.configuration, session.deflate) {
      loop.deflater(windowBits: $0)
    }
  }

  private func enqueue(_ message: PreparedMessage, _ key: UInt64) -> Bool {
    guard let session, state == .webSocket, !session.isClosing else { return false }
    let frames = frames(of: message, session)
    if key != 0, output.replace(key, with: frames, &loop.pool) {
      loop.counters.messagesReplaced &+= 1
      session.noteUnsent(output.pending)
      return false
    }
    let waiting = output.pending
    if key == 0, frames.bytes.count < Self.copiedFrame, waiting < ChunkPool.size {
      frames.bytes.withUnsafeBytes { output.append($0, &loop.pool) }
    } else {
      output.append(.frames(frames), 0..<frames.bytes.count, key: key, &loop.pool)
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
}
