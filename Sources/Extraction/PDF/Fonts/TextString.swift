/// Text strings outside of content streams (ISO 32000-2 §7.9.2.2).
enum TextString {
  /// Scalars of UTF-16BE; one odd byte stands alone, half a surrogate pair is left out.
  static func utf16(_ bytes: UnsafeBufferPointer<UInt8>, littleEndian: Bool = false) -> [UInt32] {
    if bytes.count == 1 { return [UInt32(bytes[0])] }
    var result: [UInt32] = []
    result.reserveCapacity(bytes.count / 2)
    var high: UInt32 = 0
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      let first = UInt32(bytes[littleEndian ? index + 1 : index])
      let unit = first << 8 | UInt32(bytes[littleEndian ? index : index + 1])
      switch unit {
      case 0xD800..<0xDC00: high = unit
      case 0xDC00..<0xE000:
        if high != 0 { result.append(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00)) }
        high = 0
      default:
        result.append(unit)
        high = 0
      }
    }
    return result
  }

  /// Scalars of a text string: UTF-16 or UTF-8 by its byte order mark, else PDFDocEncoding.
  static func scalars(_ bytes: [UInt8]) -> [UInt32] {
    bytes.withUnsafeBufferPointer { all in
      if all.count >= 2, all[0] == 0xFE, all[1] == 0xFF {
        return withoutLanguage(utf16(UnsafeBufferPointer(rebasing: all[2...])))
      }
      if all.count >= 2, all[0] == 0xFF, all[1] == 0xFE {
        return withoutLanguage(
          utf16(UnsafeBufferPointer(rebasing: all[2...]), littleEndian: true))
      }
      if all.count >= 3, all[0] == 0xEF, all[1] == 0xBB, all[2] == 0xBF {
        return withoutLanguage(
          String(decoding: all[3...], as: UTF8.self).unicodeScalars.map(\.value))
      }
      return all.map { UInt32(EncodingTables.pdfDoc[Int($0)]) }.filter { $0 != 0 }
    }
  }

  /// Drops language codes: what stands between two U+001B.
  private static func withoutLanguage(_ scalars: [UInt32]) -> [UInt32] {
    guard scalars.contains(0x1B) else { return scalars }
    var inside = false
    return scalars.filter { scalar in
      if scalar == 0x1B { inside.toggle() }
      return !inside && scalar != 0x1B
    }
  }
}
