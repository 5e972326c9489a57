/// Text written into XML (XML 1.0 §2.4, ECMA-376-1 §22.9.2.19 ST_Xstring).
enum MarkupText {
  /// Appends a cell's text: markup characters as entities; what XML can't hold, and what reads
  /// like an escape, as `_xHHHH_`.
  static func append(cell bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var start = 0
    var index = 0
    while index < bytes.count {
      guard !isPlain(bytes[index]), let (length, escape) = replacement(bytes, index) else {
        index += 1
        continue
      }
      output.append(contentsOf: bytes[start..<index])
      output.append(contentsOf: escape)
      index += length
      start = index
    }
    output.append(contentsOf: bytes[start...])
  }

  /// Appends an attribute's value; control characters are left out.
  static func append(attribute text: String, to output: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case 0x26: output.append(contentsOf: "&amp;".utf8)
      case 0x3C: output.append(contentsOf: "&lt;".utf8)
      case 0x3E: output.append(contentsOf: "&gt;".utf8)
      case 0x22: output.append(contentsOf: "&quot;".utf8)
      case 0x00...0x1F: break
      default: output.append(byte)
      }
    }
  }

  /// Whether a byte stays as it is, whatever follows.
  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: true
    case 0x00...0x1F, 0x26, 0x3C, 0x3E, 0x5F, 0xEF: false
    default: true
    }
  }

  /// The number of bytes at `index` to replace, and by what; `nil` where they stay.
  private static func replacement(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> (Int, [UInt8])? {
    switch bytes[index] {
    case 0x26: (1, Array("&amp;".utf8))
    case 0x3C: (1, Array("&lt;".utf8))
    case 0x3E: (1, Array("&gt;".utf8))
    case 0x5F: isEscape(bytes, index) ? (1, Array("_x005F_".utf8)) : nil
    case 0xEF: noncharacter(bytes, index)
    default: (1, escape(UInt16(bytes[index])))
    }
  }

  /// Whether `_xHHHH` stands at `index` before a `_`, or before what an escape replaces.
  private static func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index + 6 < bytes.count, bytes[index + 1] == 0x78, !isPlain(bytes[index + 6]) else {
      return false
    }
    return bytes[index + 2..<index + 6].allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
      default: false
      }
    }
  }

  /// U+FFFE and U+FFFF are no characters of XML.
  private static func noncharacter(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> (Int, [UInt8])? {
    guard index + 2 < bytes.count, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE else {
      return nil
    }
    return (3, escape(0xFF40 | UInt16(bytes[index + 2])))
  }

  private static func escape(_ unit: UInt16) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    let hex = [12, 8, 4, 0].map { digits[Int(unit >> UInt16($0) & 15)] }
    return Array("_x".utf8) + hex + [0x5F]
  }
}
