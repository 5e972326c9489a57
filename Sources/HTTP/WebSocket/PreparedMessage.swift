internal import Codec
internal import Synchronization

/// The two kinds of WebSocket messages (RFC 6455 §5.6); raw values are the opcodes.
public enum MessageKind: UInt8, Sendable {
  case text = 1
  case binary = 2
}

/// A message encoded once for many receivers, and once more for each window size and frame limit.
public final class PreparedMessage: Sendable {
  let kind: MessageKind
  let payloadCount: Int
  /// The whole uncompressed frame; a server's frames are not masked (RFC 6455 §5.1).
  let plain: SharedFrames
  private let made = Mutex<[Form: SharedFrames]>([:])

  /// A form other than ``plain``.
  private struct Form: Hashable {
    /// nil where it is not deflated.
    let windowBits: Int?
    let frameLimit: Int
  }

  public convenience init(text: String) {
    var text = text
    self.init(text: text.withUTF8 { Array($0) })
  }

  /// - Parameter text: has to be UTF-8.
  public convenience init(text: [UInt8]) {
    self.init(.text, text)
  }

  public convenience init(binary: [UInt8]) {
    self.init(.binary, binary)
  }

  convenience init(_ kind: MessageKind, _ payload: [UInt8]) {
    self.init(kind, bytes: payload.count) { $0.append(contentsOf: payload) }
  }

  convenience init(_ kind: MessageKind, _ payload: UnsafeRawBufferPointer) {
    self.init(kind, bytes: payload.count) { $0.append(contentsOf: payload) }
  }

  private init(_ kind: MessageKind, bytes count: Int, _ append: (inout [UInt8]) -> Void) {
    self.kind = kind
    payloadCount = count
    var frame: [UInt8] = []
    frame.reserveCapacity(count + FrameHeader.longest)
    FrameHeader.append(opcode: kind.rawValue, compressed: false, count: count, to: &frame)
    append(&frame)
    plain = SharedFrames(frame)
  }

  /// The frames for a client of this configuration and these deflate parameters; nil = none.
  func frames(
    for configuration: WebSocketConfiguration, _ deflate: DeflateParameters?,
    _ deflater: (Int) -> MessageDeflate
  ) -> SharedFrames {
    let deflate = payloadCount >= configuration.compressionThreshold ? deflate : nil
    let limit = max(1, configuration.sentFrameLimit)
    if deflate == nil, payloadCount <= limit { return plain }
    let form = Form(windowBits: deflate?.zlibWindowBits, frameLimit: limit)
    return made.withLock { cache in
      if let known = cache[form] { return known }
      let frames = make(limit, form.windowBits.map(deflater))
      cache[form] = frames
      return frames
    }
  }

  private func make(_ limit: Int, _ deflater: MessageDeflate?) -> SharedFrames {
    plain.bytes.withUnsafeBytes { frame in
      let payload = frame.slice(frame.count - payloadCount..<frame.count)
      var body: [UInt8] = []
      deflater?.compress(payload, into: &body)
      let isDeflated = deflater != nil && body.count < payloadCount
      if !isDeflated, payloadCount <= limit { return plain }
      var frames: [UInt8] = []
      body.withUnsafeBytes { body in
        FrameHeader.append(
          opcode: kind.rawValue, compressed: isDeflated, payload: isDeflated ? body : payload,
          limit: limit, to: &frames)
      }
      return SharedFrames(frames)
    }
  }
}
