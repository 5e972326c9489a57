/// What the codes of a simple font mean, apart from its ToUnicode CMap (ISO 32000-2 §9.6.5).
struct SimpleEncoding {
  /// Scalars by code, 0 where none.
  private var base: [UInt16]
  /// Glyph names by code: the built-in encoding's, overlaid by `Differences`.
  private var names: [Int: [UInt8]] = [:]
  /// Scalars that the font program's own tables give.
  private var program: [Int: [UInt32]] = [:]

  init(
    _ document: PDFDocument, _ font: PDFDictionary, _ descriptor: PDFDictionary?,
    _ standard: StandardFont?, _ program: FontLoader.Program
  ) {
    let entry = document.value(font, .encoding)
    let dictionary = entry.dictionary
    let flags = descriptor.flatMap { document.integer($0, .flags) } ?? 0
    let isSymbolic = flags & 4 != 0 && flags & 32 == 0
    let stated = entry.name ?? dictionary.flatMap { document.name($0, .baseEncoding) }
    base = Self.table(stated) ?? standard?.encoding ?? EncodingTables.standard
    let isTrueType = document.name(font, .subtype) == .trueType
    if Self.table(stated) == nil {
      if isTrueType, standard?.family != .symbol { base = EncodingTables.winAnsi }
      takeBuiltIn(program, isSymbolic: isSymbolic)
    } else if isTrueType, isSymbolic, dictionary == nil, case .trueType = program {
      // A symbolic font is drawn by its own tables, whatever the dictionary says.
      takeBuiltIn(program, isSymbolic: true)
    }
    if let dictionary { takeDifferences(document, dictionary) }
  }

  private static func table(_ name: Name?) -> [UInt16]? {
    switch name {
    case Name("WinAnsiEncoding"): EncodingTables.winAnsi
    case Name("MacRomanEncoding"): EncodingTables.macRoman
    case Name("MacExpertEncoding"): EncodingTables.macExpert
    case Name("StandardEncoding"): EncodingTables.standard
    case Name("PDFDocEncoding"): EncodingTables.pdfDoc
    default: nil
    }
  }

  private mutating func takeDifferences(_ document: PDFDocument, _ dictionary: PDFDictionary) {
    var code = 0
    for item in document.array(dictionary, .differences) ?? [] {
      switch document.resolve(item) {
      case .integer(let value): code = value
      case .real(let value): code = Int(exactly: value.rounded()) ?? code
      case .name(let name):
        if (0..<256).contains(code) {
          names[code] = name.bytes
          program[code] = nil
        }
        code &+= 1
      default: continue
      }
    }
  }

  // MARK: - Font programs

  private mutating func takeBuiltIn(_ program: FontLoader.Program, isSymbolic: Bool) {
    switch program {
    case .none: break
    case .type1(let bytes):
      take(bytes.withUnsafeBytes { Type1Font.builtInNames($0) })
    case .compact(let bytes):
      take(bytes.withUnsafeBytes { CompactFont($0)?.builtInNames() })
    case .trueType(let bytes):
      bytes.withUnsafeBytes { raw in
        guard let font = TrueTypeFont(raw) else { return }
        if let compact = font.compact {
          take(CompactFont(compact)?.builtInNames())
        } else if isSymbolic || font.subtable(3, 1) == nil {
          take(font)
        }
      }
    }
  }

  private mutating func take(_ builtIn: [[UInt8]]?) {
    guard let builtIn else { return }
    for (code, name) in builtIn.enumerated() where code < 256 && !name.isEmpty {
      names[code] = name
    }
  }

  /// Codes of a symbolic TrueType font: through its (3, 0) or (1, 0) subtable to a glyph, and from
  /// the glyph's name or the Unicode subtable to characters (§9.6.5.4).
  private mutating func take(_ font: TrueTypeFont) {
    let symbol = font.subtable(3, 0)
    let mac = font.subtable(1, 0)
    guard symbol != nil || mac != nil else { return }
    let glyphNames = font.glyphNames()
    let characters = font.charactersByGlyph(subtable: font.unicode)
    for code in 0..<256 {
      var glyph = 0
      for high in [0xF000, 0, 0xF100, 0xF200] where glyph == 0 {
        glyph = symbol?.glyph(of: high | code) ?? 0
      }
      if glyph == 0 { glyph = mac?.glyph(of: code) ?? 0 }
      guard glyph != 0 else { continue }
      if let scalar = characters[glyph] {
        program[code] = [scalar]
      } else if glyphNames.indices.contains(glyph) {
        let scalars = GlyphList.scalars(of: glyphNames[glyph])
        if !scalars.isEmpty { program[code] = scalars }
      }
    }
  }

  // MARK: - Lookup

  /// How a code reads.
  func text(of code: Int, _ font: Font) -> UInt32 {
    if let scalars = program[code] { return font.text(of: scalars) }
    if let name = names[code] {
      let scalars = GlyphList.scalars(of: name)
      if !scalars.isEmpty { return font.text(of: scalars) }
      if let scalar = Self.numbered(name) { return font.text(of: [scalar]) }
      if name == Array(".notdef".utf8) { return Font.Text.unknown }
      return Font.Text.unknown
    }
    let scalar = UInt32(base[code & 0xFF])
    return scalar == 0 ? Font.Text.unknown : font.text(of: [scalar])
  }

  /// Names that generators make up of a letter or two and a character code: `a65`, `C0065`, `ch65`.
  private static func numbered(_ name: [UInt8]) -> UInt32? {
    let letters = name.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }.count
    let digits = name.dropFirst(letters)
    guard letters <= 4, (2...5).contains(digits.count),
      digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    guard (0x20..<0x100).contains(value) else { return nil }
    let scalar = EncodingTables.winAnsi[value]
    return scalar == 0 ? nil : UInt32(scalar)
  }
}

extension TrueTypeFont {
  /// Characters by glyph number, from a subtable that maps from Unicode; of several the first in
  /// the Basic Latin or else the lowest.
  func charactersByGlyph(subtable: CharacterMap?) -> [Int: UInt32] {
    var characters: [Int: UInt32] = [:]
    subtable?.forEach { code, glyph in
      if characters[glyph] == nil { characters[glyph] = UInt32(truncatingIfNeeded: code) }
    }
    return characters
  }
}
