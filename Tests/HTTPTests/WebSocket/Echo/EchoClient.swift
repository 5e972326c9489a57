import Codec

@testable import HTTP

/// The client of one echo case: sends its messages in its frames and pieces, and reads them back.
final class EchoClient {
  private let entry: EchoCase
  private let client: RawClient
  private var deflater = Deflater(.raw)
  private var inflater: Inflater

  /// Sec-WebSocket-Extensions of the handshake's answer; empty without one.
  let answer: String

  /// Opens the connection.
  init(_ entry: EchoCase, _ server: TestServer) throws {
    self.entry = entry
    inflater = Inflater(.raw, windowBits: entry.windowBits)
    client = try server.client()
    let extensions = entry.offer.map { "Sec-WebSocket-Extensions: \($0.sent)\r\n" } ?? ""
    client.send(WebSocketServerTests.handshake + extensions + "\r\n")
    let lines = client.response(hasBody: false).head.split(separator: "\r\n")
    let name = "Sec-WebSocket-Extensions: "
    let line = lines.first { $0.hasPrefix(name) }
    answer = line.map { String($0.dropFirst(name.count)) } ?? ""
  }

  /// Sends one message and reads the next.
  /// - Returns: its opcode and payload, inflated.
  func echo(_ message: [UInt8]) -> (opcode: UInt8, payload: [UInt8]) {
    let bytes = frames(of: message)
    if entry.chop == 0 {
      client.send(bytes)
    } else {
      for start in stride(from: 0, to: bytes.count, by: entry.chop) {
        client.send(Array(bytes[start..<min(start + entry.chop, bytes.count)]))
      }
    }
    return readMessage()
  }

  private func frames(of message: [UInt8]) -> [UInt8] {
    var payload = message
    if entry.offer != nil {
      payload = []
      deflater.reset()
      message.withUnsafeBytes { deflater.deflate($0, flush: .sync, into: &payload) }
      payload.removeLast(4)
    }
    let size = entry.fragment == 0 ? max(1, payload.count) : entry.fragment
    var bytes: [UInt8] = []
    var start = 0
    repeat {
      let end = min(start + size, payload.count)
      let isFirst = start == 0
      bytes += Self.frame(
        opcode: isFirst ? entry.opcode : 0, isFinal: end == payload.count,
        isCompressed: isFirst && entry.offer != nil, Array(payload[start..<end]))
      start = end
    } while start < payload.count
    return bytes
  }

  /// A masked frame, made faster than ``Frame`` can: messages are large here.
  private static func frame(
    opcode: UInt8, isFinal: Bool, isCompressed: Bool, _ payload: [UInt8]
  ) -> [UInt8] {
    var header: [UInt8] = []
    FrameHeader.append(opcode: opcode, compressed: isCompressed, count: payload.count, to: &header)
    if !isFinal { header[0] &= 0x7F }
    header[1] |= 0x80
    let key: [UInt8] = [0x12, 0x34, 0x56, 0x78]
    let mask = key.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
    var masked = payload
    masked.withUnsafeMutableBytes { FrameHeader.unmask($0, mask: mask, phase: 0) }
    return header + key + masked
  }

  private func readMessage() -> (opcode: UInt8, payload: [UInt8]) {
    let head = client.readExactly(2)
    guard head.count == 2 else { return (0, []) }
    var count = Int(head[1])
    if count >= 126 {
      count = client.readExactly(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
    }
    let payload = client.readExactly(count)
    guard head[0] & 0x40 != 0 else { return (head[0], payload) }
    var output: [UInt8] = []
    inflater.reset()
    _ = (payload + [0, 0, 0xFF, 0xFF]).withUnsafeBytes {
      inflater.inflate($0, limit: 1_000_000, into: &output)
    }
    return (head[0] & ~0x40, output)
  }

  /// The closing handshake.
  /// - Returns: what the server answered to 1000.
  func close() -> [UInt8] {
    client.send(Frame.close(1_000).bytes)
    return client.readToEnd()
  }
}
