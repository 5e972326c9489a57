import Foundation

/// The national character sets that the codes of predefined CJK CMaps belong to (ISO 32000-2 §9.7.5.2).
enum LegacyCharset {
  case shiftJIS, eucJapan, jis, gb18030, big5, korean

  /// The charset of a predefined CMap, and the CID that its space (0x20) has; nil for any other name.
  ///
  /// The CIDs of Basic Latin count up from there; widths of the other characters are the default's.
  static func of(_ name: String) -> (charset: LegacyCharset, space: UInt32)? {
    if name.contains("RKSJ") {
      return (.shiftJIS, name.hasPrefix("90msp") || name.hasPrefix("90pv") ? 1 : 231)
    }
    if name == "H" || name == "V" { return (.jis, 1) }
    if name == "EUC-H" || name == "EUC-V" { return (.eucJapan, 231) }
    if name.hasPrefix("GB") {
      return (.gb18030, name.hasPrefix("GBKp") || name.hasPrefix("GBpc") ? 1 : 814)
    }
    if name.contains("B5") { return (.big5, name.hasPrefix("B5pc") ? 1 : 13_648) }
    if name.hasPrefix("KSC") {
      let isProportional = name.hasPrefix("KSCpc") || name.hasPrefix("KSCms-UHC-H") == false
      return (.korean, isProportional && !name.contains("HW") ? 1 : 8094)
    }
    return nil
  }

  /// How strings are cut into codes.
  var spaces: [CMap.Space] {
    switch self {
    case .jis: [CMap.Space(size: 2, low: 0x2121, high: 0x7E7E)]
    case .shiftJIS:
      [
        CMap.Space(size: 1, low: 0x00, high: 0x80), CMap.Space(size: 1, low: 0xA0, high: 0xDF),
        CMap.Space(size: 2, low: 0x8140, high: 0x9FFC),
        CMap.Space(size: 2, low: 0xE040, high: 0xFCFC),
      ]
    case .gb18030:
      [
        CMap.Space(size: 1, low: 0x00, high: 0x80), CMap.Space(size: 2, low: 0x8140, high: 0xFEFE),
        CMap.Space(size: 4, low: 0x8130_8130, high: 0xFE39_FE39),
      ]
    case .eucJapan, .big5, .korean:
      [CMap.Space(size: 1, low: 0x00, high: 0x80), CMap.Space(size: 2, low: 0x8140, high: 0xFEFE)]
    }
  }

  /// CoreFoundation's numbers of the encodings, marked as such in Foundation.
  private var encoding: String.Encoding {
    switch self {
    case .shiftJIS: String.Encoding(rawValue: 0x8000_0420)
    case .eucJapan, .jis: String.Encoding(rawValue: 0x8000_0920)
    case .gb18030: String.Encoding(rawValue: 0x8000_0632)
    case .big5: String.Encoding(rawValue: 0x8000_0A03)
    case .korean: String.Encoding(rawValue: 0x8000_0422)
    }
  }

  /// Scalars of one code; empty if it has none. Costs a conversion: remember what it gives.
  func scalars(of code: UInt32) -> [UInt32] {
    if code < 0x80 { return [code] }
    let value = self == .jis ? code | 0x8080 : code
    var bytes: [UInt8] = []
    for shift in [24, 16, 8, 0] as [UInt32] {
      let byte = UInt8(truncatingIfNeeded: value >> shift)
      if byte != 0 || !bytes.isEmpty { bytes.append(byte) }
    }
    guard let text = String(bytes: bytes, encoding: encoding) else { return [] }
    return text.unicodeScalars.map(\.value)
  }
}
