/// The tables of a TrueType or OpenType font that tell what its glyphs mean and how wide they are.
///
/// Works on the font's bytes in place; they must outlive it. Damaged tables read as absent.
struct TrueTypeFont {
  private let bytes: FontBytes
  private var tables: [UInt32: (offset: Int, length: Int)] = [:]
  /// Units in an em.
  private(set) var unitsPerEm = 1000
  private(set) var glyphCount = 0
  private var metricsCount = 0
  /// Subtables of `cmap`, by platform and encoding.
  private(set) var subtables: [(platform: Int, encoding: Int, map: CharacterMap)] = []

  /// Most tables and subtables looked at; real fonts have some 30 and 5.
  private static let tableLimit = 256

  /// Nil if the bytes are no TrueType or OpenType font.
  init?(_ raw: UnsafeRawBufferPointer) {
    bytes = FontBytes(raw)
    guard var start = Self.firstFont(bytes), let count = bytes.u16(start + 4) else { return nil }
    start += 12
    for index in 0..<min(count, Self.tableLimit) {
      let entry = start + 16 * index
      guard let tag = bytes.u32(entry), let offset = bytes.u32(entry + 8),
        let length = bytes.u32(entry + 12)
      else { break }
      tables[UInt32(truncatingIfNeeded: tag)] = (offset, length)
    }
    guard !tables.isEmpty else { return nil }
    readHeaders()
    readSubtables()
  }

  /// Where the table directory is: at 0, or the first font's of a collection.
  private static func firstFont(_ bytes: FontBytes) -> Int? {
    switch bytes.u32(0) {
    case 0x0001_0000, 0x7472_7565, 0x4F54_544F, 0x7479_7031: 0
    case 0x7474_6366: bytes.u32(12)
    default: nil
    }
  }

  private func table(_ tag: UInt32) -> FontBytes? {
    guard let entry = tables[tag] else { return nil }
    return bytes.slice(entry.offset, entry.length)
  }

  /// The `CFF ` table of an OpenType font.
  var compact: UnsafeRawBufferPointer? { table(0x4346_4620)?.bytes }

  private mutating func readHeaders() {
    if let head = table(0x6865_6164), let units = head.u16(18), units > 0 { unitsPerEm = units }
    if let maxp = table(0x6D61_7870), let count = maxp.u16(4) { glyphCount = count }
    if let hhea = table(0x6868_6561), let count = hhea.u16(34) { metricsCount = count }
  }

  private mutating func readSubtables() {
    guard let cmap = table(0x636D_6170), let count = cmap.u16(2) else { return }
    for index in 0..<min(count, Self.tableLimit) {
      let entry = 4 + 8 * index
      guard let platform = cmap.u16(entry), let encoding = cmap.u16(entry + 2),
        let offset = cmap.u32(entry + 4), let part = cmap.slice(offset, cmap.count),
        let map = CharacterMap(part)
      else { continue }
      subtables.append((platform, encoding, map))
    }
  }

  func subtable(_ platform: Int, _ encoding: Int) -> CharacterMap? {
    subtables.first { $0.platform == platform && $0.encoding == encoding }?.map
  }

  /// The subtable that maps from Unicode, the fullest first.
  var unicode: CharacterMap? {
    subtable(3, 10) ?? subtable(3, 1) ?? subtables.last { $0.platform == 0 }?.map
  }

  /// The glyph of a code of a simple font that reads as `scalar` (§9.6.5.4); 0 if there is none.
  func glyph(ofCode code: Int, scalar: Int) -> Int {
    if let glyph = unicode?.glyph(of: scalar), glyph > 0 { return glyph }
    if let symbol = subtable(3, 0) {
      for high in [0xF000, 0] {
        let glyph = symbol.glyph(of: high | code)
        if glyph > 0 { return glyph }
      }
    }
    return subtable(1, 0)?.glyph(of: code) ?? 0
  }

  /// Advance width of a glyph in em.
  func width(ofGlyph glyph: Int) -> Float? {
    guard metricsCount > 0, glyph >= 0, let hmtx = table(0x686D_7478),
      let width = hmtx.u16(4 * min(glyph, metricsCount - 1))
    else { return nil }
    return Float(width) / Float(unitsPerEm)
  }

  /// Names of the glyphs by number (`post` formats 1 and 2); empty when the font has none.
  func glyphNames() -> [[UInt8]] {
    guard let post = table(0x706F_7374), let format = post.u32(0) else { return [] }
    let standard = GlyphOrders.names(GlyphOrders.macintosh)
    if format == 0x0001_0000 { return standard }
    guard format == 0x0002_0000, let count = post.u16(32) else { return [] }
    let own = pascalStrings(post, from: 34 + 2 * count)
    var names: [[UInt8]] = []
    for glyph in 0..<count {
      guard let index = post.u16(34 + 2 * glyph) else { break }
      if index < standard.count {
        names.append(standard[index])
      } else {
        names.append(index - 258 < own.count ? own[index - 258] : [])
      }
    }
    return names
  }

  private func pascalStrings(_ post: FontBytes, from start: Int) -> [[UInt8]] {
    var strings: [[UInt8]] = []
    var at = start
    while let length = post.u8(at), let string = post.slice(at + 1, length) {
      strings.append(Array(string.bytes))
      at += 1 + length
    }
    return strings
  }
}

extension GlyphOrders {
  /// The names of one of the tables, as bytes.
  static func names(_ table: StaticString) -> [[UInt8]] {
    table.withUTF8Buffer { text in
      text.split { $0 == 0x20 || $0 == 0x0A }.map { Array($0) }
    }
  }
}
