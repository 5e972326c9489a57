internal import Codec
internal import Synchronization

/// The two kinds of WebSocket messages (RFC 6455 §5.6); raw values are the opcodes.
public enum MessageKind: UInt8, Sendable {
  case text = 1
  case binary = 2
}

/// A message encoded once for many receivers, and compressed once for each window size.
public final class PreparedMessage: Sendable {
  let kind: MessageKind
  let payloadCount: Int
  /// The whole uncompressed frame; a server's frames are not masked (RFC 6455 §5.1).
  let plain: [UInt8]
  private let compressed = Mutex<[Int: [UInt8]]>([:])

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
    plain = frame
  }

  /// The frame for a client with these deflate parameters; nil = none.
  func frame(
    for deflate: DeflateParameters?, threshold: Int, _ deflater: (Int) -> MessageDeflate
  ) -> [UInt8] {
    guard let deflate, payloadCount >= threshold else { return plain }
    let windowBits = deflate.zlibWindowBits
    return compressed.withLock { cache in
      if let made = cache[windowBits] { return made }
      let made = compress(deflater(windowBits))
      cache[windowBits] = made
      return made
    }
  }

  private func compress(_ deflater: MessageDeflate) -> [UInt8] {
    var body: [UInt8] = []
    plain.withUnsafeBytes { frame in
      deflater.compress(frame.slice(frame.count - payloadCount..<frame.count), into: &body)
    }
    guard body.count < payloadCount else { return plain }
    var frame: [UInt8] = []
    frame.reserveCapacity(body.count + FrameHeader.longest)
    FrameHeader.append(opcode: kind.rawValue, compressed: true, count: body.count, to: &frame)
    frame.append(contentsOf: body)
    return frame
  }
}
