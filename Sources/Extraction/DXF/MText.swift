/// Reads the formatting codes of MTEXT into lines (DXF Reference, "MTEXT"; AutoCAD help, "Format codes
/// for alternate text editor").
struct MText {
  /// What a brace restores.
  private struct Style {
    /// Factor on the entity's text height.
    var height: Float = 1
    var width: Float = 1
    var tracking: Float = 1
    /// Whether letters are symbols of the font `gdt`.
    var isSymbol = false
  }

  private var escapes: DXFEscapes
  private var style = Style()
  private var saved: [Style] = []
  private var line = DXFLine()
  private var lines: [DXFLine] = []
  /// The entity's text height, to which `\H` is absolute.
  private let height: Float
  private let factor: Float

  /// Braces inside one another that are remembered; AutoCAD nests eight.
  private static let nesting = 64
  /// Characters of one code's argument; font names are the longest.
  private static let argumentLimit = 512

  private init(_ scalars: [UInt32], _ codePage: DXFCodePage, height: Float, factor: Float) {
    escapes = DXFEscapes(scalars, codePage)
    self.height = height
    self.factor = factor
  }

  /// - Parameters:
  ///   - height: the entity's text height, in drawing units.
  ///   - factor: its width factor.
  static func lines(
    _ scalars: [UInt32], _ codePage: DXFCodePage, height: Float, factor: Float = 1
  ) -> [DXFLine] {
    var parser = MText(scalars, codePage, height: height, factor: factor)
    parser.run()
    return parser.lines
  }

  private mutating func run() {
    while let scalar = escapes.peek() {
      switch scalar {
      case 0x7B:
        escapes.at += 1
        if saved.count < Self.nesting { saved.append(style) }
      case 0x7D:
        escapes.at += 1
        if let last = saved.popLast() { style = last }
      case 0x5C where code(): break
      default: take()
      }
    }
    endLine()
  }

  private mutating func take() {
    switch escapes.next() {
    case .scalar(let scalar): put(scalar)
    case .tab: line.appendTab(scale: scale)
    case .lineEnd: endLine()
    case .nothing, nil: break
    }
  }

  private var scale: Float { style.height * style.width * style.tracking * factor }

  private mutating func put(_ scalar: UInt32) {
    line.append(style.isSymbol ? Self.symbol(scalar) : scalar, scale: scale)
    if style.height > line.height, style.height < 1000 { line.height = style.height }
  }

  private mutating func endLine() {
    lines.append(line)
    line = DXFLine()
  }

  /// Reads a code after a backslash; false when it is no code of MTEXT's own.
  private mutating func code() -> Bool {
    guard let letter = escapes.peek(1) else { return false }
    switch letter {
    case 0x5C, 0x7B, 0x7D: put(letter, skipping: 2)
    case 0x7E: put(0x20, skipping: 2)
    case 0x50, 0x58, 0x4E:  // P, X (below a dimension line), N (next column)
      escapes.at += 2
      endLine()
    case 0x4C, 0x6C, 0x4F, 0x6F, 0x4B, 0x6B: escapes.at += 2  // L l O o K k
    case 0x53: stack()
    case 0x66, 0x46: return font()
    case 0x70: return argument() != nil  // p: paragraph
    case 0x41, 0x43, 0x63, 0x51: _ = number()  // A C c Q
    case 0x48: setHeight()
    case 0x57: if let value = number()?.value { style.width = Self.factor(value) }
    case 0x54: if let value = number()?.value { style.tracking = Self.factor(value) }
    default: return false
    }
    return true
  }

  private mutating func put(_ scalar: UInt32, skipping count: Int) {
    escapes.at += count
    put(scalar)
  }

  private mutating func setHeight() {
    guard let (value, isRelative) = number() else { return }
    if isRelative {
      style.height = Self.factor(style.height * value)
    } else if height > 0 {
      style.height = Self.factor(value / height)
    }
  }

  /// A factor within what a person could mean.
  private static func factor(_ value: Float) -> Float {
    value.isFinite && value > 0.001 && value < 1000 ? value : 1
  }

  /// Steps over a code's argument up to `;` and returns it; nil and stays where there is none.
  private mutating func argument() -> ArraySlice<UInt32>? {
    let start = escapes.at + 2
    let end = min(escapes.scalars.count, start + Self.argumentLimit)
    guard start <= end,
      let stop = escapes.scalars[start..<end].firstIndex(of: 0x3B)
    else { return nil }
    escapes.at = stop + 1
    return escapes.scalars[start..<stop]
  }

  private mutating func font() -> Bool {
    guard let name = argument() else { return false }
    let lower = name.prefix(3).map { $0 | 0x20 }
    style.isSymbol = lower == [0x67, 0x64, 0x74]
    return true
  }

  /// Steps over a number, an `x` and a `;`, each of which may be missing.
  private mutating func number() -> (value: Float, isRelative: Bool)? {
    escapes.at += 2
    var text = ""
    while let scalar = escapes.peek(), text.utf8.count < 32,
      (0x30...0x39).contains(scalar) || [0x2B, 0x2D, 0x2E].contains(scalar),
      let character = Unicode.Scalar(scalar)
    {
      text.unicodeScalars.append(character)
      escapes.at += 1
    }
    let isRelative = escapes.peek() == 0x78 || escapes.peek() == 0x58
    if isRelative { escapes.at += 1 }
    if escapes.peek() == 0x3B { escapes.at += 1 }
    return Float(text).map { ($0, isRelative) }
  }

  /// A fraction or tolerance: `\S1/2;`, `\S1#2;` read as 1/2, `\S+1^-2;` as +1 -2.
  private mutating func stack() {
    guard let whole = argument() else {
      escapes.at += 2
      return
    }
    var parts = DXFEscapes(Array(whole), escapes.codePage)
    var isSplit = false
    var isEmpty = true
    while let scalar = parts.peek() {
      if !isSplit, scalar == 0x2F || scalar == 0x23 || scalar == 0x5E {
        parts.at += 1
        isSplit = true
        if scalar != 0x5E {
          put(0x2F)
        } else if !isEmpty, parts.peek() != nil {
          put(0x20)
        }
        continue
      }
      if scalar == 0x5C, let next = parts.peek(1), [0x5C, 0x2F, 0x23, 0x5E, 0x3B].contains(next) {
        parts.at += 2
        put(next)
        continue
      }
      if case .scalar(let scalar)? = parts.next() { put(scalar) }
      isEmpty = false
    }
  }

  /// The symbols of geometric tolerancing that the letters of `gdt` stand for.
  private static func symbol(_ letter: UInt32) -> UInt32 {
    guard (0x61...0x7A).contains(letter) else { return letter }
    return symbols[Int(letter - 0x61)]
  }

  private static let symbols: [UInt32] = [
    0x2220, 0x22A5, 0x23E5, 0x2313, 0x25CB, 0x2225, 0x232D, 0x2197, 0x232F, 0x2316, 0x2312, 0x24C1,
    0x24C2, 0x00D8, 0x25A1, 0x24C5, 0x2104, 0x25CE, 0x24C8, 0x2330, 0x23E4, 0x2334, 0x2335, 0x21A7,
    0x2333, 0x2332,
  ]
}
