/// Percent-encoding (RFC 3986 §2.1) and the encoding of forms in queries (WHATWG URL §5.1).
public enum PercentCoding {
  /// Decodes once; nil where an escape is malformed, stands for NUL, or the result is no UTF-8.
  static func decode(_ bytes: UnsafeRawBufferPointer, plusIsSpace: Bool = false) -> String? {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x25 {
        guard index + 1 < bytes.count, let high = bytes[index].hexValue,
          let low = bytes[index + 1].hexValue, high | low != 0
        else { return nil }
        output.append(high << 4 | low)
        index += 2
      } else {
        output.append(plusIsSpace && byte == 0x2B ? 0x20 : byte)
      }
    }
    return String(validating: output, as: UTF8.self)
  }

  /// Decodes a query; malformed escapes stay as they are.
  static func items(of query: UnsafeRawBufferPointer) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    var start = 0
    while start < query.count {
      let end = query.firstIndex(of: 0x26, from: start) ?? query.count
      let item = query.slice(start..<end)
      start = end + 1
      if item.isEmpty { continue }
      let equals = item.firstIndex(of: 0x3D, from: 0) ?? item.count
      items.append(
        (
          formText(item.slice(0..<equals)),
          formText(item.slice(min(equals + 1, item.count)..<item.count))
        ))
    }
    return items
  }

  private static func formText(_ bytes: UnsafeRawBufferPointer) -> String {
    decode(bytes, plusIsSpace: true) ?? String(decoding: bytes, as: UTF8.self)
  }

  /// Encodes everything but unreserved characters and those in `keeping`.
  public static func encode(_ text: String, keeping: String = "") -> String {
    var output: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      let isLetter = byte.lowercased &- 0x61 < 26
      let isMark = byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
      if isLetter || isMark || byte.isDigit || keeping.utf8.contains(byte) {
        output.append(byte)
      } else {
        output.append(0x25)
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
