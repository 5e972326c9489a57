/// Type 0 fonts and their CIDFonts (ISO 32000-2 §9.7).
extension FontLoader {
  func loadComposite(_ dictionary: PDFDictionary, _ font: Font) throws(ExtractionError) {
    let items = document.array(dictionary, .descendantFonts) ?? []
    let descendant = items.first.flatMap { document.resolve($0).dictionary } ?? PDFDictionary()
    let descriptor = document.dictionary(descendant, .fontDescriptor)
    let encoding = try characterMap(dictionary)
    let unicode = try toUnicode(dictionary)
    var composite = CompositeFont(map: encoding.map, unicode: unicode)
    composite.form = encoding.form
    if composite.form == nil {
      composite.program = try programScalars(descendant, descriptor)
      composite.collection = (ordering(descendant) ?? encoding.collection)?.characters
      composite.claimsUnicode = claimsUnicode(dictionary, unicode)
    }
    readWidths(descendant, &composite.widths)
    if composite.widths.isSparse, document.number(descendant, .defaultWidth) == nil {
      try measureProgram(descendant, descriptor, &composite.widths)
    }
    font.isVertical = encoding.map.isVertical
    font.composite = composite
    measure(descriptor, font)
  }

  /// Whether ToUnicode is, or amounts to, the identity, which producers write for codes that are
  /// Unicode.
  private func claimsUnicode(_ dictionary: PDFDictionary, _ unicode: CMap?) -> Bool {
    if let name = document.name(dictionary, .toUnicode) {
      return name == .identityH || name == .identityV
    }
    return unicode.map { $0.characters.isEmpty && !$0.identifiers.isEmpty } ?? false
  }

  /// The collection that the CIDs of a CIDFont are of; nil if it is none of Adobe's.
  private func ordering(_ descendant: PDFDictionary) -> CIDCollection? {
    guard let info = document.dictionary(descendant, .cidSystemInfo),
      let ordering = document.string(info, .ordering)
    else { return nil }
    return CIDCollection(ordering: String(decoding: ordering, as: UTF8.self))
  }

  private func characterMap(
    _ dictionary: PDFDictionary
  ) throws(ExtractionError) -> PredefinedCMap {
    switch document.value(dictionary, .encoding) {
    case .name(let name):
      return PredefinedCMap.named(name)
        ?? PredefinedCMap(map: CMap.identity(vertical: name.text.hasSuffix("-V")))
    case .stream(let stream):
      if let known = try embedded(stream) { return known }
    default: break
    }
    return PredefinedCMap(map: CMap.identity(vertical: false))
  }

  /// An embedded CMap with what it builds on.
  private func embedded(_ stream: PDFStream) throws(ExtractionError) -> PredefinedCMap? {
    guard var map = try cmap(stream, depth: 0) else { return nil }
    let base = document.name(stream.dictionary, .useCMap).flatMap { PredefinedCMap.named($0) }
    if let base { map.inherit(base.map) }
    if map.spaces.isEmpty { map.spaces = CMap.identity(vertical: false).spaces }
    let form = map.name.flatMap { UnicodeForm(cmapName: $0.text) }
    return PredefinedCMap(map: map, form: form ?? base?.form, collection: base?.collection)
  }

  // MARK: - Widths (§9.7.4.3)

  private func readWidths(_ descendant: PDFDictionary, _ widths: inout CIDWidths) {
    if let standard = document.number(descendant, .defaultWidth) {
      widths.standard = CIDWidths.em(standard)
    }
    if let pair = document.numbers(descendant, .defaultVertical), pair.count >= 2 {
      widths.standardY = CIDWidths.em(pair[0])
      widths.standardAdvance = CIDWidths.em(pair[1])
    }
    if let items = document.array(descendant, .widths) { widths.read(resolved(items)) }
    if let items = document.array(descendant, .verticalWidths) {
      widths.readVertical(resolved(items))
    }
  }

  /// Takes the widths of an embedded TrueType program where neither `W` nor `DW` states any: some
  /// writers give only the first glyph's of a fixed pitch font.
  private func measureProgram(
    _ descendant: PDFDictionary, _ descriptor: PDFDictionary?, _ widths: inout CIDWidths
  ) throws(ExtractionError) {
    guard case .trueType(let bytes) = try program(descriptor) else { return }
    let glyphs = try glyphMap(descendant)
    bytes.withUnsafeBytes { raw in
      guard let font = TrueTypeFont(raw) else { return }
      widths.fill(count: glyphs?.count ?? font.glyphCount) { cid in
        font.width(ofGlyph: glyphs?[cid] ?? cid)
      }
    }
  }

  private func resolved(_ items: [PDFObject]) -> [PDFObject] {
    items.map { item in
      let value = document.resolve(item)
      guard let inner = value.array else { return value }
      return .array(inner.map { document.resolve($0) })
    }
  }

  // MARK: - Characters from the font program

  /// Scalars by CID, as far as the embedded program tells.
  private func programScalars(
    _ descendant: PDFDictionary, _ descriptor: PDFDictionary?
  ) throws(ExtractionError) -> [UInt32: [UInt32]] {
    let program = try program(descriptor)
    switch program {
    case .none, .type1: return [:]
    case .compact(let bytes): return bytes.withUnsafeBytes { Self.scalars(compact: $0) }
    case .trueType(let bytes):
      let glyphs = try glyphMap(descendant)
      return bytes.withUnsafeBytes { raw in
        guard let font = TrueTypeFont(raw) else { return [:] }
        var byGlyph = Self.scalars(font)
        if byGlyph.isEmpty, let compact = font.compact {
          return Self.scalars(compact: compact)
        }
        guard let glyphs else { return byGlyph }
        let all = byGlyph
        byGlyph = [:]
        for (cid, glyph) in glyphs.enumerated() where glyph != 0 {
          byGlyph[UInt32(cid)] = all[UInt32(glyph)]
        }
        return byGlyph
      }
    }
  }

  /// Glyph numbers by CID of a `CIDToGIDMap` stream; nil for the identity.
  private func glyphMap(_ descendant: PDFDictionary) throws(ExtractionError) -> [Int]? {
    guard let stream = document.stream(descendant, .cidToGIDMap) else { return nil }
    var bytes: [UInt8] = []
    guard case .bytes = try document.decode(stream, into: &bytes) else { return nil }
    return stride(from: 0, to: min(bytes.count, 131_072) - 1, by: 2).map {
      Int(bytes[$0]) << 8 | Int(bytes[$0 + 1])
    }
  }

  /// Scalars by glyph of a TrueType font, from its Unicode subtable and its glyph names.
  private static func scalars(_ font: TrueTypeFont) -> [UInt32: [UInt32]] {
    var result: [UInt32: [UInt32]] = [:]
    for (glyph, name) in font.glyphNames().enumerated() {
      let scalars = GlyphList.scalars(of: name)
      if !scalars.isEmpty { result[UInt32(glyph)] = scalars }
    }
    for (glyph, scalar) in font.charactersByGlyph(subtable: font.unicode ?? font.subtable(3, 0)) {
      result[UInt32(truncatingIfNeeded: glyph)] = [scalar]
    }
    return result
  }

  /// Scalars by glyph of a CFF font that has glyph names; CID-keyed ones have none.
  private static func scalars(compact raw: UnsafeRawBufferPointer) -> [UInt32: [UInt32]] {
    guard let font = CompactFont(raw), !font.isCIDKeyed else { return [:] }
    let standard = GlyphOrders.names(GlyphOrders.compactStandardStrings)
    var result: [UInt32: [UInt32]] = [:]
    for glyph in 0..<min(font.glyphCount, 65_536) {
      let scalars = GlyphList.scalars(of: font.name(ofGlyph: glyph, standard: standard))
      if !scalars.isEmpty { result[UInt32(glyph)] = scalars }
    }
    return result
  }
}
