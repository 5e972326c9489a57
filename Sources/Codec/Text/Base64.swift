/// Why a text is no base 64.
public enum Base64Error: Error, Equatable, Sendable {
  /// A byte of neither alphabet, or a character behind the padding.
  case unexpectedByte(UInt8, at: Int)
  /// The text ends within a byte, or is padded wrongly.
  case truncated
}

/// Base 64 (RFC 4648 §4) and its form for URLs and file names without padding (§5).
public enum Base64 {
  private static let standard = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let url = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// Value of each character in both alphabets: 0-63, 64 for blanks, 65 for padding, 255 for
  /// anything else.
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, character) in standard.enumerated() { table[Int(character)] = UInt8(value) }
    for (value, character) in url.enumerated() { table[Int(character)] = UInt8(value) }
    for blank in [0x20, 0x09, 0x0A, 0x0D] { table[blank] = 64 }
    table[0x3D] = 65
    return table
  }()

  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    digits(Array(bytes), standard, pads: true)
  }

  /// The URL-safe form, without padding.
  public static func encodeURL(_ bytes: some Sequence<UInt8>) -> String {
    digits(Array(bytes), url, pads: false)
  }

  private static func digits(_ bytes: [UInt8], _ alphabet: [UInt8], pads: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + 4)
    func append(_ word: UInt32, _ count: Int) {
      for digit in 0..<count { text.append(alphabet[Int(word >> UInt32(18 - 6 * digit) & 63)]) }
    }
    var index = 0
    while index + 3 <= bytes.count {
      let high = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8
      append(high | UInt32(bytes[index + 2]), 4)
      index += 3
    }
    switch bytes.count - index {
    case 1: append(UInt32(bytes[index]) << 16, 2)
    case 2: append(UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8, 3)
    default: break
    }
    while pads, text.count % 4 != 0 { text.append(0x3D) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Decodes either alphabet, with or without padding; blanks and line ends are skipped.
  /// - Returns: the bytes, or `nil` where ``bytes(of:)-(UnsafeRawBufferPointer)`` throws.
  public static func decode(_ text: String) -> [UInt8]? { try? bytes(of: text) }

  public static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    let direct = text.withContiguousStorageIfAvailable { utf8 in
      try? bytes(of: UnsafeRawBufferPointer(utf8))
    }
    return direct ?? (try? Array(text).withUnsafeBytes { try bytes(of: $0) })
  }

  /// Decodes a text; see ``bytes(of:)-(UnsafeRawBufferPointer)``.
  public static func bytes(of text: String) throws(Base64Error) -> [UInt8] {
    var text = text
    var result: Result<[UInt8], Base64Error> = .success([])
    text.withUTF8 { utf8 in
      result = Result { () throws(Base64Error) in try bytes(of: UnsafeRawBufferPointer(utf8)) }
    }
    return try result.get()
  }

  /// Decodes either alphabet, with or without padding; blanks and line ends are skipped.
  /// - Throws: ``Base64Error`` at the first byte that is neither.
  /// - Complexity: O(n), four characters a step where no blank interrupts them.
  public static func bytes(of text: UnsafeRawBufferPointer) throws(Base64Error) -> [UInt8] {
    var output: [UInt8] = []
    var failure: Base64Error?
    output.append(upTo: text.count / 4 * 3 + 3) { room in
      values.withUnsafeBufferPointer { values in
        var decoder = Base64Decoder(text: text, values: values, room: room)
        failure = decoder.run()
        return decoder.count
      }
    }
    if let failure { throw failure }
    return output
  }
}
