@testable import Extraction

extension Placement {
  /// Text in fonts of all kinds.
  static let fonts = [
    Placement("in a Type 3 font", ["HOLE-1"], bytes: type3(upsideDown: false)),
    Placement("in a Type 3 font drawn upside down", ["HOLE-1"], bytes: type3(upsideDown: true)),
    Placement("in a CID font with ToUnicode", ["HOLE-1"], bytes: composite(.toUnicode)),
    Placement("in a CID font with Unicode codes", ["HOLE-1"], bytes: composite(.ucs2)),
    Placement("in a CID font without ToUnicode", ["HOLE-1"], bytes: composite(.trueType)),
    Placement(
      "in a CID font whose ToUnicode is of private use", ["HOLE-1"], bytes: composite(.privateUse)),
    Placement("in a CID font with Shift-JIS codes", ["HOLE-1日本"], bytes: composite(.shiftJIS)),
    Placement("in vertical writing", ["HOLE-1"], bytes: composite(.vertical)),
    Placement(
      "re-encoded by glyph names", ["HOLE-1"],
      "BT /F2 12 Tf 72 700 Td (\\001\\002\\003\\004\\005\\006) Tj ET",
      resources: "/Font << /F2 << /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Some /FirstChar 1 "
        + "/LastChar 6 /Widths [722 778 556 667 333 556] /Encoding << /Differences "
        + "[1 /H /O /L.alt /uni0045 /hyphen /u0031] >> >> >>"),
    Placement(
      "with a ligature of the code's letters", ["HOLE-fi1"],
      "BT /F2 12 Tf 72 700 Td (HOLE-\\0011) Tj ET",
      resources: "/Font << /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding "
        + "<< /Differences [1 /fi] >> >> >>"),
  ]

  private static func type3(upsideDown: Bool) -> [UInt8] {
    var pdf = PDFBuilder()
    let glyph = pdf.addStream("600 0 d0 0 0 500 700 re f")
    let names = ["H", "O", "L", "E", "hyphen", "one"]
    let procs = names.map { "/\($0) \(glyph) 0 R" }.joined(separator: " ")
    let sign = upsideDown ? "-" : ""
    let box = upsideDown ? "[0 -700 600 100]" : "[0 -100 600 700]"
    let font = pdf.add(
      "<< /Type /Font /Subtype /Type3 /FontBBox \(box) /FontMatrix [0.001 0 0 \(sign)0.001 0 0] "
        + "/CharProcs << \(procs) >> /Encoding << /Differences [65 /H /O /L /E /hyphen /one] >> "
        + "/FirstChar 65 /LastChar 70 /Widths [600 600 600 600 600 600] /Resources << >> >>")
    pdf.addPage(
      content: "BT /F1 12 Tf 72 700 Td (ABCDEF) Tj ET", resources: "/Font << /F1 \(font) 0 R >>")
    return pdf.build()
  }

  enum Composite { case toUnicode, ucs2, shiftJIS, trueType, privateUse, vertical }

  private static func composite(_ variant: Composite) -> [UInt8] {
    var pdf = PDFBuilder()
    var descendant =
      "/Type /Font /Subtype /CIDFontType2 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) "
      + "/Ordering (Identity) /Supplement 0 >> /DW 600"
    var font = "/Type /Font /Subtype /Type0 /BaseFont /Some"
    var text = "<000100020003000400050006>"
    switch variant {
    case .ucs2:
      font += " /Encoding /UniJIS-UCS2-H"
      text = "<0048004F004C0045002D0031>"
    case .shiftJIS:
      font += " /Encoding /90ms-RKSJ-H"
      text = "(HOLE-1\\223\\372\\226\\173)"
    case .vertical:
      font += " /Encoding /UniJIS-UTF16-V"
      text = "<0048004F004C0045002D0031>"
    case .toUnicode:
      font += " /Encoding /Identity-H /ToUnicode \(pdf.addStream(cmap)) 0 R"
    case .trueType, .privateUse:
      font += " /Encoding /Identity-H"
      if variant == .privateUse { font += " /ToUnicode \(pdf.addStream(privateUse)) 0 R" }
      let file = pdf.addStream(TrueTypeBuilder.font(for: "HOLE-1"))
      let descriptor = pdf.add("<< /Type /FontDescriptor /Flags 4 /FontFile2 \(file) 0 R >>")
      descendant += " /CIDToGIDMap /Identity /FontDescriptor \(descriptor) 0 R"
    }
    let child = pdf.add("<< \(descendant) >>")
    let parent = pdf.add("<< \(font) /DescendantFonts [\(child) 0 R] >>")
    pdf.addPage(
      content: "BT /F1 12 Tf 172 700 Td \(text) Tj ET", resources: "/Font << /F1 \(parent) 0 R >>")
    return pdf.build()
  }

  private static let privateUse = """
    1 begincodespacerange <0000> <FFFF> endcodespacerange
    1 beginbfrange <0001> <0006> <E001> endbfrange
    """

  private static let cmap = """
    /CIDInit /ProcSet findresource begin 12 dict begin begincmap
    1 begincodespacerange <0000> <FFFF> endcodespacerange
    2 beginbfchar <0001> <0048> <0002> <004F> endbfchar
    2 beginbfrange <0003> <0004> [<004C> <0045>] <0005> <0005> <002D> endbfrange
    1 beginbfrange <0006> <0009> <0031> endbfrange
    endcmap end end
    """
}

/// Makes a TrueType font that has nothing but a `cmap`: glyph 1 is the first character, and so on.
enum TrueTypeBuilder {
  static func font(for text: String) -> [UInt8] {
    let scalars = text.unicodeScalars.map { Int($0.value) }
    var pairs = scalars.enumerated().map { (code: $1, glyph: $0 + 1) }
    pairs.sort { $0.code < $1.code }
    var map: [UInt8] = []
    map += long(0x0000_0001) + word(3) + word(10) + long(12)
    map += word(12) + word(0) + long(16 + 12 * pairs.count) + long(0) + long(pairs.count)
    for pair in pairs { map += long(pair.code) + long(pair.code) + long(pair.glyph) }
    var font = long(0x0001_0000) + word(1) + word(16) + word(0) + word(0)
    font += Array("cmap".utf8) + long(0) + long(28) + long(map.count)
    return font + map
  }

  static func word(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  static func long(_ value: Int) -> [UInt8] { word(value >> 16) + word(value) }
}
