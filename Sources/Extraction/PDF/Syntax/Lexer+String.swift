extension Lexer {
  /// Reads a literal string after its `(` (ISO 32000-2 §7.3.4.2). Without escapes, line ends and inner
  /// parentheses it stays in place; one that is not closed ends with the bytes.
  mutating func lexLiteralString() -> Token {
    let start = position
    var at = start
    while at < end {
      let byte = base[at]
      if byte == 0x29 {
        tokenStart = start
        tokenLength = at &- start
        stringIsDecoded = false
        position = at &+ 1
        return .string
      }
      if byte == 0x5C || byte == 0x28 || byte == 0x0D { break }
      at &+= 1
    }
    decodeLiteral(from: start, at: at)
    return .string
  }

  private mutating func decodeLiteral(from start: Int, at plain: Int) {
    let close = literalEnd(from: plain)
    scratch.reserve(close &- start)
    let out = scratch.base
    var count = plain &- start
    if count > 0 { out.update(from: base + start, count: count) }
    var at = plain
    while at < close {
      let byte = base[at]
      at &+= 1
      switch byte {
      case 0x5C: decodeEscape(&at, close, out, &count)
      case 0x0D:
        if at < close, base[at] == 0x0A { at &+= 1 }
        out[count] = 0x0A
        count &+= 1
      default:
        out[count] = byte
        count &+= 1
      }
    }
    tokenStart = start
    tokenLength = count
    stringIsDecoded = true
    position = min(close &+ 1, end)
  }

  /// Where the `)` is that closes the string, or the end.
  private func literalEnd(from start: Int) -> Int {
    var at = start
    var depth = 1
    while at < end {
      switch base[at] {
      case 0x5C: at &+= 1
      case 0x28: depth &+= 1
      case 0x29:
        depth &-= 1
        if depth == 0 { return at }
      default: break
      }
      at &+= 1
    }
    return end
  }

  /// Decodes what follows a backslash (table 3); it never yields more bytes than it takes.
  private func decodeEscape(
    _ at: inout Int, _ close: Int, _ out: UnsafeMutablePointer<UInt8>, _ count: inout Int
  ) {
    guard at < close else { return }
    let byte = base[at]
    at &+= 1
    var value = byte
    switch byte {
    case 0x6E: value = 0x0A
    case 0x72: value = 0x0D
    case 0x74: value = 0x09
    case 0x62: value = 0x08
    case 0x66: value = 0x0C
    case 0x0A: return
    case 0x0D:
      if at < close, base[at] == 0x0A { at &+= 1 }
      return
    case 0x30...0x37:
      var octal = byte &- 0x30
      var digits = 1
      while digits < 3, at < close, base[at] &- 0x30 < 8 {
        octal = octal &<< 3 | (base[at] &- 0x30)
        at &+= 1
        digits &+= 1
      }
      value = octal
    default: break
    }
    out[count] = value
    count &+= 1
  }

  /// Reads a hexadecimal string after its `<` (ISO 32000-2 §7.3.4.3); what is no digit is skipped, an
  /// odd last digit counts as if 0 followed.
  mutating func lexHexString() -> Token {
    let start = position
    var close = start
    while close < end, base[close] != 0x3E { close &+= 1 }
    scratch.reserve((close &- start) / 2 &+ 1)
    let out = scratch.base
    var count = 0
    var half: UInt8 = 0
    var isHalf = false
    for at in start..<close {
      guard let digit = Self.hexValue(base[at]) else { continue }
      if isHalf {
        out[count] = half | digit
        count &+= 1
      } else {
        half = digit &<< 4
      }
      isHalf.toggle()
    }
    if isHalf {
      out[count] = half
      count &+= 1
    }
    tokenStart = start
    tokenLength = count
    stringIsDecoded = true
    position = min(close &+ 1, end)
    return .string
  }
}
