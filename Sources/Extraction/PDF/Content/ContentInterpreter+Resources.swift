/// What operators name in the resources (ISO 32000-2 §7.8.3).
extension ContentInterpreter {
  /// The XObject of that name in the resources or those around them.
  func xObject(_ name: Name, _ resources: PDFDictionary) -> PDFStream? {
    var list = document.dictionary(resources, .xObject)
    var depth = outer.count
    while true {
      if let list, let stream = document.stream(list, name) { return stream }
      guard depth > 0 else { return nil }
      depth -= 1
      list = document.dictionary(outer[depth], .xObject)
    }
  }

  /// The font of that name in the resources or those around them; -1 if there is none.
  mutating func font(
    _ name: Name, _ resources: PDFDictionary
  ) throws(ExtractionError) -> Int {
    var index = try fonts.index(name, in: resources, document)
    var depth = outer.count - 1
    while index < 0, depth >= 0 {
      index = try fonts.index(name, in: outer[depth], document)
      depth -= 1
    }
    return index
  }

  /// A graphics state dictionary can set the font (table 57).
  mutating func applyState(
    _ name: Name, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    guard let list = document.dictionary(resources, .extGState),
      let dictionary = document.dictionary(list, name)
    else { return }
    if let mask = document.dictionary(dictionary, Self.softMask) {
      try drawMask(mask, resources)
    }
    guard let pair = document.array(dictionary, .font), pair.count >= 2,
      let font = document.resolve(pair[0]).dictionary
    else { return }
    state.font = try fonts.index(of: font, document)
    state.size = document.resolve(pair[1]).number ?? state.size
  }

  private static let softMask = Name("SMask")
  private static let maskGroup = Name("G")

  /// Draws the text of a soft mask's group (§11.6.5.2) once a page: what is painted through the mask
  /// has its shape. Its other ink is none.
  private mutating func drawMask(
    _ mask: PDFDictionary, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    guard let group = document.stream(mask, Self.maskGroup),
      patterns.insert(ObjectIdentifier(group)).inserted
    else { return }
    let before = ink
    try draw(group, inherited: resources)
    let (glyphs, unknown) = (ink.glyphs, ink.undecodableGlyphs)
    ink = before
    (ink.glyphs, ink.undecodableGlyphs) = (glyphs, unknown)
  }
}
