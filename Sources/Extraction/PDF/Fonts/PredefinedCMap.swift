/// The predefined CMaps (ISO 32000-2 §9.7.5.2, table 116).
enum PredefinedCMap {
  /// The CMap of that name, and whether its codes are Unicode; nil if it is not known.
  static func named(_ name: Name) -> (map: CMap, isUnicode: Bool)? {
    let text = name.text
    let vertical = text.hasSuffix("-V")
    if name == .identityH || name == .identityV {
      return (CMap.identity(vertical: vertical), false)
    }
    if isUnicode(name) { return (unicode(vertical: vertical), true) }
    return nil
  }

  /// Whether the codes of a CMap of that name are UTF-16.
  static func isUnicode(_ name: Name) -> Bool {
    let text = name.text
    return text.hasPrefix("Uni") && (text.contains("-UCS2") || text.contains("-UTF16"))
  }

  /// UTF-16 codes. Basic Latin has the CIDs 1 to 95 in all of Adobe's CJK collections, which is all
  /// that widths depend on; the others read the default width.
  private static func unicode(vertical: Bool) -> CMap {
    var map = CMap()
    map.spaces = [
      CMap.Space(size: 2, low: 0x0000, high: 0xD7FF),
      CMap.Space(size: 4, low: 0xD800_DC00, high: 0xDBFF_DFFF),
      CMap.Space(size: 2, low: 0xE000, high: 0xFFFF),
    ]
    map.addIdentifiers(0x20, 0x7E, 1)
    map.isVertical = vertical
    map.finish()
    return map
  }
}
