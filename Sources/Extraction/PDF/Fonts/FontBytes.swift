/// Checked big-endian reads from a font program; what lies outside reads as nil.
struct FontBytes {
  let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var count: Int { bytes.count }

  @inline(__always)
  func u8(_ offset: Int) -> Int? {
    guard offset >= 0, offset < bytes.count else { return nil }
    return Int(bytes[offset])
  }

  @inline(__always)
  func u16(_ offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count &- 2 else { return nil }
    return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
  }

  @inline(__always)
  func i16(_ offset: Int) -> Int? {
    u16(offset).map { $0 >= 0x8000 ? $0 - 0x10000 : $0 }
  }

  @inline(__always)
  func u32(_ offset: Int) -> Int? {
    guard let high = u16(offset), let low = u16(offset &+ 2) else { return nil }
    return high << 16 | low
  }

  /// An unsigned integer of 1 to 4 bytes.
  func uint(_ offset: Int, size: Int) -> Int? {
    guard (1...4).contains(size), offset >= 0, offset <= bytes.count &- size else { return nil }
    var value = 0
    for index in offset..<offset + size { value = value << 8 | Int(bytes[index]) }
    return value
  }

  /// The part of the bytes that is there of a range; nil if it begins outside.
  func slice(_ offset: Int, _ length: Int) -> FontBytes? {
    guard offset >= 0, length >= 0, offset <= bytes.count else { return nil }
    let end = offset + min(length, bytes.count - offset)
    return FontBytes(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
  }
}
