/// Decodes bodies and header words of mail (RFC 2045 §6, RFC 2047).
enum TransferEncoding {
  /// A body as its encoding says; damage in it is stepped over.
  static func decode(_ body: ArraySlice<UInt8>, _ encoding: String?) -> [UInt8] {
    switch encoding?.lowercased().trimmed {
    case "base64": base64(body)
    case "quoted-printable": quotedPrintable(body, isHeader: false)
    default: Array(body)
    }
  }

  /// Characters that are not of the alphabet are skipped, as RFC 2045 §6.8 asks; padding starts anew.
  static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count / 4 * 3)
    var word: UInt32 = 0
    var digits = 0
    for byte in text {
      if byte == 0x3D {
        if digits == 2 { output.append(UInt8(truncatingIfNeeded: word >> 4)) }
        if digits == 3 {
          output.append(UInt8(truncatingIfNeeded: word >> 10))
          output.append(UInt8(truncatingIfNeeded: word >> 2))
        }
        (word, digits) = (0, 0)
        continue
      }
      guard let value = digit(byte) else { continue }
      word = word << 6 | value
      digits += 1
      if digits == 4 {
        output.append(UInt8(truncatingIfNeeded: word >> 16))
        output.append(UInt8(truncatingIfNeeded: word >> 8))
        output.append(UInt8(truncatingIfNeeded: word))
        (word, digits) = (0, 0)
      }
    }
    if digits >= 2 { output.append(UInt8(truncatingIfNeeded: word >> (digits == 2 ? 4 : 10))) }
    if digits == 3 { output.append(UInt8(truncatingIfNeeded: word >> 2)) }
    return output
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte - 0x41)
    case 0x61...0x7A: UInt32(byte - 0x61) + 26
    case 0x30...0x39: UInt32(byte - 0x30) + 52
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: nil
    }
  }

  /// - Parameter isHeader: whether `_` is a space (RFC 2047 §4.2).
  static func quotedPrintable(_ text: ArraySlice<UInt8>, isHeader: Bool) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var at = text.startIndex
    while at < text.endIndex {
      let byte = text[at]
      at += 1
      if byte == 0x5F, isHeader {
        output.append(0x20)
      } else if byte != 0x3D {
        output.append(byte)
      } else if let high = hex(text, at), let low = hex(text, at + 1) {
        output.append(high << 4 | low)
        at += 2
      } else if let end = softBreak(text, at) {
        at = end
      } else {
        output.append(byte)
      }
    }
    return output
  }

  private static func hex(_ text: ArraySlice<UInt8>, _ at: Int) -> UInt8? {
    guard at < text.endIndex else { return nil }
    switch text[at] {
    case 0x30...0x39: return text[at] - 0x30
    case 0x41...0x46: return text[at] - 0x37
    case 0x61...0x66: return text[at] - 0x57
    default: return nil
    }
  }

  /// Behind a line's end that is none: blanks may stand before it.
  private static func softBreak(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
    var at = start
    while at < text.endIndex, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    if at == text.endIndex { return at }
    if text[at] == 0x0D, at + 1 < text.endIndex, text[at + 1] == 0x0A { return at + 2 }
    return text[at] == 0x0A || text[at] == 0x0D ? at + 1 : nil
  }

  /// A header's value with its encoded words read; white space between two of them is dropped
  /// (RFC 2047 §6.2). Linear in the value.
  static func header(_ value: String) -> String {
    let bytes = Array(value.utf8)
    var output: [UInt8] = []
    /// Up to where the value is in the output.
    var done = 0
    var wasEncoded = false
    var at = 0
    while at + 1 < bytes.count {
      guard bytes[at] == 0x3D, bytes[at + 1] == 0x3F, let word = EncodedWord(bytes, at) else {
        at += 1
        continue
      }
      let before = bytes[done..<at]
      let isBetween = wasEncoded && before.allSatisfy(isBlank)
      if !isBetween { output += before }
      output += word.text
      (at, done, wasEncoded) = (word.end, word.end, true)
    }
    return String(decoding: output + bytes[done...], as: UTF8.self)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// `=?charset?B?text?=` at one place of a header.
  private struct EncodedWord {
    /// In UTF-8.
    let text: [UInt8]
    let end: Int

    init?(_ bytes: [UInt8], _ start: Int) {
      guard let charset = Self.mark(bytes, start + 2), let code = Self.mark(bytes, charset + 1),
        code == charset + 2, let close = Self.mark(bytes, code + 1), close + 1 < bytes.count,
        bytes[close + 1] == 0x3D
      else { return nil }
      let content = bytes[code + 1..<close]
      let plain: [UInt8]
      switch bytes[charset + 1] {
      case 0x42, 0x62: plain = base64(content)
      case 0x51, 0x71: plain = quotedPrintable(content, isHeader: true)
      default: return nil
      }
      let name = String(decoding: bytes[start + 2..<charset], as: UTF8.self)
      let encoding = plain.withUnsafeBytes { HTMLEncoding.of($0, stated: name) }
      text = XMLBytes.transcode(plain, encoding)
      end = close + 2
    }

    /// The next question mark.
    private static func mark(_ bytes: [UInt8], _ start: Int) -> Int? {
      bytes[min(start, bytes.count)...].firstIndex(of: 0x3F)
    }
  }
}
