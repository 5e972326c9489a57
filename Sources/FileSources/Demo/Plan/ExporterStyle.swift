/// How one drawing's PDF is written: the differences between real exporters.
struct ExporterStyle {
  /// What letters are made of.
  enum Letters: Equatable {
    /// Helvetica of the standard 14 fonts (ISO 32000-2 §9.6.2.2), WinAnsiEncoding.
    case standard
    /// An embedded TrueType font, one byte a character (§9.6.3).
    case trueType
    /// The same font as a Type 0 font, Identity-H with ToUnicode (§9.7).
    case identity
    /// Pen strokes without a font, as AutoCAD plots SHX text; the text itself stands in
    /// annotations.
    case strokes
  }

  /// How the characters of one text are shown.
  enum Showing: CaseIterable { case whole, kerned, glyphs, pieces, words, objects }

  /// Where the cross-reference lies (§7.5.4, §7.5.8).
  enum CrossReference { case table, stream, objectStreams }

  var letters: Letters
  var showing: Showing
  var hexadecimal: Bool
  /// The size stands in the text matrix, and `Tf` says 1.
  var sizeInMatrix: Bool
  /// 10, 100 or 1000: digits after the point in coordinates.
  var scale: Int
  var compressed: Bool
  var level: Int
  var crossReference: CrossReference
  /// PNG predictor 12 on cross-reference streams (§7.4.4.4).
  var predictor: Bool
  var update: Bool
  /// The page's `/Rotate`; its content is turned the other way.
  var rotation: Int
  /// Where the sheet's lower left corner lies in the page's coordinates.
  var origin: Point
  /// A CropBox inside a larger MediaBox.
  var cropped: Bool
  var titleBlockForm: Bool
  var balloonForms: Bool
  /// Streams the page's content is split into.
  var contentParts: Int
  var fontNames: (body: String, bold: String)
  var version: String
  var creator: String
  var producer: String

  init(_ random: inout DemoRandom) {
    let letters = random.below(100)
    self.letters =
      letters < 34 ? .standard : letters < 58 ? .trueType : letters < 88 ? .identity : .strokes
    showing = random.pick(Showing.allCases)
    hexadecimal = self.letters == .identity ? random.chance(85) : random.chance(25)
    sizeInMatrix = random.chance(40)
    scale = random.pick([100, 100, 100, 1_000, 1_000, 10])
    compressed = !random.chance(4)
    level = 1
    crossReference = random.pick([.table, .table, .stream, .objectStreams, .objectStreams])
    predictor = random.chance(60)
    update = random.chance(6)
    rotation = random.chance(10) ? random.pick([90, 180, 270]) : 0
    cropped = random.chance(6)
    let shifted = cropped || random.chance(5)
    origin =
      shifted ? random.pick([Point(36, 36), Point(-595.28, -420.94), Point(100, 250)]) : .zero
    titleBlockForm = random.chance(55)
    balloonForms = random.chance(40)
    contentParts = random.pick([1, 1, 1, 2, 3])
    fontNames = random.pick([("F1", "F2"), ("TT0", "TT1"), ("C2_0", "T1_1"), ("R7", "R9")])
    version = crossReference == .table ? random.pick(["1.4", "1.3", "1.6"]) : "1.7"
    (creator, producer) = random.pick([
      ("AutoCAD Plant 3D 2024 - English", "pdfplot16.hdi 16.3.61.0"),
      ("Isogen 13.0 Plot Service", "Isogen PDF Export 13.0"),
      ("CADWorx ISO", "Pdf Writer 3.2"), ("Plant Isometrics", "Isoscan demo"),
    ])
  }
}
