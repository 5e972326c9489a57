/// The predefined CMaps (ISO 32000-2 §9.7.5.2, table 116).
struct PredefinedCMap {
  /// The CIDs of codes; where ``form`` is set, of scalars.
  var map: CMap
  /// Set where codes are Unicode.
  var form: UnicodeForm?
  /// Whose CIDs they are; nil for the identity.
  var collection: CIDCollection?

  /// The CMap of that name; nil if it is not known.
  static func named(_ name: Name) -> PredefinedCMap? {
    if name == .identityH || name == .identityV {
      return PredefinedCMap(map: CMap.identity(vertical: name == .identityV))
    }
    let text = name.text
    if let form = UnicodeForm(cmapName: text) { return unicode(text, form) }
    return PackedMaps.named(text).map { PredefinedCMap(map: $0.map, collection: $0.collection) }
  }

  /// The UTF-8 and UTF-16 CMaps map the same characters as the UTF-32 one, so only that is packed.
  private static func unicode(_ name: String, _ form: UnicodeForm) -> PredefinedCMap {
    let packed = name.replacing("-UTF8", with: "-UTF32").replacing("-UTF16", with: "-UTF32")
    let known = PackedMaps.named(packed)
    var map = known?.map ?? CMap()
    map.spaces = form.spaces
    map.isVertical = name.hasSuffix("-V")
    return PredefinedCMap(map: map, form: form, collection: known?.collection)
  }
}
