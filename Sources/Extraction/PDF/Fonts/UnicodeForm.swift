/// How the codes of a predefined CMap encode Unicode (ISO 32000-2 §9.7.5.2, table 116).
enum UnicodeForm {
  case utf8, utf16, utf32

  /// The form that a CMap's name tells; nil for other character sets.
  init?(cmapName name: String) {
    guard name.hasPrefix("Uni") else { return nil }
    if name.contains("-UCS2") || name.contains("-UTF16") {
      self = .utf16
    } else if name.contains("-UTF8") {
      self = .utf8
    } else if name.contains("-UTF32") {
      self = .utf32
    } else {
      return nil
    }
  }

  /// How strings are cut into codes.
  var spaces: [CMap.Space] {
    switch self {
    case .utf8:
      [
        CMap.Space(size: 1, low: 0x00, high: 0x7F), CMap.Space(size: 2, low: 0xC280, high: 0xDFBF),
        CMap.Space(size: 3, low: 0xE0_8080, high: 0xEF_BFBF),
        CMap.Space(size: 4, low: 0xF080_8080, high: 0xF4BF_BFBF),
      ]
    case .utf16:
      [
        CMap.Space(size: 2, low: 0x0000, high: 0xD7FF),
        CMap.Space(size: 4, low: 0xD800_DC00, high: 0xDBFF_DFFF),
        CMap.Space(size: 2, low: 0xE000, high: 0xFFFF),
      ]
    case .utf32: [CMap.Space(size: 4, low: 0, high: 0x10_FFFF)]
    }
  }

  /// The scalar of a code within ``spaces``.
  func scalar(of code: UInt32) -> UInt32 {
    switch self {
    case .utf32: return code
    case .utf16:
      let high = code >> 16
      guard (0xD800..<0xDC00).contains(high) else { return code & 0xFFFF }
      return 0x10000 + (high - 0xD800) << 10 + (code & 0x3FF)
    case .utf8:
      if code < 0x80 { return code }
      if code < 0x1_0000 { return (code >> 8 & 0x1F) << 6 | code & 0x3F }
      let low = (code >> 8 & 0x3F) << 6 | code & 0x3F
      if code < 0x100_0000 { return (code >> 16 & 0xF) << 12 | low }
      return (code >> 24 & 0x7) << 18 | (code >> 16 & 0x3F) << 12 | low
    }
  }
}
