/// Appends the cache's compact numbers: 7 bits a byte, low first; floats as their bits.
extension [UInt8] {
  @inline(__always)
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func append(signed value: Int64) {
    append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  mutating func append(text: String) {
    append(varint: UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  mutating func append(fixed value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends a float's distance from what was predicted, in steps between neighbouring floats: 0
  /// or little where the prediction is good, and exact whatever it is.
  @inline(__always)
  mutating func append(_ value: Float, predicted: Float) {
    let distance = value.bitPattern &- predicted.bitPattern
    append(signed: Int64(Int32(bitPattern: distance)))
  }
}

/// Reads what was appended so; after the first read that fails, ``isDamaged`` is true and every
/// value is 0.
struct CacheBytes {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  private(set) var isDamaged = false

  init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
    self.bytes = bytes
    self.position = max(0, position)
  }

  var remaining: Int { max(0, bytes.count - position) }

  @inline(__always)
  mutating func byte() -> UInt8 {
    guard position < bytes.count else {
      isDamaged = true
      return 0
    }
    defer { position += 1 }
    return bytes[position]
  }

  @inline(__always)
  mutating func varint() -> UInt64 {
    let first = byte()
    return first < 0x80 ? UInt64(first) : longVarint(UInt64(first & 0x7F))
  }

  private mutating func longVarint(_ low: UInt64) -> UInt64 {
    var value = low
    var shift: UInt64 = 7
    while shift < 64 {
      let next = byte()
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
    isDamaged = true
    return 0
  }

  @inline(__always)
  mutating func signed() -> Int64 {
    let value = varint()
    return Int64(bitPattern: value >> 1 ^ (0 &- (value & 1)))
  }

  /// A count of things of which each takes at least `size` bytes of what is left.
  mutating func count(ofSize size: Int) -> Int {
    let value = varint()
    guard !isDamaged, value <= UInt64(remaining / max(1, size)) else {
      isDamaged = true
      return 0
    }
    return Int(value)
  }

  mutating func int() -> Int {
    guard let value = Int(exactly: varint()) else {
      isDamaged = true
      return 0
    }
    return value
  }

  mutating func fixed<Value: FixedWidthInteger>(_: Value.Type) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else {
      isDamaged = true
      return 0
    }
    defer { position += size }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Value.self))
  }

  /// Reads `count` scalars, each of which was written as a number, into a part of a buffer.
  @inline(__always)
  mutating func scalars(into scalars: UnsafeMutableBufferPointer<UInt32>) {
    var place = 0
    while place < scalars.count {
      // Nearly all are of one byte.
      let end = min(scalars.count, place + max(0, bytes.count - position))
      while place < end, bytes[position] < 0x80 {
        scalars[place] = UInt32(bytes[position])
        position &+= 1
        place &+= 1
      }
      guard place < scalars.count, !isDamaged else { return }
      scalars[place] = UInt32(truncatingIfNeeded: varint())
      place += 1
    }
  }

  mutating func text() -> String {
    let length = count(ofSize: 1)
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  @inline(__always)
  mutating func float(predicted: Float) -> Float {
    let distance = UInt32(bitPattern: Int32(truncatingIfNeeded: signed()))
    return Float(bitPattern: predicted.bitPattern &+ distance)
  }

  /// The part of the next `count` bytes, which are passed over.
  mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else {
      isDamaged = true
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }
}
