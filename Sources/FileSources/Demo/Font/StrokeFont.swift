/// Letters as pen strokes, as plotters write them: no font, only lines.
///
/// A glyph is a list of strokes, each a string of digit pairs: x from 0 to 4, y from 0 (the
/// baseline) to 6 (the height of capitals).
enum StrokeFont {
  /// Advance from letter to letter, in the glyph's units.
  static let advance = 6.0
  static let height = 6.0

  private static let shapes: [Character: StaticString] = [
    "A": "002640 1232", "B": "00063645443303 3342413000", "C": "4536160501103041",
    "D": "00062644422000", "E": "46060040 0333", "F": "460600 0333",
    "G": "45361605011030414323", "H": "0006 4046 0343", "I": "1030 1636 2026",
    "J": "4641301001", "K": "0006 4602 1340", "L": "060040", "M": "0006234640",
    "N": "00064046", "O": "103041453616050110", "P": "00063645443303",
    "Q": "103041453616050110 2240", "R": "00063645443303 2340",
    "S": "453616050413334241301001", "T": "0646 2026", "U": "060110304146", "V": "062046",
    "W": "0610243046", "X": "0046 0640", "Y": "0623 4623 2320", "Z": "06460040",
    "0": "103041453616050110 1135", "1": "152620 1030", "2": "05163645440040",
    "3": "05163645443313 334241301001", "4": "30360242", "5": "460603334241301001",
    "6": "36160501103041423303", "7": "064610", "8": "13040516364544331302011030414233",
    "9": "10304145361605041343", "-": "1333", "_": "0040", "\"": "1416 3436", ".": "2021",
    "/": "0046", "*": "2125 0244 0442", "(": "36242230", ")": "16242210", "+": "2125 0343",
    "=": "0242 0444", ",": "2110", ":": "2122 2425", "'": "2426", "%": "0046 0516 3041",
    "#": "1016 3036 0242 0444", "&": "40051636450201103042", "\u{B0}": "0405161524041504",
    "\u{2013}": "0343", "\u{AD}": "1333", "\u{D8}": "103041453616050110 0046",
    "<": "450341", ">": "054301",
  ]

  /// By UTF-16 unit below 128, and the few above: strokes of points.
  private static let table: [UInt16: [[Point]]] = {
    var table: [UInt16: [[Point]]] = [:]
    for (character, shape) in shapes {
      let strokes = shape.description.split(separator: " ").map { stroke in
        let digits = stroke.utf8.map { Double($0) - 48 }
        return stride(from: 0, to: digits.count - 1, by: 2).map {
          Point(digits[$0], digits[$0 + 1])
        }
      }
      for unit in String(character).utf16 { table[unit] = strokes }
      for unit in String(character).lowercased().utf16 where table[unit] == nil {
        table[unit] = strokes
      }
    }
    return table
  }()

  static func strokes(_ unit: UInt16) -> [[Point]] { table[unit] ?? [] }

  /// Width of a text whose capitals are `size` × 0.72 high.
  static func width(_ text: String, size: Double) -> Double {
    max(0, Double(text.utf16.count) * advance - 2) * unit(size)
  }

  /// One unit of a glyph at `size`: as high as Helvetica's capitals, a little narrower.
  static func unit(_ size: Double) -> Double { size * 0.72 / height }
}
