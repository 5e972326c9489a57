/// Reads a CMap file: a ToUnicode CMap or one that is embedded for a composite font.
struct CMapParser {
  private var lexer: Lexer
  private var map = CMap()
  /// What the CMap builds on.
  private var base: CMap?
  /// Gives the CMap that `usecmap` names.
  private let named: (Name) -> CMap?

  init(_ bytes: UnsafeRawBufferPointer, named: @escaping (Name) -> CMap? = { _ in nil }) {
    lexer = Lexer(bytes)
    self.named = named
  }

  /// Linear in the bytes; what is broken is skipped.
  mutating func parse() -> CMap {
    var name: Name?
    var number = 0
    while true {
      switch lexer.next() {
      case .end:
        map.finish()
        if let base { map.inherit(base) }
        return map
      case .name:
        name = lexer.name
        if name == Name("CMapName"), lexer.next() == .name { map.name = lexer.name }
        if name == Name("WMode"), lexer.next() == .integer {
          map.isVertical = lexer.integer == 1
        }
      case .integer: number = lexer.integer
      case .keyword: section(name, number)
      default: continue
      }
    }
  }

  private mutating func section(_ name: Name?, _ number: Int) {
    if lexer.isKeyword("begincodespacerange") {
      readSpaces()
    } else if lexer.isKeyword("beginbfchar") {
      readCharacters()
    } else if lexer.isKeyword("beginbfrange") {
      readCharacterRanges()
    } else if lexer.isKeyword("begincidchar") {
      readIdentifiers(ranges: false)
    } else if lexer.isKeyword("begincidrange") {
      readIdentifiers(ranges: true)
    } else if lexer.isKeyword("usecmap"), let name, let other = named(name) {
      base = other
    }
  }

  /// Reads a code: up to four bytes of a string, or an integer as careless producers write.
  private mutating func nextCode() -> (value: UInt32, size: Int)? {
    let token = lexer.next()
    if token == .integer { return (UInt32(truncatingIfNeeded: lexer.integer), 1) }
    guard token == .string else { return nil }
    let bytes = lexer.string
    guard bytes.count <= 4 else { return nil }
    return (bytes.reduce(0) { $0 << 8 | UInt32($1) }, bytes.count)
  }

  private mutating func readSpaces() {
    while let low = nextCode(), let high = nextCode() {
      guard (1...4).contains(high.size), map.spaces.count < 256 else { continue }
      map.spaces.append(CMap.Space(size: high.size, low: low.value, high: high.value))
    }
  }

  private mutating func readCharacters() {
    while let low = nextCode() {
      let token = lexer.next()
      if token == .keyword { return }
      if let scalars = scalars(token) { map.addCharacters(low.value, low.value, scalars) }
    }
  }

  private mutating func readCharacterRanges() {
    while let low = nextCode(), let high = nextCode() {
      let token = lexer.next()
      if token == .keyword { return }
      if token == .arrayOpen {
        var code = low.value
        while true {
          let item = lexer.next()
          if item == .arrayClose || item == .end || item == .keyword { break }
          if let scalars = scalars(item), code <= high.value {
            map.addCharacters(code, code, scalars)
          }
          code &+= 1
        }
      } else if let scalars = scalars(token) {
        map.addCharacters(low.value, max(low.value, high.value), scalars)
      }
    }
  }

  private mutating func readIdentifiers(ranges: Bool) {
    while let low = nextCode() {
      var high = low
      if ranges {
        guard let other = nextCode() else { return }
        high = other
      }
      guard lexer.next() == .integer else { return }
      let value = UInt32(truncatingIfNeeded: max(0, lexer.integer))
      map.addIdentifiers(low.value, max(low.value, high.value), value)
    }
  }

  /// UTF-16BE, or a glyph name, or a number; nil for any other token.
  private func scalars(_ token: Token) -> [UInt32]? {
    switch token {
    case .string: TextString.utf16(lexer.string)
    case .name: GlyphList.scalars(of: lexer.name.bytes)
    case .integer: [UInt32(truncatingIfNeeded: lexer.integer)]
    default: nil
    }
  }
}
