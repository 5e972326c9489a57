import Foundation

/// National character sets of East Asia, which `\M+n` escapes name.
enum LegacyCharset {
  case shiftJIS, gb18030, big5, korean

  /// CoreFoundation's numbers of the encodings, marked as such in Foundation.
  private var encoding: String.Encoding {
    switch self {
    case .shiftJIS: String.Encoding(rawValue: 0x8000_0420)
    case .gb18030: String.Encoding(rawValue: 0x8000_0632)
    case .big5: String.Encoding(rawValue: 0x8000_0A03)
    case .korean: String.Encoding(rawValue: 0x8000_0422)
    }
  }

  /// Scalars of one code; empty if it has none. Costs a conversion: remember what it gives.
  func scalars(of code: UInt32) -> [UInt32] {
    if code < 0x80 { return [code] }
    var bytes: [UInt8] = []
    for shift in [24, 16, 8, 0] as [UInt32] {
      let byte = UInt8(truncatingIfNeeded: code >> shift)
      if byte != 0 || !bytes.isEmpty { bytes.append(byte) }
    }
    guard let text = String(bytes: bytes, encoding: encoding) else { return [] }
    return text.unicodeScalars.map(\.value)
  }
}
