/// Type 1, TrueType and Type 3 fonts (ISO 32000-2 §9.6).
extension FontLoader {
  func loadSimple(
    _ dictionary: PDFDictionary, _ font: Font, program: Program
  ) throws(ExtractionError) {
    let descriptor = document.dictionary(dictionary, .fontDescriptor)
    let standard = StandardFont(document.name(dictionary, .baseFont))
    let encoding = SimpleEncoding(document, dictionary, descriptor, standard, program)
    let unicode = try toUnicode(dictionary)
    for code in 0..<256 {
      font.texts[code] = encoding.text(of: code, font)
      if let unicode, let text = Self.text(UInt32(code), unicode, font) {
        font.texts[code] = text
      }
    }
    readWidths(dictionary, descriptor, standard, font, program)
  }

  /// How ToUnicode reads a code; nil if it says nothing that makes sense.
  static func text(_ code: UInt32, _ unicode: CMap, _ font: Font) -> UInt32? {
    guard let value = unicode.character(of: code) else { return nil }
    let scalars =
      value & CMap.sequence != 0 ? unicode.sequences[Int(value & ~CMap.sequence)] : [value]
    let text = font.text(of: scalars)
    // Characters of private use mean what their font draws, which nobody can search for.
    return text == Font.Text.unknown || Font.isPrivate(text) ? nil : text
  }

  // MARK: - Widths (§9.6.2)

  private func readWidths(
    _ dictionary: PDFDictionary, _ descriptor: PDFDictionary?, _ standard: StandardFont?,
    _ font: Font, _ program: Program
  ) {
    let missing = descriptor.flatMap { document.number($0, .missingWidth) } ?? 0
    let isType3 = document.name(dictionary, .subtype) == .type3
    guard let widths = document.numbers(dictionary, .simpleWidths),
      isType3 || missing != 0 || widths.contains(where: { $0 != 0 })
    else {
      guess(descriptor, standard, font, program)
      return
    }
    let first = document.integer(dictionary, .firstChar) ?? 0
    for code in 0..<256 {
      let index = code &- first
      let width = widths.indices.contains(index) ? widths[index] : missing
      font.widths[code] = Float(min(max(width, -10_000), 10_000) / 1000)
    }
  }

  /// Widths of a font that states none: those of its TrueType program, or of the standard font that
  /// it is or resembles.
  private func guess(
    _ descriptor: PDFDictionary?, _ standard: StandardFont?, _ font: Font, _ program: Program
  ) {
    let flags = descriptor.flatMap { document.integer($0, .flags) } ?? 0
    let like = standard ?? StandardFont(flags: flags)
    for code in 0..<256 {
      font.widths[code] = like.width(ofCode: code, scalar: font.texts[code], font)
    }
    guard case .trueType(let bytes) = program else { return }
    bytes.withUnsafeBytes { raw in
      guard let metrics = TrueTypeFont(raw) else { return }
      for code in 0..<256 {
        let glyph = metrics.glyph(ofCode: code, scalar: Int(font.texts[code]))
        if glyph > 0, let width = metrics.width(ofGlyph: glyph) { font.widths[code] = width }
      }
    }
  }

  // MARK: - Type 3 (§9.6.4)

  /// Brings widths to text space and finds out how large the glyphs are.
  func shapeType3(_ dictionary: PDFDictionary, _ font: Font) {
    let matrix = document.matrix(dictionary, .fontMatrix) ?? Matrix(a: 0.001, d: 0.001)
    let across = Float(matrix.a == 0 ? matrix.b.magnitude : matrix.a.magnitude)
    var (sum, count) = (Float(0), Float(0))
    for code in 0..<256 {
      // Widths were read as thousandths.
      font.widths[code] *= 1000 * across
      if font.widths[code] > 0 { (sum, count) = (sum + font.widths[code], count + 1) }
    }
    let box = document.rectangle(dictionary, .fontBBox) ?? Rectangle(0, 0, 0, 0)
    let low = Float(min(box.y0 * matrix.d, box.y1 * matrix.d))
    let high = Float(max(box.y0 * matrix.d, box.y1 * matrix.d))
    // An em from the mean width, since the box of many Type 3 fonts is empty or far too large.
    font.em = count > 0 ? sum / count / 0.55 : max(high - low, 1)
    if !(font.em > 0) || !font.em.isFinite { font.em = 1 }
    if box.y0.magnitude > box.y1.magnitude { font.upward = -1 }
    if matrix.d < 0 { font.upward = -font.upward }
    let top = max(abs(high), abs(low)) / font.em
    if (0.4...1.5).contains(top) { font.ascent = top }
  }
}
