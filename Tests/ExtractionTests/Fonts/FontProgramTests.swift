import Testing

@testable import Extraction

@Suite("Font programs")
struct FontProgramTests {
  // MARK: - Type 1

  @Test("the built-in encoding of a Type 1 font is read from its cleartext")
  func type1() {
    let text = """
      %!PS-AdobeFont-1.0: Some
      /Encoding 256 array 0 1 255 {1 index exch /.notdef put} for
      dup 65 /H put dup 66 /hyphen put
      readonly def currentfile eexec dup 67 /X put
      """
    let names = Array(text.utf8).withUnsafeBytes { Type1Font.builtInNames($0) }
    #expect(names?[65] == Array("H".utf8))
    #expect(names?[66] == Array("hyphen".utf8))
    #expect(names?[67].isEmpty == true)
  }

  @Test("a Type 1 font with the Standard encoding, or none, tells no names")
  func type1Standard() {
    for text in ["/Encoding StandardEncoding def", "", "/Encoding", "eexec"] {
      #expect(Array(text.utf8).withUnsafeBytes { Type1Font.builtInNames($0) } == nil)
    }
  }

  // MARK: - CFF

  /// A CFF font of two glyphs besides `.notdef`: a standard string and one of its own.
  private var compact: [UInt8] {
    let names: [UInt8] = [0, 1, 1, 1, 2, 0x41]
    let strings: [UInt8] = [0, 1, 1, 1, 7] + Array("uni004".utf8)
    let glyphs: [UInt8] = [0, 3, 1, 1, 2, 3, 4, 14, 14, 14]
    let globals: [UInt8] = [0, 0]
    // charset (15), encoding (16), CharStrings (17), each as a five-byte integer.
    let topLength = 18
    let dataStart = 4 + names.count + (5 + topLength) + strings.count + globals.count
    let charset: [UInt8] = [0, 0, 34, 1, 0x87]
    let encoding: [UInt8] = [0, 2, 65, 66]
    func number(_ value: Int) -> [UInt8] { [29] + TrueTypeBuilder.long(value) }
    let top =
      number(dataStart) + [15] + number(dataStart + charset.count) + [16]
      + number(dataStart + charset.count + encoding.count) + [17]
    var font: [UInt8] = [1, 0, 4, 1] + names
    font += [0, 1, 1, 1, UInt8(top.count + 1)] + top
    return font + strings + globals + charset + encoding + glyphs
  }

  @Test("names and encoding of a CFF font")
  func cff() {
    let font = compact.withUnsafeBytes { CompactFont($0)?.builtInNames() }
    #expect(font?[65] == Array("A".utf8))
    #expect(font?[66] == Array("uni004".utf8))
    #expect(font?[67].isEmpty == true)
  }

  @Test("a CFF font cut or changed anywhere does no harm")
  func cffDamage() {
    let whole = compact
    for length in 0..<whole.count {
      _ = Array(whole[..<length]).withUnsafeBytes { CompactFont($0)?.builtInNames() }
    }
    for index in whole.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
        var changed = whole
        changed[index] = value
        _ = changed.withUnsafeBytes { CompactFont($0)?.builtInNames() }
      }
    }
  }

  // MARK: - TrueType

  @Test("a TrueType font cut or changed anywhere does no harm")
  func trueTypeDamage() {
    let whole = TrueTypeBuilder.font(for: "HOLE-1")
    for index in whole.indices {
      for value in [0, 1, 4, 6, 0x7F, 0xFF] as [UInt8] {
        var changed = whole
        changed[index] = value
        changed.withUnsafeBytes { raw in
          guard let font = TrueTypeFont(raw) else { return }
          _ = font.charactersByGlyph(subtable: font.unicode)
          _ = font.glyphNames()
        }
      }
      Array(whole[..<index]).withUnsafeBytes { raw in
        guard let font = TrueTypeFont(raw) else { return }
        _ = font.charactersByGlyph(subtable: font.unicode)
      }
    }
  }

  @Test("character maps of the formats 0, 4 and 6")
  func characterMaps() throws {
    let zero = TrueTypeBuilder.word(0) + [1, 6, 0, 0] + (0..<256).map { UInt8($0 == 72 ? 9 : 0) }
    let six =
      [6, 18, 0, 65, 3].flatMap(TrueTypeBuilder.word) + [5, 6, 7].flatMap(TrueTypeBuilder.word)
    // Two segments: 65…66 by delta, 72…73 by an offset into the glyph array, and the end.
    let four =
      [4, 48, 0, 6, 4, 1, 2, 66, 73, 0xFFFF, 0, 65, 72, 0xFFFF, 0xFFC4, 0, 1, 0, 4, 0, 40, 41]
      .flatMap(TrueTypeBuilder.word)
    func map(_ bytes: [UInt8], _ code: Int) throws -> Int {
      try bytes.withUnsafeBytes { raw in
        try #require(CharacterMap(FontBytes(raw))).glyph(of: code)
      }
    }
    #expect(try map(zero, 72) == 9)
    #expect(try map(zero, 73) == 0)
    #expect(try map(six, 66) == 6)
    #expect(try map(six, 68) == 0)
    #expect(try map(four, 65) == 5)
    #expect(try map(four, 72) == 40)
    #expect(try map(four, 73) == 41)
    #expect(try map(four, 74) == 0)
  }

  // MARK: - Widths

  @Test("W arrays that share one long list are read no further than widths are kept")
  func sharedWidths() {
    let list = PDFObject.array([PDFObject](repeating: .integer(500), count: 50_000))
    let shared = PDFObject.reference(.init(number: 1, generation: 0))
    let items = (0..<5_000).flatMap { [PDFObject.integer($0), shared] }
    var steps = 0
    func resolve(_ object: PDFObject) -> PDFObject {
      steps += 1
      return object.reference == nil ? object : list
    }
    var widths = CIDWidths()
    widths.read(items, resolve)
    widths.readVertical(items, resolve)
    #expect(widths.width(of: 1) == 0.5)
    #expect(steps < 2_000_000)
  }

  @Test("W arrays of lists and ranges")
  func widths() {
    var widths = CIDWidths()
    widths.standard = 0.5
    widths.read([
      .integer(1), .array([.integer(500), .real(250.5)]), .integer(10), .integer(12),
      .integer(700), .integer(-5), .name(Name("x")), .integer(20),
    ])
    #expect(widths.width(of: 1) == 0.5)
    #expect(widths.width(of: 2) == 0.2505)
    #expect(widths.width(of: 3) == 0.5)
    #expect(widths.width(of: 11) == 0.7)
    #expect(widths.width(of: 20) == 0.5)
    widths.readVertical([.integer(1), .array([.integer(-900), .integer(250), .integer(800)])])
    #expect(widths.vertical(of: 1).advance == -0.9)
    #expect(widths.vertical(of: 2).y == 0.88)
  }
}
