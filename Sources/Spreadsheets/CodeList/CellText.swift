/// The text of a cell as a code: without the blanks around it.
enum CellText {
  /// `nil` where nothing is left.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let first = bytes.first, let last = bytes.last else { return nil }
    if isInk(first), isInk(last) { return String(decoding: bytes, as: UTF8.self) }
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
      let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return nil }
    return String(scalars[start...end])
  }

  /// ASCII that is neither blank nor control: the common case.
  private static func isInk(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x20, 0x7F, 0xFEFF, 0x200B...0x200D, 0x2060: true
    default: scalar.properties.isWhitespace
    }
  }

  /// Resolves `_xHHHH_` (ECMA-376-1 §22.9.2.19).
  static func resolveEscapes(_ bytes: inout [UInt8]) {
    guard bytes.count >= 7, bytes.contains(0x5F) else { return }
    var output: [UInt8] = []
    var units: [UInt16] = []
    var index = 0
    while index < bytes.count {
      if let unit = escape(bytes, index) {
        units.append(unit)
        index += 7
        continue
      }
      if !units.isEmpty {
        output += String(decoding: units, as: UTF16.self).utf8
        units.removeAll()
      }
      output.append(bytes[index])
      index += 1
    }
    output += String(decoding: units, as: UTF16.self).utf8
    bytes = output
  }

  private static func escape(_ bytes: [UInt8], _ index: Int) -> UInt16? {
    guard index + 6 < bytes.count, bytes[index] == 0x5F, bytes[index + 1] == 0x78,
      bytes[index + 6] == 0x5F
    else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[index + 2..<index + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
