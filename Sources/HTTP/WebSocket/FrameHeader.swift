/// The header of a frame (RFC 6455 §5.2).
struct FrameHeader: Equatable, Sendable {
  /// Bytes of the longest header: length of 64 bits and a mask.
  static let longest = 14

  var isFinal: Bool
  /// RSV1: the message is deflated (RFC 7692 §6).
  var isCompressed: Bool
  /// RSV2 and RSV3.
  var hasReservedBits: Bool
  var opcode: UInt8
  /// nil where the frame is not masked.
  var mask: UInt32?
  /// nil where the length is over 63 bits or not in its shortest form.
  var payloadCount: Int?
  var isLengthOver63Bits = false

  var isControl: Bool { opcode & 8 != 0 }

  /// Bytes that a header takes which begins with these two.
  static func byteCount(_ second: UInt8) -> Int {
    let length =
      switch second & 0x7F {
      case 126: 4
      case 127: 10
      default: 2
      }
    return second & 0x80 != 0 ? length + 4 : length
  }

  /// - Parameter bytes: exactly a header.
  init(_ bytes: UnsafeRawBufferPointer) {
    isFinal = bytes[0] & 0x80 != 0
    isCompressed = bytes[0] & 0x40 != 0
    hasReservedBits = bytes[0] & 0x30 != 0
    opcode = bytes[0] & 0x0F
    let short = Int(bytes[1] & 0x7F)
    var end = 2
    payloadCount = short
    if short == 126 {
      let length = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
      payloadCount = length < 126 ? nil : length
      end = 4
    } else if short == 127 {
      let length = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
      payloadCount = length < 65_536 ? nil : Int(exactly: length)
      isLengthOver63Bits = length > Int64.max
      end = 10
    }
    mask = bytes[1] & 0x80 != 0 ? bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self) : nil
  }

  /// Appends an unmasked message in frames of at most `limit` bytes of payload, which is positive
  /// (RFC 6455 §5.4); that it is deflated stands in the first alone (RFC 7692 §6).
  static func append(
    opcode: UInt8, compressed: Bool, payload: UnsafeRawBufferPointer, limit: Int,
    to bytes: inout [UInt8]
  ) {
    var start = 0
    repeat {
      let end = start + min(limit, payload.count - start)
      let header = bytes.count
      append(
        opcode: start == 0 ? opcode : 0, compressed: start == 0 && compressed, count: end - start,
        to: &bytes)
      if end < payload.count { bytes[header] &= 0x7F }
      bytes.append(contentsOf: payload.slice(start..<end))
      start = end
    } while start < payload.count
  }

  /// Appends an unmasked header of a whole message or control frame.
  static func append(opcode: UInt8, compressed: Bool, count: Int, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(byteCount: longest, alignment: 8) { room in
      guard let base = room.baseAddress else { return }
      let used = write(opcode: opcode, compressed: compressed, count: count, to: base)
      bytes.append(contentsOf: room[0..<used])
    }
  }

  /// Writes an unmasked header.
  /// - Parameter memory: has room for ``longest``.
  /// - Returns: bytes written.
  @inline(__always)
  static func write(
    opcode: UInt8, compressed: Bool, count: Int, to memory: UnsafeMutableRawPointer
  ) -> Int {
    memory.storeBytes(of: 0x80 | (compressed ? 0x40 : 0) | opcode, as: UInt8.self)
    if count < 126 {
      memory.storeBytes(of: UInt8(truncatingIfNeeded: count), toByteOffset: 1, as: UInt8.self)
      return 2
    }
    if count < 65_536 {
      memory.storeBytes(of: 126, toByteOffset: 1, as: UInt8.self)
      let length = UInt16(truncatingIfNeeded: count).bigEndian
      (memory + 2).storeBytes(of: length, as: UInt16.self)
      return 4
    }
    memory.storeBytes(of: 127, toByteOffset: 1, as: UInt8.self)
    (memory + 2).storeBytes(of: UInt64(count).bigEndian, as: UInt64.self)
    return 10
  }

  /// Applies a mask in place (RFC 6455 §5.3), eight bytes a step.
  /// - Parameters:
  ///   - mask: as it stands in memory.
  ///   - phase: bytes of the payload before these.
  static func unmask(_ bytes: UnsafeMutableRawBufferPointer, mask: UInt32, phase: Int) {
    guard let base = bytes.baseAddress else { return }
    // The mask turned so that it begins with the byte that is due (memory order is little-endian).
    let turn = UInt32(truncatingIfNeeded: phase & 3) * 8
    let turned = turn == 0 ? mask : mask >> turn | mask << (32 - turn)
    let wide = UInt64(turned) << 32 | UInt64(turned)
    var index = 0
    while index + 8 <= bytes.count {
      let word = (base + index).loadUnaligned(as: UInt64.self) ^ wide
      (base + index).storeBytes(of: word, as: UInt64.self)
      index += 8
    }
    var rest = wide
    while index < bytes.count {
      bytes[index] ^= UInt8(truncatingIfNeeded: rest)
      rest >>= 8
      index += 1
    }
  }
}
