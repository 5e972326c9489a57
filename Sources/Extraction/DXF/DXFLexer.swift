/// Cuts a DXF file into groups, ASCII or binary, in place.
///
/// Never fails: what is no group code is stepped over, and a group cut short ends the file.
struct DXFLexer {
  private enum Form {
    /// Lines that end with LF (a CR before it is dropped), or with CR alone.
    case lines(end: UInt8)
    /// Codes of one byte (0xFF: two more follow), as written up to R12, or of two.
    case binary(wideCodes: Bool)
  }

  let bytes: UnsafeRawBufferPointer
  private let form: Form
  private(set) var position: Int
  /// Lines that should have been a group code and were not.
  private(set) var strays = 0

  /// What a binary file begins with, CR LF, 0x1A and 0 after it.
  static let sentinel: StaticString = "AutoCAD Binary DXF"
  private static let sentinelLength = 22
  /// Bytes looked at to tell line ends.
  private static let lineWindow = 4096
  /// Groups looked at for the first section: comments may stand before it.
  private static let commentLimit = 64

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    if Search.matches(Self.sentinel, in: bytes, at: 0) {
      position = min(Self.sentinelLength, bytes.count)
      // The first group is (0, SECTION): a second zero is the upper half of its code.
      let isWide = bytes.count > position + 1 && bytes[position + 1] == 0
      form = .binary(wideCodes: isWide)
    } else {
      position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let hasLF = bytes.prefix(Self.lineWindow).contains(0x0A)
      form = .lines(end: hasLF ? 0x0A : 0x0D)
    }
  }

  /// Whether a file is DXF: binary, or beginning with comments at most and then a section.
  static func describes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var lexer = DXFLexer(bytes)
    if case .binary = lexer.form { return true }
    for _ in 0..<commentLimit {
      guard let tag = lexer.next(), lexer.strays == 0 else { return false }
      if tag.code == 999 { continue }
      return tag.code == 0 && Search.matches("SECTION", in: bytes, at: tag.range.lowerBound)
    }
    return false
  }

  /// The next group, or nil at the end.
  mutating func next() -> DXFTag? {
    switch form {
    case .lines(let end): nextLines(end)
    case .binary(let wideCodes): nextBinary(wideCodes)
    }
  }

  // MARK: - Lines

  private mutating func nextLines(_ end: UInt8) -> DXFTag? {
    while position < bytes.count {
      let line = nextLine(end)
      guard let code = code(line) else {
        if !line.isEmpty { strays &+= 1 }
        continue
      }
      guard position < bytes.count else { return nil }
      return DXFTag(code: code, range: nextLine(end))
    }
    return nil
  }

  private mutating func nextLine(_ end: UInt8) -> Range<Int> {
    let start = position
    var at = start
    while at < bytes.count, bytes[at] != end { at += 1 }
    position = min(at + 1, bytes.count)
    while at > start, bytes[at - 1] == 0x0D { at -= 1 }
    return start..<at
  }

  /// A group code: a whole number from -5 to 9999 with blanks around it.
  private func code(_ line: Range<Int>) -> Int? {
    var value = 0
    var digits = 0
    var isNegative = false
    for at in line {
      switch bytes[at] {
      case 0x20, 0x09: continue
      case 0x2D where digits == 0: isNegative = true
      case 0x30...0x39:
        digits += 1
        guard digits <= 4 else { return nil }
        value = value * 10 + Int(bytes[at] - 0x30)
      default: return nil
      }
    }
    return digits == 0 ? nil : isNegative ? -value : value
  }

  // MARK: - Binary

  private mutating func nextBinary(_ wideCodes: Bool) -> DXFTag? {
    guard let first = integer(wideCodes ? 2 : 1) else { return nil }
    var code = first
    if !wideCodes, first == 0xFF {
      guard let wide = integer(2) else { return nil }
      code = wide
    }
    switch DXFValueKind(code) {
    case .text:
      let start = position
      while position < bytes.count, bytes[position] != 0 { position += 1 }
      let range = start..<position
      position = min(position + 1, bytes.count)
      return DXFTag(code: code, range: range)
    case .chunk:
      guard let count = integer(1) else { return nil }
      let end = min(bytes.count, position + count)
      position = end
      return DXFTag(code: code, range: end..<end)
    case .double:
      guard let bits = unsigned(8) else { return nil }
      return number(code, Double(bitPattern: bits))
    case .int16: return unsigned(2).map { number(code, Double(Int16(truncatingIfNeeded: $0))) }
    case .int32: return unsigned(4).map { number(code, Double(Int32(truncatingIfNeeded: $0))) }
    case .int64: return unsigned(8).map { number(code, Double(Int64(bitPattern: $0))) }
    case .byte: return unsigned(1).map { number(code, Double($0)) }
    }
  }

  private func number(_ code: Int, _ value: Double) -> DXFTag {
    DXFTag(code: code, range: position..<position, number: value.isFinite ? value : 0)
  }

  private mutating func integer(_ count: Int) -> Int? {
    unsigned(count).map { Int(truncatingIfNeeded: $0) }
  }

  /// A little-endian number of `count` bytes.
  private mutating func unsigned(_ count: Int) -> UInt64? {
    guard position <= bytes.count - count else {
      position = bytes.count
      return nil
    }
    var value: UInt64 = 0
    for at in 0..<count { value |= UInt64(bytes[position + at]) << UInt64(8 * at) }
    position += count
    return value
  }
}
