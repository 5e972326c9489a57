@testable import Extraction

/// One way of putting text on a sheet, and what has to be read there.
struct Placement: CustomStringConvertible, Sendable {
  var name: String
  var bytes: [UInt8]
  /// Codes that stand on the sheet, each once.
  var codes: [String]
  /// Near misses that must not be read.
  var absent: [String] = []
  /// Expected of every run.
  var visible = true
  var kind = Page.Kind.text

  var description: String { name }

  /// One page with Helvetica as /F1.
  init(
    _ name: String, _ codes: [String], _ content: String, absent: [String] = [],
    visible: Bool = true, resources: String = "", extras: String = ""
  ) {
    (self.name, self.codes, self.absent, self.visible) = (name, codes, absent, visible)
    bytes = PDFBuilder.onePage(content, resources: resources, extras: extras)
  }

  init(
    _ name: String, _ codes: [String], bytes: [UInt8], visible: Bool = true,
    kind: Page.Kind = .text, absent: [String] = []
  ) {
    (self.name, self.codes, self.bytes, self.visible) = (name, codes, bytes, visible)
    (self.kind, self.absent) = (kind, absent)
  }
}

extension Placement {
  /// All placements; each is a test of its own.
  static let all: [Placement] =
    level + turned + split + spaced + flagged + nested + fonts

  private static let level = [
    Placement("level", ["HOLE-1"], "BT /F1 12 Tf 72 700 Td (HOLE-1) Tj ET", absent: ["HOLE-12"]),
    Placement(
      "next to a near miss", ["HOLE-1", "HOLE-12"],
      "BT /F1 12 Tf 72 700 Td (HOLE-1  HOLE-12) Tj ET"),
    Placement(
      "with leading and T*", ["HOLE-1", "HOLE-2", "HOLE-3"],
      "BT /F1 12 Tf 14 TL 72 700 Td (HOLE-1) Tj T* (HOLE-2) Tj (HOLE-3) ' ET"),
    Placement(
      "a soft hyphen drawn as a glyph", ["HOLE\u{AD}1"],
      "BT /F2 12 Tf 72 700 Td (HOLE\\2551) Tj ET",
      resources: "/Font << /F2 << /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding "
        + "<< /BaseEncoding /WinAnsiEncoding /Differences [173 /softhyphen] >> >> >>"),
    Placement(
      "an en dash", ["HOLE\u{2013}1"], "BT /F2 12 Tf 72 700 Td (HOLE\\2261) Tj ET",
      resources: "/Font << /F2 << /Type /Font /Subtype /TrueType /BaseFont /Arial "
        + "/Encoding /WinAnsiEncoding >> >>"),
    Placement(
      "an A0 sheet", ["HOLE-1", "HOLE-2"],
      "BT /F1 7 Tf 10 10 Td (HOLE-1) Tj 3300 2360 Td (HOLE-2) Tj ET",
      extras: "/MediaBox [0 0 3370 2384]"),
    Placement(
      "a box that begins elsewhere", ["HOLE-1"],
      "BT /F1 12 Tf -150 -150 Td (HOLE-1) Tj ET", extras: "/MediaBox [-200 -200 100 100]"),
  ]

  private static let turned =
    [30, 45, 90, 180, 270, 330].map { angle in
      Placement(
        "at \(angle) degrees", ["HOLE-1", "HOLE-2"],
        "BT /F1 12 Tf \(rotation(angle)) 300 400 Tm (HOLE-1) Tj 0 -14 Td (HOLE-2) Tj ET",
        absent: ["HOLE-1HOLE-2"])
    }
    + [90, 180, 270].map { angle in
      Placement(
        "on a page turned by \(angle)", ["HOLE-1"], "BT /F1 12 Tf 300 400 Td (HOLE-1) Tj ET",
        extras: "/Rotate \(angle)")
    } + [
      Placement(
        "skewed along the right isometric axis", ["HOLE-1"],
        "BT /F1 12 Tf 0.866 0.5 0 1 300 400 Tm (HOLE-1) Tj ET"),
      Placement(
        "skewed along the left isometric axis", ["HOLE-1"],
        "BT /F1 12 Tf 0.866 -0.5 0 1 300 400 Tm (HOLE-1) Tj ET"),
      Placement(
        "lying on an isometric plane", ["HOLE-1"],
        "BT /F1 12 Tf 0.866 0.5 -0.866 0.5 300 400 Tm (HOLE-1) Tj ET"),
      Placement(
        "skewed glyph by glyph", ["HOLE-1"],
        singly("HOLE-1") { x in "0.866 0.5 0 1 \(300 + 0.866 * x) \(400 + 0.5 * x)" }),
      Placement(
        "mirrored", ["HOLE-1"], "-1 0 0 1 612 0 cm BT /F1 12 Tf 72 700 Td (HOLE-1) Tj ET"),
      Placement(
        "upside down by a negative size", ["HOLE-1"],
        "BT /F1 -12 Tf 300 400 Td (HOLE-1) Tj ET"),
      Placement(
        "two rows that cross", ["HOLE-1", "PIPE-2"],
        "BT /F1 12 Tf 300 400 Td (HOLE-1) Tj 0 1 -1 0 325 380 Tm (PIPE-2) Tj ET"),
    ]

  private static let split = [
    Placement("glyph by glyph", ["HOLE-1"], singly("HOLE-1") { "1 0 0 1 \(72 + $0) 700" }),
    Placement(
      "in reverse order", ["HOLE-1"],
      singly("HOLE-1", reversed: true) { "1 0 0 1 \(72 + $0) 700" }),
    Placement(
      "kerned", ["HOLE-AV1"],
      "BT /F1 12 Tf 72 700 Td [(H) 12 (O) -8 (L) 40 (E) -20 (-A) 74 (V) 60 (1)] TJ ET"),
    Placement(
      "split over operators", ["HOLE-1"],
      "BT /F1 12 Tf 72 700 Td (HO) Tj (LE) Tj ET BT /F1 12 Tf 104.68 700 Td (-1) Tj ET"),
    Placement(
      "drawn twice", ["HOLE-1"],
      "BT /F1 12 Tf 72 700 Td (HOLE-1) Tj 0.25 0.1 Td (HOLE-1) Tj ET"),
    Placement(
      "filled and stroked by two operators", ["HOLE-1"],
      "BT /F1 12 Tf 0 Tr 72 700 Td (HOLE-1) Tj 1 Tr 0 0 Td (HOLE-1) Tj ET"),
  ]

  private static let spaced = [
    Placement(
      "tracked by 25 % with Tc", ["HOLE-1"], "BT /F1 12 Tf 1.8 Tc 72 700 Td (HOLE-1) Tj ET"),
    Placement(
      "tracked by 25 % glyph by glyph", ["HOLE-1"],
      singly("HOLE-1", spread: 1.8) { "1 0 0 1 \(72 + $0) 700" }),
    Placement(
      "tracked with TJ", ["HOLE-1"],
      "BT /F1 12 Tf 72 700 Td [(H) -150 (O) -150 (L) -150 (E) -150 (-) -150 (1)] TJ ET"),
    Placement(
      "tracked words", ["HOLE-1", "HOLE-2"],
      "BT /F1 12 Tf 2 Tc 72 700 Td (HOLE-1 HOLE-2) Tj ET", absent: ["HOLE-1HOLE-2"]),
    Placement(
      "words without space glyphs", ["HOLE-1", "HOLE-2"],
      "BT /F1 12 Tf 72 700 Td [(HOLE-1) -250 (HOLE-2)] TJ ET", absent: ["HOLE-1HOLE-2"]),
    Placement(
      "codes that nearly touch", ["HOLE-1", "HOLE-12"],
      "BT /F1 12 Tf 72 700 Td (HOLE-1) Tj 45.5 0 Td (HOLE-12) Tj ET",
      absent: ["HOLE-1HOLE-12"]),
    Placement(
      "stacked columns", ["A-1", "A-2", "B-1", "B-2"],
      "BT /F1 12 Tf 72 700 Td (A-1) Tj 0 -11 Td (A-2) Tj 30 11 Td (B-1) Tj 0 -11 Td (B-2) Tj ET",
      absent: ["A-1B-1", "A-2B-2"]),
    Placement(
      "at 60 % horizontal scale", ["HOLE-1", "HOLE-2"],
      "BT /F1 12 Tf 60 Tz 72 700 Td (HOLE-1 HOLE-2) Tj ET"),
    Placement(
      "word spacing", ["HOLE-1", "HOLE-2"],
      "BT /F1 12 Tf 5 Tw 72 700 Td (HOLE-1 HOLE-2) Tj ET"),
  ]

  private static let flagged = [
    Placement(
      "invisible", ["HOLE-1"], "BT /F1 12 Tf 3 Tr 72 700 Td (HOLE-1) Tj ET", visible: false),
    Placement(
      "off the page", ["HOLE-1"], "BT /F1 12 Tf -300 700 Td (HOLE-1) Tj ET", visible: false),
    Placement("on a layer that is off", ["HOLE-1"], bytes: layered(), visible: false),
    Placement(
      "with ActualText", ["HOLE-1"],
      "BT /F1 12 Tf 72 700 Td /Span << /ActualText (HOLE-1) >> BDC (H0LE~) Tj EMC ET",
      absent: ["H0LE~"]),
  ]

  static func rotation(_ degrees: Int) -> String {
    switch degrees {
    case 30: "0.8660254 0.5 -0.5 0.8660254"
    case 45: "0.7071068 0.7071068 -0.7071068 0.7071068"
    case 90: "0 1 -1 0"
    case 180: "-1 0 0 -1"
    case 270: "0 -1 1 0"
    default: "0.8660254 -0.5 0.5 0.8660254"
    }
  }

  /// Each letter by an operator of its own; `place` gives the matrix for a distance along the line.
  static func singly(
    _ text: String, spread: Double = 0, reversed: Bool = false, _ place: (Double) -> String
  ) -> String {
    let widths: [Character: Double] = [
      "H": 0.722, "O": 0.778, "L": 0.556, "E": 0.667, "-": 0.333, "1": 0.556,
    ]
    var parts: [String] = []
    var x = 0.0
    for letter in text {
      parts.append("\(place(x)) Tm (\(letter)) Tj")
      x += (widths[letter] ?? 0.556) * 12 + spread
    }
    if reversed { parts.reverse() }
    return "BT /F1 12 Tf " + parts.joined(separator: " ") + " ET"
  }

  private static func layered() -> [UInt8] {
    var pdf = PDFBuilder()
    let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    let layer = pdf.add("<< /Type /OCG /Name (Hidden) >>")
    pdf.catalogExtras = "/OCProperties << /OCGs [\(layer) 0 R] /D << /OFF [\(layer) 0 R] >> >>"
    pdf.addPage(
      content: "/OC /L1 BDC BT /F1 12 Tf 72 700 Td (HOLE-1) Tj ET EMC",
      resources: "/Font << /F1 \(font) 0 R >> /Properties << /L1 \(layer) 0 R >>")
    return pdf.build()
  }
}
