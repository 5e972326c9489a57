/// The names, encoding and charset of a Compact Font Format program (Adobe Technical Note 5176).
///
/// Charstrings are not run. Damaged parts read as absent.
struct CompactFont {
  private let bytes: FontBytes
  private var strings: [Range<Int>] = []
  private(set) var glyphCount = 0
  /// Whether the font is CID-keyed: then ``charset`` holds CIDs, else string numbers.
  private(set) var isCIDKeyed = false
  /// By glyph; glyph 0 is 0.
  private(set) var charset: [UInt16] = []
  /// Glyph by code of the built-in encoding, or -1 as a whole for Standard, -2 for Expert.
  private(set) var encoding: [UInt16] = []
  private(set) var usesStandardEncoding = false

  /// Nil if the bytes are no CFF font.
  init?(_ raw: UnsafeRawBufferPointer) {
    bytes = FontBytes(raw)
    guard let header = bytes.u8(2), bytes.u8(0) == 1,
      let names = Index(bytes, at: header), let tops = Index(bytes, at: names.end),
      let texts = Index(bytes, at: tops.end), let top = tops.ranges.first
    else { return nil }
    strings = texts.ranges
    let values = TopDictionary(bytes, top)
    isCIDKeyed = values.isCIDKeyed
    guard let glyphs = Index(bytes, at: values.charStrings) else { return nil }
    glyphCount = glyphs.ranges.count
    readCharset(at: values.charset)
    if !isCIDKeyed { readEncoding(at: values.encoding) }
  }

  // MARK: - Charset (§13)

  private mutating func readCharset(at offset: Int) {
    switch offset {
    case 0: charset = isCIDKeyed ? [] : (0...228).map { UInt16($0) }
    case 1: charset = GlyphOrders.expert
    case 2: charset = GlyphOrders.expertSubset
    default: readCustomCharset(at: offset)
    }
    if charset.isEmpty { charset = (0..<min(glyphCount, 65_536)).map { UInt16($0) } }
  }

  private mutating func readCustomCharset(at offset: Int) {
    guard let format = bytes.u8(offset) else { return }
    charset = [0]
    var at = offset + 1
    while charset.count < glyphCount {
      guard let first = bytes.u16(at) else { return }
      at += 2
      var left = 0
      if format == 1 {
        left = bytes.u8(at) ?? 0
        at += 1
      } else if format == 2 {
        left = bytes.u16(at) ?? 0
        at += 2
      }
      for value in first...first + min(left, glyphCount - charset.count - 1) {
        charset.append(UInt16(truncatingIfNeeded: value))
      }
    }
  }

  // MARK: - Encoding (§12)

  private mutating func readEncoding(at offset: Int) {
    guard offset > 1 else {
      usesStandardEncoding = offset == 0
      return
    }
    guard let format = bytes.u8(offset), let count = bytes.u8(offset + 1) else { return }
    encoding = [UInt16](repeating: 0, count: 256)
    var glyph = 1
    var at = offset + 2
    for _ in 0..<count {
      guard let first = bytes.u8(at) else { return }
      var left = 0
      if format & 0x7F == 1 {
        left = bytes.u8(at + 1) ?? 0
        at += 1
      }
      at += 1
      for code in first...first + left {
        if code < 256 { encoding[code] = UInt16(truncatingIfNeeded: glyph) }
        glyph += 1
      }
    }
    if format & 0x80 != 0 { readSupplement(at: at) }
  }

  private mutating func readSupplement(at offset: Int) {
    guard let count = bytes.u8(offset) else { return }
    for index in 0..<count {
      guard let code = bytes.u8(offset + 1 + 3 * index),
        let name = bytes.u16(offset + 2 + 3 * index)
      else { return }
      if let glyph = charset.firstIndex(of: UInt16(name)) {
        encoding[code] = UInt16(truncatingIfNeeded: glyph)
      }
    }
  }

  // MARK: - Names

  /// The name of a glyph; empty in CID-keyed fonts.
  func name(ofGlyph glyph: Int, standard: [[UInt8]]) -> [UInt8] {
    guard !isCIDKeyed, glyph >= 0, glyph < charset.count else { return [] }
    let number = Int(charset[glyph])
    if number < standard.count { return standard[number] }
    guard number - standard.count < strings.count else { return [] }
    return Array(bytes.bytes[strings[number - standard.count]])
  }

  /// Names by code of the built-in encoding; nil if that is the Standard encoding.
  func builtInNames() -> [[UInt8]]? {
    guard !encoding.isEmpty else { return nil }
    let standard = GlyphOrders.names(GlyphOrders.compactStandardStrings)
    return encoding.map { $0 == 0 ? [] : name(ofGlyph: Int($0), standard: standard) }
  }
}

/// An INDEX structure (§5): the ranges of its objects, and where it ends.
private struct Index {
  var ranges: [Range<Int>] = []
  var end: Int

  init?(_ bytes: FontBytes, at offset: Int) {
    guard let count = bytes.u16(offset) else { return nil }
    guard count > 0 else {
      end = offset + 2
      return
    }
    guard let size = bytes.u8(offset + 2), (1...4).contains(size) else { return nil }
    let data = offset + 2 + (count + 1) * size
    var last = 1
    ranges.reserveCapacity(count)
    for index in 1...count {
      guard let next = bytes.uint(offset + 3 + index * size, size: size), next >= last,
        data + next <= bytes.count
      else { break }
      ranges.append(data + last..<data + next)
      last = next
    }
    end = data + last
  }
}

/// The operands of a Top DICT (§9) that matter here.
private struct TopDictionary {
  var charset = 0
  var encoding = 0
  var charStrings = -1
  var isCIDKeyed = false

  init(_ bytes: FontBytes, _ range: Range<Int>) {
    var at = range.lowerBound
    var last = 0
    while at < range.upperBound, let byte = bytes.u8(at) {
      at += 1
      switch byte {
      case 12:
        if bytes.u8(at) == 30 { isCIDKeyed = true }
        at += 1
      case 0...21: assign(byte, last)
      case 28:
        last = bytes.i16(at) ?? 0
        at += 2
      case 29:
        last = Int(Int32(truncatingIfNeeded: bytes.u32(at) ?? 0))
        at += 4
      case 30:
        // A real number ends with a nibble of 15.
        while let pair = bytes.u8(at), pair & 0xF != 0xF, pair >> 4 != 0xF { at += 1 }
        at += 1
      case 32...246: last = byte - 139
      case 247...250:
        last = (byte - 247) * 256 + (bytes.u8(at) ?? 0) + 108
        at += 1
      case 251...254:
        last = -(byte - 251) * 256 - (bytes.u8(at) ?? 0) - 108
        at += 1
      default: break
      }
    }
  }

  private mutating func assign(_ key: Int, _ value: Int) {
    switch key {
    case 15: charset = value
    case 16: encoding = value
    case 17: charStrings = value
    default: break
    }
  }
}
