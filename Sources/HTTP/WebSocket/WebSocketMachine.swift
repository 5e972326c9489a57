internal import Codec

/// The receiving side of a WebSocket (RFC 6455 §5, RFC 7692): bytes in, events out; no socket.
///
/// The events are the same however the bytes are split. Payloads are unmasked where they are, and a
/// message that lies whole in one frame of the input is handed out from there.
struct WebSocketMachine: ~Copyable {
  /// What happened; buffers are valid until the next call.
  enum Event {
    /// All bytes are used up.
    case needMore
    case message(MessageKind, UnsafeRawBufferPointer)
    case ping(UnsafeRawBufferPointer)
    case pong
    /// The client closes; 1005 stands for no code.
    case close(UInt16)
    /// The client broke a rule: close with this code; nothing more is read.
    case fail(UInt16, String)
  }

  private let messageLimit: Int
  private let frameLimit: Int
  private let acceptsBinary: Bool
  private let deflate: DeflateParameters?
  private var inflater: MessageInflate?

  private var headers = FrameHeaderReader()
  private var frame: FrameHeader?
  private var remaining = 0
  private var control: [UInt8] = []

  /// The message being put together; nil between messages.
  private var kind: MessageKind?
  private var isCompressed = false
  private var assembly: MessageAssembly
  private var isHandedOut = false
  private var isDiscarding = false
  private var validator = UTF8Validator()
  private var isOver = false

  init(
    messageLimit: Int, frameLimit: Int, acceptsBinary: Bool = true, deflate: DeflateParameters?,
    budget: MessageBudget = MessageBudget(limit: .max)
  ) {
    self.messageLimit = messageLimit
    self.frameLimit = frameLimit
    self.acceptsBinary = acceptsBinary
    self.deflate = deflate
    assembly = MessageAssembly(budget)
  }

  /// Whether a message has begun and not ended.
  var isInMessage: Bool { kind != nil }

  /// Reads on in `input`, which it unmasks, from `offset`.
  mutating func next(_ input: UnsafeMutableRawBufferPointer, _ offset: inout Int) -> Event {
    dropMessage()
    while !isOver {
      if frame == nil {
        guard let header = headers.next(UnsafeRawBufferPointer(input), &offset) else {
          return .needMore
        }
        if let failure = begin(header) { return fail(failure) }
      }
      if let event = readPayload(input, &offset) { return event }
    }
    offset = input.count
    return .needMore
  }

  private mutating func fail(_ failure: (UInt16, String)) -> Event {
    end()
    return .fail(failure.0, failure.1)
  }

  /// Nothing more is read; nothing is kept.
  private mutating func end() {
    isOver = true
    inflater = nil
    assembly.drop()
  }

  /// Forgets a message that was handed out.
  mutating func dropMessage() {
    guard isHandedOut else { return }
    isHandedOut = false
    assembly.drop()
  }

  /// Passes over messages from here on, an unfinished one too: only control frames are told.
  mutating func discardMessages() {
    isDiscarding = true
    isHandedOut = false
    inflater = nil
    assembly.drop()
  }

  /// Checks a frame's header.
  private mutating func begin(_ header: FrameHeader) -> (UInt16, String)? {
    if let violation = header.violation { return (CloseCode.protocolError, violation) }
    let count = header.payloadCount ?? 0
    if !header.isControl, let failure = checkData(header, count) { return failure }
    frame = header
    remaining = count
    return nil
  }

  /// RFC 6455 §5.4, §5.6; RFC 7692 §6.
  private mutating func checkData(_ header: FrameHeader, _ count: Int) -> (UInt16, String)? {
    if header.opcode == 0 {
      guard kind != nil else { return (CloseCode.protocolError, "nothing to continue") }
      if header.isCompressed { return (CloseCode.protocolError, "reserved bits are set") }
    } else {
      guard kind == nil else {
        return (CloseCode.protocolError, "a message begins inside a message")
      }
      if header.isCompressed, deflate == nil {
        return (CloseCode.protocolError, "reserved bits are set")
      }
      if header.opcode == 2, !acceptsBinary {
        return (CloseCode.unacceptable, "binary messages are not taken")
      }
      kind = header.opcode == 1 ? .text : .binary
      isCompressed = header.isCompressed
      validator = UTF8Validator()
    }
    if count > frameLimit { return (CloseCode.tooBig, "a frame over \(frameLimit) bytes") }
    if !isCompressed, count > messageLimit - assembly.bytes.count {
      return (CloseCode.tooBig, "a message over \(messageLimit) bytes")
    }
    return nil
  }

  /// Takes what there is of the frame's payload.
  /// - Returns: nil to go on.
  private mutating func readPayload(
    _ input: UnsafeMutableRawBufferPointer, _ offset: inout Int
  ) -> Event? {
    guard let header = frame, let mask = header.mask, let total = header.payloadCount else {
      return nil
    }
    let count = min(remaining, input.count - offset)
    let piece = UnsafeMutableRawBufferPointer(rebasing: input[offset..<offset + count])
    FrameHeader.unmask(piece, mask: mask, phase: total - remaining)
    offset += count
    remaining -= count
    let isWhole = remaining == 0
    if isWhole { frame = nil }
    let bytes = UnsafeRawBufferPointer(piece)
    if header.isControl { return takeControl(header.opcode, bytes, isWhole: isWhole) }
    return takeData(bytes, endsMessage: isWhole && header.isFinal) ?? (isWhole ? nil : .needMore)
  }

  private mutating func takeControl(
    _ opcode: UInt8, _ piece: UnsafeRawBufferPointer, isWhole: Bool
  ) -> Event? {
    if control.isEmpty, isWhole { return controlEvent(opcode, piece) }
    control.append(contentsOf: piece)
    if !isWhole { return .needMore }
    // The buffer goes with the next control frame; 125 bytes at most.
    let payload = control
    control = []
    assemblyOfControl = payload
    return controlEvent(opcode, assemblyOfControl.withUnsafeBytes { $0 })
  }

  /// Keeps a handed-out control payload alive until the next one.
  private var assemblyOfControl: [UInt8] = []

  private mutating func controlEvent(_ opcode: UInt8, _ payload: UnsafeRawBufferPointer) -> Event {
    switch opcode {
    case 9: return .ping(payload)
    case 10: return .pong
    default:
      end()
      switch CloseCode.parse(payload) {
      case .code(let code): return .close(code)
      case .violation(let code, let reason): return .fail(code, reason)
      }
    }
  }

  @inline(__always)
  private mutating func takeData(
    _ piece: UnsafeRawBufferPointer, endsMessage: Bool
  ) -> Event? {
    guard let kind else { return nil }
    if isDiscarding {
      if endsMessage { self.kind = nil }
      return nil
    }
    if isCompressed { return takeCompressed(kind, piece, endsMessage: endsMessage) }
    if kind == .text, !validator.accept(piece) || endsMessage && !validator.isComplete {
      return fail((CloseCode.invalidData, "a text message is not UTF-8"))
    }
    if endsMessage, assembly.bytes.isEmpty {
      self.kind = nil
      return .message(kind, piece)
    }
    guard assembly.pay(for: assembly.bytes.count + piece.count) else { return fail(Self.noMemory) }
    assembly.bytes.append(contentsOf: piece)
    return endsMessage ? handOut(kind) : nil
  }

  private mutating func handOut(_ kind: MessageKind) -> Event {
    self.kind = nil
    isHandedOut = true
    // The array is not changed before the next call, so its storage stays where it is.
    return .message(kind, assembly.bytes.withUnsafeBytes { $0 })
  }

  private static let noMemory = (
    CloseCode.tryAgainLater, "too many unfinished messages: try again later"
  )

  private mutating func takeCompressed(
    _ kind: MessageKind, _ piece: UnsafeRawBufferPointer, endsMessage: Bool
  ) -> Event? {
    let before = assembly.bytes.count
    if inflater == nil { inflater = MessageInflate() }
    let keeps = deflate?.clientKeepsContext ?? false
    let outcome =
      inflater?.inflate(
        piece, endsMessage: endsMessage, keepsContext: keeps, limit: messageLimit,
        into: &assembly.bytes) ?? .corrupt
    guard assembly.pay(for: assembly.bytes.count) else { return fail(Self.noMemory) }
    if kind == .text {
      let isText = assembly.bytes.withUnsafeBytes { validator.accept($0.slice(before..<$0.count)) }
      if !isText || endsMessage && outcome == .ok && !validator.isComplete {
        return fail((CloseCode.invalidData, "a text message is not UTF-8"))
      }
    }
    switch outcome {
    case .corrupt: return fail((CloseCode.invalidData, "a message is not deflated as it says"))
    case .tooBig: return fail((CloseCode.tooBig, "a message over \(messageLimit) bytes"))
    case .ok:
      if !endsMessage { return nil }
      if !keeps { inflater = nil }
      return handOut(kind)
    }
  }
}
