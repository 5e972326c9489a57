/// Base 64 (RFC 4648 §4) and its form for URLs and file names without padding (§5).
public enum Base64 {
  private static let standard = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let url = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// Value of each character in both alphabets: 0-63, 64 for blanks, 255 for anything else.
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, character) in standard.enumerated() { table[Int(character)] = UInt8(value) }
    for (value, character) in url.enumerated() { table[Int(character)] = UInt8(value) }
    for blank in [0x20, 0x09, 0x0A, 0x0D] { table[blank] = 64 }
    return table
  }()

  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let text = digits(Array(bytes), standard)
    return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
  }

  /// The URL-safe form, without padding.
  public static func encodeURL(_ bytes: some Sequence<UInt8>) -> String {
    digits(Array(bytes), url)
  }

  private static func digits(_ bytes: [UInt8], _ alphabet: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + 4)
    var index = 0
    while index < bytes.count {
      let group = bytes[index..<min(index + 3, bytes.count)]
      var word: UInt32 = 0
      for byte in group { word = word << 8 | UInt32(byte) }
      word <<= UInt32(8 * (3 - group.count))
      for digit in 0...group.count {
        text.append(alphabet[Int(word >> UInt32(18 - 6 * digit) & 63)])
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Decodes either alphabet, with or without padding; blanks and line ends are skipped.
  /// - Returns: the bytes, or `nil` where the text holds anything else or ends in half a byte.
  public static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    let values = Self.values
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.underestimatedCount / 4 * 3 + 3)
    var word: UInt32 = 0
    var digits = 0
    var padding = 0
    for character in text {
      if character == 0x3D {
        padding += 1
        continue
      }
      let value = values[Int(character)]
      if value == 64 { continue }
      if value == 255 || padding > 0 { return nil }
      word = word << 6 | UInt32(value)
      digits += 1
      if digits == 4 {
        bytes.append(UInt8(truncatingIfNeeded: word >> 16))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
        bytes.append(UInt8(truncatingIfNeeded: word))
        (word, digits) = (0, 0)
      }
    }
    if padding > 0, (digits + padding) % 4 != 0 || padding > 2 { return nil }
    switch digits {
    case 0: return bytes
    case 2: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
    case 3:
      bytes.append(UInt8(truncatingIfNeeded: word >> 10))
      bytes.append(UInt8(truncatingIfNeeded: word >> 2))
    default: return nil
    }
    return bytes
  }

  public static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }
}
