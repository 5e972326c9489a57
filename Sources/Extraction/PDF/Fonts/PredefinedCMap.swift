/// The predefined CMaps (ISO 32000-2 §9.7.5.2, table 116).
struct PredefinedCMap {
  /// What the codes are, apart from standing for CIDs.
  enum Codes {
    case identifiers
    case unicode
    case legacy(LegacyCharset)
  }

  var map: CMap
  var codes: Codes

  /// The CMap of that name; nil if it is not known.
  static func named(_ name: Name) -> PredefinedCMap? {
    let text = name.text
    let vertical = text == "V" || text.hasSuffix("-V")
    if name == .identityH || name == .identityV {
      return PredefinedCMap(map: CMap.identity(vertical: vertical), codes: .identifiers)
    }
    if isUnicode(name) {
      return PredefinedCMap(map: unicode(vertical: vertical), codes: .unicode)
    }
    guard let (charset, space) = LegacyCharset.of(text) else { return nil }
    let map = latin(charset.spaces, space: space, vertical: vertical)
    return PredefinedCMap(map: map, codes: .legacy(charset))
  }

  /// Whether the codes of a CMap of that name are UTF-16.
  static func isUnicode(_ name: Name) -> Bool {
    let text = name.text
    return text.hasPrefix("Uni") && (text.contains("-UCS2") || text.contains("-UTF16"))
  }

  /// UTF-16 codes.
  private static func unicode(vertical: Bool) -> CMap {
    let spaces = [
      CMap.Space(size: 2, low: 0x0000, high: 0xD7FF),
      CMap.Space(size: 4, low: 0xD800_DC00, high: 0xDBFF_DFFF),
      CMap.Space(size: 2, low: 0xE000, high: 0xFFFF),
    ]
    return latin(spaces, space: 1, vertical: vertical)
  }

  /// A CMap that knows the CIDs of Basic Latin alone, which is all that widths depend on; the others
  /// have the default width.
  private static func latin(_ spaces: [CMap.Space], space: UInt32, vertical: Bool) -> CMap {
    var map = CMap()
    map.spaces = spaces
    map.addIdentifiers(0x20, 0x7E, space)
    map.isVertical = vertical
    map.finish()
    return map
  }
}
