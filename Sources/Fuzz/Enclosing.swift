@testable import Extraction

/// A small sound PDF around one stream of foreign bytes, so that nothing but they can be wrong.
struct Enclosing: Sendable {
  private var pdf = PDFBuilder()
  private let stream: Int

  /// - Parameter fill: adds the page, given the number of the stream's object.
  private init(_ fill: (inout PDFBuilder, _ stream: Int) -> Void) {
    stream = pdf.reserve()
    fill(&pdf, stream)
  }

  func file(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var pdf = pdf
    pdf.addStream(Array(bytes), "/Type /XObject /Subtype /Form", number: stream)
    return pdf.build()
  }

  /// All codes of one byte, which are codes of two bytes as well.
  private static let everyCode: String = {
    let codes = (0..<256).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    return "<\(codes.joined())> Tj"
  }()

  /// A page that shows all codes with each of some fonts.
  private static func showing(_ fonts: [Int], _ pdf: inout PDFBuilder) {
    let list = fonts.map { "/F\($0) \($0) 0 R" }.joined(separator: " ")
    let content = fonts.map { "BT /F\($0) 9 Tf 9 \(9 * $0) Td \(everyCode) ET" }
    pdf.addPage(content: content.joined(separator: "\n"), resources: "/Font << \(list) >>")
  }

  // MARK: - The kinds

  /// The stream is a page's content, and a form it can draw.
  static let content = Enclosing { pdf, stream in
    let simple = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    let wide = pdf.add(
      "<< /Type /Font /Subtype /Type0 /Encoding /Identity-V /DescendantFonts [<< /Type /Font "
        + "/Subtype /CIDFontType2 /W [1 [500 600] 7 9 300] >>] >>")
    let glyph = pdf.addStream("600 0 d0 0 0 500 700 re f")
    let drawn = pdf.add(
      "<< /Type /Font /Subtype /Type3 /FontMatrix [0.001 0 0 0.001 0 0] /FontBBox [0 0 9 9] "
        + "/FirstChar 65 /Widths [600] /Encoding << /Differences [65 /A] >> "
        + "/CharProcs << /A \(glyph) 0 R >> >>")
    let form = pdf.addStream(
      "BT /F1 9 Tf (FORM) Tj ET /X0 Do", "/Type /XObject /Subtype /Form /Matrix [0 1 -1 0 9 9]")
    let image = pdf.addStream("", "/Type /XObject /Subtype /Image /Width 9 /Height 9")
    let pattern = pdf.addStream(
      "BT /F1 9 Tf (CELL) Tj ET", "/Type /Pattern /PatternType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9")
    let layer = pdf.add("<< /Type /OCG /Name (L) >>")
    pdf.catalogExtras = "/OCProperties << /OCGs [\(layer) 0 R] /D << /OFF [\(layer) 0 R] >> >>"
    pdf.addPage(
      "/MediaBox [0 0 600 800] /Contents \(stream) 0 R /Resources << "
        + "/Font << /F1 \(simple) 0 R /F2 \(wide) 0 R /F3 \(drawn) 0 R >> "
        + "/XObject << /X0 \(stream) 0 R /X1 \(form) 0 R /X2 \(image) 0 R >> "
        + "/Pattern << /P1 \(pattern) 0 R >> /Properties << /M1 \(layer) 0 R >> "
        + "/ExtGState << /G1 << /Font [\(drawn) 0 R 7] >> >> >>")
  }

  /// The stream is the program of simple and composite fonts; its first bytes tell its kind.
  static let font = Enclosing { pdf, stream in
    let descriptors = [4, 32].map { flags in
      pdf.add(
        "<< /Type /FontDescriptor /Flags \(flags) /FontFile \(stream) 0 R "
          + "/FontFile3 \(stream) 0 R >>")
    }
    let symbolic = pdf.add(
      "<< /Type /Font /Subtype /TrueType /BaseFont /A /FontDescriptor \(descriptors[0]) 0 R >>")
    let plain = pdf.add(
      "<< /Type /Font /Subtype /TrueType /BaseFont /B /FontDescriptor \(descriptors[1]) 0 R "
        + "/Encoding << /BaseEncoding /MacRomanEncoding /Differences [65 /A /uni0042 /g3] >> >>")
    let composite = pdf.add(
      "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        + "/Subtype /CIDFontType2 /FontDescriptor \(descriptors[0]) 0 R >>] >>")
    showing([symbolic, plain, composite], &pdf)
  }

  /// The stream is ToUnicode of a simple and a composite font, and the encoding of another.
  static let cmap = Enclosing { pdf, stream in
    let simple = pdf.add(
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode \(stream) 0 R >>")
    let composites = ["/Identity-H", "\(stream) 0 R"].map { encoding in
      pdf.add(
        "<< /Type /Font /Subtype /Type0 /Encoding \(encoding) /ToUnicode \(stream) 0 R "
          + "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /W [1 99 500] >>] >>")
    }
    showing([simple] + composites, &pdf)
  }
}
