/// Reads tokens of PDF syntax in place, for files and content streams alike (ISO 32000-2 §7.2, §7.3, §7.8.2).
///
/// Allocates nothing per token. The bytes must outlive the lexer. Broken syntax is skipped, never refused:
/// each call moves forward, or says `.end`.
struct Lexer {
  let base: UnsafePointer<UInt8>
  /// Where the bytes end; tokens never reach beyond.
  let end: Int
  /// Where the next token is looked for.
  var position: Int
  let classes = CharacterClass.table

  /// Where the last token begins: for a name the byte after `/`, for a simple string the one after `(`.
  var tokenStart = 0
  /// Bytes of the last name or keyword as they stand; of a string, decoded.
  var tokenLength = 0
  /// The last number, as a real and (saturated) as an integer.
  var number = 0.0
  var integer = 0
  /// The last keyword, when it has at most 8 bytes: those bytes, big-endian (`Tj` is 0x546A); else 0.
  var keyword: UInt64 = 0
  /// Whether the last name holds `#`.
  var nameIsEscaped = false
  /// Whether the last string stands in ``scratch`` rather than in place.
  var stringIsDecoded = false
  let scratch: LexerScratch

  /// - Parameter scratch: room for decoded strings; pass one on to lex many streams without allocating.
  init(
    _ bytes: UnsafeRawBufferPointer, at position: Int = 0, scratch: LexerScratch = LexerScratch()
  ) {
    base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? CharacterClass.table
    end = bytes.count
    self.position = min(max(0, position), bytes.count)
    self.scratch = scratch
  }

  /// Reads the next token.
  mutating func next() -> Token {
    while true {
      skipWhiteSpace()
      guard position < end else { return .end }
      let byte = base[position]
      let kind = classes[Int(byte)]
      if kind & (CharacterClass.digit | CharacterClass.sign) != 0 { return lexNumber() }
      if kind & CharacterClass.delimiter == 0 { return lexKeyword() }
      if let token = lexDelimited(byte) { return token }
    }
  }

  /// Moves over white space and comments.
  @inline(__always)
  mutating func skipWhiteSpace() {
    var at = position
    while at < end {
      let byte = base[at]
      if classes[Int(byte)] & CharacterClass.whiteSpace != 0 {
        at &+= 1
      } else if byte == 0x25 {
        while at < end, classes[Int(base[at])] & CharacterClass.endOfLine == 0 { at &+= 1 }
      } else {
        break
      }
    }
    position = at
  }

  private mutating func lexKeyword() -> Token {
    let start = position
    var at = start
    var packed: UInt64 = 0
    let stop = CharacterClass.whiteSpace | CharacterClass.delimiter
    while at < end, classes[Int(base[at])] & stop == 0 {
      packed = packed &<< 8 | UInt64(base[at])
      at &+= 1
    }
    tokenStart = start
    tokenLength = at &- start
    keyword = tokenLength <= 8 ? packed : 0
    position = at
    return .keyword
  }

  /// Reads what begins with a delimiter; nil for one that stands alone and means nothing.
  private mutating func lexDelimited(_ byte: UInt8) -> Token? {
    position &+= 1
    switch byte {
    case 0x2F: return lexName()
    case 0x28: return lexLiteralString()
    case 0x5B: return .arrayOpen
    case 0x5D: return .arrayClose
    case 0x3C:
      guard position < end, base[position] == 0x3C else { return lexHexString() }
      position &+= 1
      return .dictionaryOpen
    case 0x3E:
      guard position < end, base[position] == 0x3E else { return nil }
      position &+= 1
      return .dictionaryClose
    case 0x7B, 0x7D:
      tokenStart = position &- 1
      tokenLength = 1
      keyword = UInt64(byte)
      return .keyword
    default: return nil
    }
  }

  private mutating func lexName() -> Token {
    let start = position
    var at = start
    let stop = CharacterClass.whiteSpace | CharacterClass.delimiter
    var escaped = false
    while at < end, classes[Int(base[at])] & stop == 0 {
      if base[at] == 0x23 { escaped = true }
      at &+= 1
    }
    tokenStart = start
    tokenLength = at &- start
    nameIsEscaped = escaped
    position = at
    return .name
  }
}

/// What the last token holds.
extension Lexer {
  /// The bytes of the last name (escapes not resolved) or keyword.
  var tokenBytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + tokenStart, count: tokenLength)
  }

  /// The last name, escapes resolved.
  var name: Name {
    nameIsEscaped ? Name(Self.unescaped(tokenBytes)) : Name(tokenBytes)
  }

  /// The decoded bytes of the last string; valid until the next token.
  var string: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: stringIsDecoded ? UnsafePointer(scratch.base) : base + tokenStart, count: tokenLength)
  }

  /// Whether the last token, a keyword, is `word`.
  func isKeyword(_ word: StaticString) -> Bool {
    guard tokenLength == word.utf8CodeUnitCount else { return false }
    for index in 0..<tokenLength where base[tokenStart &+ index] != word.utf8Start[index] {
      return false
    }
    return true
  }

  /// Resolves `#xx` (ISO 32000-2 §7.3.5); a `#` without two hexadecimal digits stands for itself.
  static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var at = 0
    while at < raw.count {
      if raw[at] == 0x23, at + 2 < raw.count, let high = hexValue(raw[at + 1]),
        let low = hexValue(raw[at + 2])
      {
        bytes.append(high << 4 | low)
        at += 3
      } else {
        bytes.append(raw[at])
        at += 1
      }
    }
    return bytes
  }

  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte &- 0x30
    case 0x41...0x46: byte &- 0x37
    case 0x61...0x66: byte &- 0x57
    default: nil
    }
  }
}

/// Room for decoded strings, grown as needed and reused.
final class LexerScratch {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int

  init() {
    capacity = 256
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// Makes room for `count` bytes; what was there is lost.
  @inline(__always)
  func reserve(_ count: Int) {
    if count > capacity { grow(count) }
  }

  private func grow(_ count: Int) {
    base.deallocate()
    capacity = max(count, capacity &* 2)
    base = .allocate(capacity: capacity)
  }
}
