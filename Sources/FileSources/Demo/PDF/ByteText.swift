/// PDF syntax being written: bytes, integers and numbers in fixed point.
///
/// Foundation's formatters are slow here and follow locales; these few digits are our own.
struct ByteText {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  var count: Int { bytes.count }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }
  mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }
  mutating func append(_ more: ArraySlice<UInt8>) { bytes.append(contentsOf: more) }

  mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(string text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(integer value: Int) {
    if value < 0 { bytes.append(0x2D) }
    digits(value.magnitude)
  }

  /// `value` rounded to the digits of `scale` (a power of ten), without trailing zeros.
  mutating func append(_ value: Double, scale: Int) {
    let fixed = Int((value * Double(scale)).rounded())
    if fixed < 0 { bytes.append(0x2D) }
    let (whole, fraction) = fixed.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
    digits(whole)
    guard fraction > 0 else { return }
    bytes.append(0x2E)
    var rest = fraction
    var unit = UInt(scale) / 10
    while rest > 0, unit > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: rest / unit))
      rest %= unit
      unit /= 10
    }
  }

  private mutating func digits(_ value: UInt) {
    if value >= 10 { digits(value / 10) }
    bytes.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
  }

  /// A literal string (ISO 32000-2 §7.3.4.2).
  mutating func append(literal content: some Sequence<UInt8>) {
    bytes.append(0x28)
    for byte in content {
      switch byte {
      case 0x28, 0x29, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0x20...0x7E: bytes.append(byte)
      default:
        // Three octal digits, so that no digit after it can be taken for one of them.
        bytes.append(0x5C)
        bytes.append(0x30 + (byte >> 6))
        bytes.append(0x30 + (byte >> 3 & 7))
        bytes.append(0x30 + (byte & 7))
      }
    }
    bytes.append(0x29)
  }

  /// A hexadecimal string (§7.3.4.3).
  mutating func append(hexadecimal content: some Sequence<UInt8>) {
    bytes.append(0x3C)
    for byte in content {
      bytes.append(Self.hexDigits[Int(byte >> 4)])
      bytes.append(Self.hexDigits[Int(byte & 15)])
    }
    bytes.append(0x3E)
  }

  /// A text string (§7.9.2): plain ASCII as it is, anything else as UTF-16BE with its mark.
  mutating func append(textString text: String) {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return append(literal: text.utf8) }
    append(hexadecimal: [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
