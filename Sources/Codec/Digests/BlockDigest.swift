/// A hash function that eats its input in blocks (Merkle-Damgård).
public protocol BlockDigest: Sendable {
  /// Block size in bytes.
  static var blockSize: Int { get }
  /// Bytes of the length field in the last block: 8, or 16 for the 64-bit functions.
  static var lengthSize: Int { get }
  static var lengthIsBigEndian: Bool { get }

  init()
  var buffer: BlockBuffer { get set }
  /// Takes in whole blocks, `count` of them, of `blockSize` bytes each.
  mutating func compress(_ blocks: UnsafeRawPointer, count: Int)
  /// The state as the digest's bytes.
  var output: [UInt8] { get }
}

/// What is left over between blocks.
public struct BlockBuffer: Sendable {
  var bytes: [UInt8] = []
  var total: UInt64 = 0

  init() {}
}

extension BlockDigest {
  /// Takes in bytes of any number.
  public mutating func update(_ input: UnsafeRawBufferPointer) {
    guard let base = input.baseAddress else { return }
    buffer.total &+= UInt64(input.count)
    var offset = 0
    if !buffer.bytes.isEmpty {
      offset = min(Self.blockSize - buffer.bytes.count, input.count)
      buffer.bytes.append(contentsOf: input[..<offset])
      guard buffer.bytes.count == Self.blockSize else { return }
      let block = buffer.bytes
      block.withUnsafeBytes { if let start = $0.baseAddress { compress(start, count: 1) } }
      buffer.bytes.removeAll(keepingCapacity: true)
    }
    let blocks = (input.count - offset) / Self.blockSize
    if blocks > 0 {
      compress(base + offset, count: blocks)
      offset += blocks * Self.blockSize
    }
    buffer.bytes.append(contentsOf: input[offset...])
  }

  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of all that was taken in; the function is spent then.
  public consuming func finalize() -> [UInt8] {
    var digest = self
    // Lengths of 2^61 bytes and more don't occur: the field's upper half stays 0.
    let bits = digest.buffer.total &* 8
    var padding: [UInt8] = [0x80]
    let used = (digest.buffer.bytes.count + 1 + Self.lengthSize) % Self.blockSize
    let zeros = used == 0 ? 0 : Self.blockSize - used
    padding.append(contentsOf: repeatElement(0, count: zeros + Self.lengthSize - 8))
    let length = withUnsafeBytes(of: Self.lengthIsBigEndian ? bits.bigEndian : bits.littleEndian) {
      Array($0)
    }
    digest.update(padding + length)
    return digest.output
  }

  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var digest = Self()
    digest.update(bytes)
    return digest.finalize()
  }
}

extension FixedWidthInteger {
  /// The bits moved to the left by `count`, those that fall out coming in again.
  @inline(__always)
  func rotatedLeft(_ count: Self) -> Self {
    self &<< count | self &>> (Self(truncatingIfNeeded: Self.bitWidth) &- count)
  }

  @inline(__always)
  func rotatedRight(_ count: Self) -> Self {
    self &>> count | self &<< (Self(truncatingIfNeeded: Self.bitWidth) &- count)
  }
}

extension UnsafeRawPointer {
  /// The big-endian word at `index`, in words.
  @inline(__always)
  func bigEndianWord<Word: FixedWidthInteger & BitwiseCopyable>(_ index: Int) -> Word {
    Word(bigEndian: loadUnaligned(fromByteOffset: index &* MemoryLayout<Word>.size, as: Word.self))
  }
}

extension Sequence where Element == UInt8 {
  /// Lower-case hexadecimal digits.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(underestimatedCount * 2)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
