/// Adobe's CJK character collections (ISO 32000-2 §9.7.3), by their place in the packed maps.
enum CIDCollection: Int {
  case japan1, gb1, cns1, korea1, kr

  /// The collection that a CIDFont's `Ordering` names.
  init?(ordering: String) {
    switch ordering {
    case "Japan1": self = .japan1
    case "GB1": self = .gb1
    case "CNS1": self = .cns1
    case "Korea1": self = .korea1
    case "KR": self = .kr
    default: return nil
    }
  }

  /// The characters of its CIDs (§9.10.2).
  var characters: CMap? {
    let name =
      switch self {
      case .japan1: "Adobe-Japan1-UCS2"
      case .gb1: "Adobe-GB1-UCS2"
      case .cns1: "Adobe-CNS1-UCS2"
      case .korea1: "Adobe-Korea1-UCS2"
      case .kr: "Adobe-KR-UCS2"
      }
    return PackedMaps.named(name)?.map
  }
}
