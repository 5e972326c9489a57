/// Makes a ``Font`` of a font dictionary (ISO 32000-2 §9.5).
struct FontLoader {
  let document: PDFDocument

  func load(_ dictionary: PDFDictionary) throws(ExtractionError) -> Font {
    let font = Font()
    let subtype = document.name(dictionary, .subtype)
    if subtype == .type0 || document.array(dictionary, .descendantFonts) != nil {
      try loadComposite(dictionary, font)
    } else if subtype == .type3 {
      try loadSimple(dictionary, font, program: .none)
      shapeType3(dictionary, font)
    } else {
      let descriptor = document.dictionary(dictionary, .fontDescriptor)
      try loadSimple(dictionary, font, program: try program(descriptor))
      measure(descriptor, font)
    }
    return font
  }

  /// The embedded font program.
  enum Program {
    case none
    case type1([UInt8])
    case trueType([UInt8])
    case compact([UInt8])
  }

  /// Reads the font program of a descriptor, told by its first bytes rather than by its key.
  func program(_ descriptor: PDFDictionary?) throws(ExtractionError) -> Program {
    guard let descriptor else { return .none }
    for key in [Name.fontFile2, .fontFile3, .fontFile] {
      guard let stream = document.stream(descriptor, key) else { continue }
      var bytes: [UInt8] = []
      guard case .bytes = try document.decode(stream, into: &bytes), bytes.count > 4
      else { continue }
      switch (bytes[0], bytes[1]) {
      case (0x01, 0x00) where bytes[2] > 0: return .compact(bytes)
      case (0x00, 0x01), (0x74, _), (0x4F, 0x54): return .trueType(bytes)
      case (0x25, 0x21), (0x80, 0x01): return .type1(bytes)
      default: return key == .fontFile ? .type1(bytes) : .none
      }
    }
    return .none
  }

  /// Takes ascent and descent from a descriptor where they are sane (§9.8).
  func measure(_ descriptor: PDFDictionary?, _ font: Font) {
    guard let descriptor else { return }
    if let ascent = document.number(descriptor, .ascent), (300...1500).contains(ascent) {
      font.ascent = Float(ascent / 1000)
    }
    if let descent = document.number(descriptor, .descent), (50...700).contains(abs(descent)) {
      font.descent = -Float(abs(descent) / 1000)
    }
  }

  /// The ToUnicode CMap of a font, or nil (§9.10.3).
  func toUnicode(_ dictionary: PDFDictionary) throws(ExtractionError) -> CMap? {
    guard let stream = document.stream(dictionary, .toUnicode) else { return nil }
    return try cmap(stream, depth: 0)
  }

  /// CMaps that use one another, at most.
  private static let cmapDepth = 4

  /// Reads a CMap stream with the one it builds on.
  func cmap(_ stream: PDFStream, depth: Int) throws(ExtractionError) -> CMap? {
    var bytes: [UInt8] = []
    guard case .bytes = try document.decode(stream, into: &bytes) else { return nil }
    var map = bytes.withUnsafeBytes { raw in
      var parser = CMapParser(raw) { PredefinedCMap.named($0)?.map }
      return parser.parse()
    }
    if depth < Self.cmapDepth, let other = document.stream(stream.dictionary, .useCMap),
      let inherited = try cmap(other, depth: depth + 1)
    {
      map.inherit(inherited)
      map.finish()
    }
    if document.integer(stream.dictionary, Name("WMode")) == 1 { map.isVertical = true }
    return map
  }
}
