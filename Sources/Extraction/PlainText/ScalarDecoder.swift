/// Reads the scalars of a text one by one; what is malformed reads as U+FFFD and is stepped over.
struct ScalarDecoder {
  private let bytes: UnsafeRawBufferPointer
  private let encoding: TextEncoding
  private var position: Int

  init(_ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding) {
    self.bytes = bytes
    self.encoding = encoding
    switch encoding {
    case .utf8(let mark), .utf16(_, let mark): position = min(mark, bytes.count)
    case .latin1: position = 0
    }
  }

  mutating func next() -> UInt32? {
    guard position < bytes.count else { return nil }
    switch encoding {
    case .utf8: return nextUTF8()
    case .utf16(let bigEndian, _): return nextUTF16(bigEndian)
    case .latin1:
      let byte = bytes[position]
      position += 1
      return Self.windows1252(byte)
    }
  }

  private mutating func nextUTF8() -> UInt32 {
    let lead = bytes[position]
    position += 1
    if lead < 0x80 { return UInt32(lead) }
    let length = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0
    guard length > 0, lead < 0xF5 else { return 0xFFFD }
    var value = UInt32(lead) & (0x3F >> UInt32(length))
    for at in position..<position + length {
      guard at < bytes.count, bytes[at] & 0xC0 == 0x80 else { return 0xFFFD }
      value = value << 6 | UInt32(bytes[at] & 0x3F)
    }
    let least: UInt32 = length == 1 ? 0x80 : length == 2 ? 0x800 : 0x1_0000
    guard value >= least, Unicode.Scalar(value) != nil else { return 0xFFFD }
    position += length
    return value
  }

  private mutating func nextUTF16(_ bigEndian: Bool) -> UInt32 {
    guard let unit = unit(at: position, bigEndian) else {
      position = bytes.count
      return 0xFFFD
    }
    position += 2
    guard unit & 0xF800 == 0xD800 else { return unit }
    guard unit < 0xDC00, let low = self.unit(at: position, bigEndian), low & 0xFC00 == 0xDC00
    else { return 0xFFFD }
    position += 2
    return 0x1_0000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
  }

  private func unit(at offset: Int, _ bigEndian: Bool) -> UInt32? {
    guard offset + 1 < bytes.count else { return nil }
    let first = UInt32(bytes[offset])
    let second = UInt32(bytes[offset + 1])
    return bigEndian ? first << 8 | second : second << 8 | first
  }

  /// Windows-1252 where it differs from Latin-1: 0x80 to 0x9F.
  private static func windows1252(_ byte: UInt8) -> UInt32 {
    guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
    return high[Int(byte - 0x80)]
  }

  private static let high: [UInt32] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
}
