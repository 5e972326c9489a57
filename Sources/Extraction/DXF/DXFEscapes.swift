/// Walks over a text's scalars and reads the escapes that all texts of a drawing share: `%%` codes,
/// `^` codes, `\U+XXXX` and `\M+nXXXX` (DXF Reference, "TEXT", "MTEXT").
struct DXFEscapes {
  enum Item {
    case scalar(UInt32)
    case tab, lineEnd
    /// A switch that shows nothing, such as `%%u`.
    case nothing
  }

  let scalars: [UInt32]
  let codePage: DXFCodePage
  var at = 0

  init(_ scalars: [UInt32], _ codePage: DXFCodePage) {
    self.scalars = scalars
    self.codePage = codePage
  }

  func peek(_ offset: Int = 0) -> UInt32? {
    let index = at &+ offset
    return index >= 0 && index < scalars.count ? scalars[index] : nil
  }

  /// The next item; an escape that is none stands for itself.
  mutating func next() -> Item? {
    guard let scalar = peek() else { return nil }
    let escape: Item? =
      switch scalar {
      case 0x25: percent()
      case 0x5E: caret()
      case 0x5C: backslash()
      default: nil
      }
    if let escape { return escape }
    at += 1
    return scalar == 0x0A || scalar == 0x0D ? .lineEnd : scalar == 0x09 ? .tab : .scalar(scalar)
  }

  /// `%%d`, `%%c`, `%%p`, `%%nnn`, and switches.
  private mutating func percent() -> Item? {
    guard peek(1) == 0x25, let code = peek(2) else { return nil }
    var item: Item
    switch code {
    case 0x64, 0x44: item = .scalar(0xB0)
    case 0x63, 0x43: item = .scalar(0xD8)
    case 0x70, 0x50: item = .scalar(0xB1)
    // Underline, overline, strike-through.
    case 0x75, 0x55, 0x6F, 0x4F, 0x6B, 0x4B: item = .nothing
    // A frame of a tolerance ends.
    case 0x76, 0x56: item = .scalar(0x20)
    case 0x25: item = .scalar(0x25)
    case 0x30...0x39:
      let digits = scalars[(at + 2)..<min(at + 5, scalars.count)].prefix {
        (0x30...0x39).contains($0)
      }
      guard digits.count == 3,
        let scalar = codePage.scalar(of: digits.reduce(0) { $0 * 10 + Int($1) - 0x30 })
      else { return nil }
      at += 5
      return .scalar(scalar)
    default: return nil
    }
    at += 3
    return item
  }

  /// A control character written as `^` and the letter 64 above it; `^ ` is a caret.
  private mutating func caret() -> Item? {
    guard let code = peek(1) else { return nil }
    switch code {
    case 0x20:
      at += 2
      return .scalar(0x5E)
    case 0x49:
      at += 2
      return .tab
    case 0x4A:
      at += 2
      return .lineEnd
    case 0x4D:
      // `^M^J` ends one line.
      at += peek(2) == 0x5E && peek(3) == 0x4A ? 4 : 2
      return .lineEnd
    default: return nil
    }
  }

  private mutating func backslash() -> Item? {
    guard peek(2) == 0x2B else { return nil }
    switch peek(1) {
    case 0x55, 0x75:
      guard let value = hexadecimal(from: at + 3, digits: 4) else { return nil }
      at += 7
      return .scalar(surrogate(value) ?? value)
    case 0x4D, 0x6D:
      guard let page = peek(3), let value = hexadecimal(from: at + 4, digits: 4),
        let charset = Self.charset(page)
      else { return nil }
      at += 8
      return .scalar(charset.scalars(of: value).first ?? 0xFFFD)
    default: return nil
    }
  }

  /// The scalar of a pair of surrogates, of which the first was read.
  private mutating func surrogate(_ high: UInt32) -> UInt32? {
    guard (0xD800..<0xDC00).contains(high), peek() == 0x5C, peek(2) == 0x2B,
      let low = hexadecimal(from: at + 3, digits: 4), (0xDC00..<0xE000).contains(low)
    else { return nil }
    at += 7
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  private func hexadecimal(from start: Int, digits: Int) -> UInt32? {
    guard start + digits <= scalars.count else { return nil }
    var value: UInt32 = 0
    for scalar in scalars[start..<start + digits] {
      switch scalar {
      case 0x30...0x39: value = value << 4 | (scalar - 0x30)
      case 0x41...0x46: value = value << 4 | (scalar - 0x37)
      case 0x61...0x66: value = value << 4 | (scalar - 0x57)
      default: return nil
      }
    }
    return value
  }

  /// The character set of `\M+n`.
  private static func charset(_ digit: UInt32) -> LegacyCharset? {
    switch digit {
    case 0x31: .shiftJIS
    case 0x32: .big5
    case 0x33, 0x34: .korean
    case 0x35: .gb18030
    default: nil
    }
  }

  /// The line of a TEXT, ATTRIB or ATTDEF; a line end in it reads as a space.
  static func line(_ scalars: [UInt32], _ codePage: DXFCodePage, scale: Float) -> DXFLine {
    var escapes = DXFEscapes(scalars, codePage)
    var line = DXFLine()
    while let item = escapes.next() {
      switch item {
      case .scalar(let scalar): line.append(scalar, scale: scale)
      case .tab: line.appendTab(scale: scale)
      case .lineEnd: line.append(0x20, scale: scale)
      case .nothing: break
      }
    }
    return line
  }
}
