import Codec

/// One document as it is kept: its key's check, a checksum of the rest, then text and geometry,
/// deflated one by one.
enum CachedText {
  /// In the text, what comes next.
  static let endFollows: UInt8 = 0
  static let pageFollows: UInt8 = 1

  /// Bytes of key and checksum.
  private static let headLength = 28

  static func pack(
    text: [UInt8], geometry: [UInt8], _ key: CacheKey, _ deflater: inout Deflater
  ) -> [UInt8] {
    var packedText: [UInt8] = []
    deflater.reset()
    text.withUnsafeBytes { deflater.deflate($0, flush: .finish, into: &packedText) }
    var body: [UInt8] = []
    body.append(varint: UInt64(text.count))
    body.append(varint: UInt64(geometry.count))
    body.append(varint: UInt64(packedText.count))
    body += packedText
    deflater.reset()
    geometry.withUnsafeBytes { deflater.deflate($0, flush: .finish, into: &body) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headLength + body.count)
    bytes.append(fixed: key.check.first)
    bytes.append(fixed: key.check.second)
    bytes.append(fixed: key.check.third)
    bytes.append(fixed: CRC32.of(body))
    return bytes + body
  }

  /// The deflated parts of a kept document.
  struct Parts {
    var textLength: Int
    var geometryLength: Int
    var text: UnsafeRawBufferPointer
    var geometry: UnsafeRawBufferPointer
  }

  /// Why bytes from the file are not used.
  enum Refusal: Error {
    /// They are another document's, whose key shares the first 64 bits.
    case otherKey
    case damaged
  }

  /// - Throws: ``Refusal`` for bytes that were not packed under this key, or changed since.
  static func unpack(_ bytes: UnsafeRawBufferPointer, _ key: CacheKey) throws(Refusal) -> Parts {
    var reader = CacheBytes(bytes)
    let check = CacheKey.Check(
      first: reader.fixed(UInt64.self), second: reader.fixed(UInt64.self),
      third: reader.fixed(UInt64.self))
    let checksum = reader.fixed(UInt32.self)
    guard !reader.isDamaged else { throw .damaged }
    var crc = CRC32()
    crc.update(UnsafeRawBufferPointer(rebasing: bytes[reader.position...]))
    guard crc.value == checksum else { throw .damaged }
    guard check == key.check else { throw .otherKey }
    let (textLength, geometryLength) = (reader.int(), reader.int())
    let text = reader.take(reader.int())
    let geometry = reader.take(reader.remaining)
    guard !reader.isDamaged, textLength <= TextRecorder.limit * 2,
      geometryLength <= TextRecorder.limit * 2
    else { throw .damaged }
    return Parts(
      textLength: textLength, geometryLength: geometryLength, text: text, geometry: geometry)
  }
}
