/// Checked little-endian reads from foreign bytes.
struct ByteReader {
  let bytes: UnsafeRawBufferPointer

  /// The integer at `offset`, or `nil` where it isn't wholly inside.
  func integer<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> T? {
    let size = MemoryLayout<T>.size
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  func uint16(at offset: Int) -> Int? { integer(UInt16.self, at: offset).map(Int.init) }

  func uint32(at offset: Int) -> Int? { integer(UInt32.self, at: offset).map(Int.init) }

  func uint64(at offset: Int) -> Int? {
    integer(UInt64.self, at: offset).flatMap { Int(exactly: $0) }
  }

  /// The bytes of a range, or `nil` where it isn't wholly inside.
  func slice(_ offset: Int, _ count: Int) -> UnsafeRawBufferPointer? {
    guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else {
      return nil
    }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }
}
