internal import Codec

/// The encoding of a text file, told by its bytes, and its text as UTF-8.
enum TextEncoding {
  /// The text as UTF-8 without a byte order mark; `nil` for what is no text.
  static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return plain(Array(bytes.dropFirst(3))) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBig: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBig: true) }
    if let isBig = unmarkedUTF16(bytes) { return utf16(bytes[...], isBig: isBig) }
    return plain(bytes)
  }

  /// UTF-8 where it is valid, else Windows-1252, which is Latin-1 with letters where that has none.
  private static func plain(_ bytes: [UInt8]) -> [UInt8]? {
    guard !looksBinary(bytes) else { return nil }
    var validator = UTF8Validator()
    let isValid = bytes.withUnsafeBytes { validator.accept($0) } && validator.isComplete
    if isValid { return bytes }
    var text = ""
    for byte in bytes { text.unicodeScalars.append(windows1252(byte)) }
    return Array(text.utf8)
  }

  /// A text has no control characters but blanks, line ends, form feed and an end-of-file mark.
  private static func looksBinary(_ bytes: [UInt8]) -> Bool {
    bytes.contains { byte in
      switch byte {
      case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A: false
      case 0x00...0x1F: true
      default: false
      }
    }
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> [UInt8]? {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(isBig ? first << 8 | second : second << 8 | first)
      index += 2
    }
    let text = Array(String(decoding: units, as: UTF16.self).utf8)
    return looksBinary(text) ? nil : text
  }

  /// Whether the bytes are UTF-16 without a mark, and of which order: text of ours has a NUL in
  /// most pairs, always on the same side.
  private static func unmarkedUTF16(_ bytes: [UInt8]) -> Bool? {
    let sample = bytes.prefix(1_024)
    guard sample.count >= 4, bytes.count % 2 == 0 else { return nil }
    var zeros = (0, 0)
    for (index, byte) in sample.enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.0 += 1 } else { zeros.1 += 1 }
    }
    let half = sample.count / 4
    if zeros.0 == 0, zeros.1 > half { return false }
    if zeros.1 == 0, zeros.0 > half { return true }
    return nil
  }

  /// WHATWG Encoding §9; the five bytes without a character stay C1 controls there.
  private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
    return high[Int(byte) - 0x80]
  }

  private static let high = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}
