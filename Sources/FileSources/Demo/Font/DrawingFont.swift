/// A font as texts are drawn with it: codes and widths of characters.
struct DrawingFont: Sendable {
  enum Kind: Sendable { case helvetica, helveticaBold, trueType, identity }

  let kind: Kind
  /// By Unicode scalar below 256: width in thousandths of the size.
  private let widths: [UInt16]
  /// By Unicode scalar below 256: glyph index, for Identity-H.
  private let glyphs: [UInt16]
  private let dashWidth: UInt16
  private let dashGlyph: UInt16

  static let helvetica = DrawingFont(.helvetica, standard: StandardWidths.helvetica)
  static let helveticaBold = DrawingFont(.helveticaBold, standard: StandardWidths.helveticaBold)
  static let trueType = DrawingFont(embedded: .trueType)
  static let identity = DrawingFont(embedded: .identity)

  private init(_ kind: Kind, standard: [UInt16]) {
    self.kind = kind
    var widths = [UInt16](repeating: 0, count: 256)
    for (code, width) in zip(StandardWidths.codes, standard) { widths[code] = width }
    self.widths = widths
    glyphs = []
    dashWidth = widths[0x96]
    dashGlyph = 0
  }

  private init(embedded kind: Kind) {
    self.kind = kind
    var widths = [UInt16](repeating: 0, count: 256)
    var glyphs = [UInt16](repeating: 0, count: 256)
    var dash: (width: UInt16, glyph: UInt16) = (0, 0)
    for entry in DejaVuSubset.glyphs {
      if entry.scalar < 256 {
        widths[Int(entry.scalar)] = entry.width
        glyphs[Int(entry.scalar)] = entry.glyph
      } else if entry.scalar == 0x2013 {
        dash = (entry.width, entry.glyph)
      }
    }
    widths[0x96] = dash.width
    self.widths = widths
    self.glyphs = glyphs
    (dashWidth, dashGlyph) = dash
  }

  /// Width in thousandths of the size, of a UTF-16 unit.
  func width(_ unit: UInt16) -> Int {
    unit == 0x2013 ? Int(dashWidth) : unit < 256 ? Int(widths[Int(unit)]) : 0
  }

  /// Width of a text at `size`.
  func width(_ text: String, size: Double) -> Double {
    var sum = 0
    for unit in text.utf16 { sum += width(unit) }
    return Double(sum) * size / 1_000
  }

  /// Appends the code that shows a UTF-16 unit: WinAnsi, or two bytes of glyph index.
  func encode(_ unit: UInt16, into bytes: inout [UInt8]) {
    guard kind == .identity else {
      bytes.append(unit == 0x2013 ? 0x96 : UInt8(truncatingIfNeeded: unit))
      return
    }
    let glyph = unit == 0x2013 ? dashGlyph : unit < 256 ? glyphs[Int(unit)] : 0
    bytes.append(UInt8(glyph >> 8))
    bytes.append(UInt8(glyph & 255))
  }

  /// Widths of codes 32 to 255, as `/Widths` of a simple font.
  var widthArray: [UInt16] { Array(widths[32...]) }
}

/// Widths of Helvetica in thousandths (Adobe's font metrics; Nimbus Sans has the same).
enum StandardWidths {
  /// WinAnsi codes of the tables.
  static let codes = Array(32...126) + [0x96, 0xAD, 0xB0, 0xB1, 0xD8]
  static let helvetica: [UInt16] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722,
    722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,
    500, 334, 260, 334, 584, 556, 333, 400, 584, 778,
  ]
  static let helveticaBold: [UInt16] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722,
    722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611,
    611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556,
    500, 389, 280, 389, 584, 556, 333, 400, 584, 778,
  ]
}
