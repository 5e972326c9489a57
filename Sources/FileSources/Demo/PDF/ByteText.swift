/// PDF syntax being written: bytes, integers and numbers in fixed point.
///
/// Foundation's formatters are slow here and follow locales; these few digits are our own.
struct ByteText {
  /// Written up to `count`, the rest is room.
  private var storage: [UInt8]
  private(set) var count = 0

  init(capacity: Int = 256) { storage = [UInt8](repeating: 0, count: max(64, capacity)) }

  var bytes: [UInt8] { Array(storage[..<count]) }

  /// Makes room for `more` bytes.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if storage.count - count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    storage.append(contentsOf: repeatElement(0, count: max(more, storage.count)))
  }

  mutating func append(_ byte: UInt8) {
    reserve(1)
    storage[count] = byte
    count += 1
  }

  mutating func append(_ more: [UInt8]) { more.withUnsafeBytes { append(raw: $0) } }
  mutating func append(_ more: ArraySlice<UInt8>) { more.withUnsafeBytes { append(raw: $0) } }

  mutating func append(_ text: StaticString) {
    append(raw: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// `text` and a line end.
  mutating func append(line text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length + 1)
    for index in 0..<length { storage[count + index] = text.utf8Start[index] }
    storage[count + length] = 0x0A
    count += length + 1
  }

  mutating func append(string text: String) {
    for byte in text.utf8 { append(byte) }
  }

  private mutating func append(raw: UnsafeRawBufferPointer) {
    reserve(raw.count)
    let start = count
    storage.withUnsafeMutableBytes { room in
      UnsafeMutableRawBufferPointer(rebasing: room[start...]).copyMemory(from: raw)
    }
    count += raw.count
  }

  mutating func append(integer value: Int) {
    if value < 0 { append(0x2D) }
    append(fixed: value.magnitude, decimals: 0, negative: false, space: false)
  }

  /// `value` rounded to the digits of `scale` (10, 100, 1,000 or 100,000), without trailing zeros.
  /// - Parameter space: a space is written after it.
  mutating func append(_ value: Double, scale: Int, space: Bool = false) {
    let fixed = Int(value * Double(scale) + (value < 0 ? -0.5 : 0.5))
    var magnitude = fixed.magnitude
    var decimals = scale == 100 ? 2 : scale == 1_000 ? 3 : scale == 10 ? 1 : 5
    while decimals > 0 {
      let (tenth, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
      if digit != 0 { break }
      magnitude = tenth
      decimals -= 1
    }
    append(fixed: magnitude, decimals: decimals, negative: fixed < 0, space: space)
  }

  /// The digits of `magnitude`, with a point before the last `decimals` of them.
  @inline(__always)
  private mutating func append(fixed magnitude: UInt, decimals: Int, negative: Bool, space: Bool) {
    // 20 digits of a 64-bit number, a zero before the point, sign, point, space.
    reserve(24)
    var digits = decimals + 1
    var power: UInt = Self.powers[digits]
    while magnitude >= power, digits < 19 {
      digits += 1
      power &*= 10
    }
    let start = count + (negative ? 1 : 0)
    let end = start + digits + (decimals > 0 ? 1 : 0)
    storage.withUnsafeMutableBufferPointer { room in
      if negative { room[start - 1] = 0x2D }
      if space { room[end] = 0x20 }
      var rest = magnitude
      var place = end
      for digit in 0..<digits {
        place -= 1
        if digit == decimals, decimals > 0 {
          room[place] = 0x2E
          place -= 1
        }
        let tenth = rest / 10
        room[place] = 0x30 + UInt8(truncatingIfNeeded: rest &- tenth &* 10)
        rest = tenth
      }
    }
    count = end + (space ? 1 : 0)
  }

  /// 10 to the power of the index, as far as decimals go.
  private static let powers: [UInt] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// A literal string (ISO 32000-2 §7.3.4.2).
  mutating func append(literal content: some Sequence<UInt8>) {
    append(0x28)
    for byte in content {
      switch byte {
      case 0x28, 0x29, 0x5C:
        append(0x5C)
        append(byte)
      case 0x20...0x7E: append(byte)
      default:
        // Three octal digits, so that no digit after it can be taken for one of them.
        append(0x5C)
        append(0x30 + (byte >> 6))
        append(0x30 + (byte >> 3 & 7))
        append(0x30 + (byte & 7))
      }
    }
    append(0x29)
  }

  /// A hexadecimal string (§7.3.4.3).
  mutating func append(hexadecimal content: some Sequence<UInt8>) {
    append(0x3C)
    for byte in content {
      append(Self.hexDigits[Int(byte >> 4)])
      append(Self.hexDigits[Int(byte & 15)])
    }
    append(0x3E)
  }

  /// A text string (§7.9.2): plain ASCII as it is, anything else as UTF-16BE with its mark.
  mutating func append(textString text: String) {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return append(literal: text.utf8) }
    append(hexadecimal: [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
