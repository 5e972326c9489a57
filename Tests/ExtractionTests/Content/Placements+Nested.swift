@testable import Extraction

extension Placement {
  /// Text in forms, annotations and fields.
  static let nested = [
    Placement("in a form XObject", ["HOLE-1"], bytes: form(times: 1)),
    Placement(
      "in a form drawn at two places", ["HOLE-1", "HOLE-1"], bytes: form(times: 2)),
    Placement("in a form that takes the page's fonts", ["HOLE-1"], bytes: form(inherits: true)),
    Placement("in a tiling pattern set twice", ["HOLE-1"], bytes: pattern()),
    Placement(
      "in a free text annotation", ["HOLE-1"], bytes: freeText(contents: true),
      kind: .annotation),
    Placement(
      "in an annotation without appearance", ["HOLE-1"],
      bytes: annotation("/Subtype /FreeText /Contents (HOLE-1)"), kind: .annotation),
    Placement(
      "as SHX text", ["HOLE-1"],
      bytes: annotation(
        "/Subtype /Square /T (AutoCAD SHX Text) /Contents (HOLE-1) /F 4"),
      kind: .annotation),
    Placement(
      "in a hidden annotation", ["HOLE-1"],
      bytes: annotation("/Subtype /Text /Contents (HOLE-1) /F 2"), visible: false,
      kind: .annotation),
    Placement(
      "in a text field", ["HOLE-1"], bytes: annotation("/Subtype /Widget /FT /Tx /V (HOLE-1)"),
      kind: .form),
    Placement(
      "in an annotation with UTF-16", ["HOLE-1"],
      bytes: annotation("/Subtype /Text /Contents <FEFF0048004F004C0045002D0031>"),
      kind: .annotation),
  ]

  private static let helvetica = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

  private static func form(times: Int = 1, inherits: Bool = false) -> [UInt8] {
    var pdf = PDFBuilder()
    let font = pdf.add(helvetica)
    let resources = "/Font << /F1 \(font) 0 R >>"
    let own = inherits ? "" : "/Resources << \(resources) >>"
    let form = pdf.addStream(
      "BT /F1 12 Tf 0 0 Td (HOLE-1) Tj ET",
      "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Matrix [1 0 0 1 10 10] \(own)")
    let draw = (0..<times).map { "q 1 0 0 1 72 \(600 + 50 * $0) cm /X Do Q" }
    pdf.addPage(
      content: draw.joined(separator: "\n"),
      resources: "\(resources) /XObject << /X \(form) 0 R >>")
    return pdf.build()
  }

  /// A pattern on a form that lies 50 points up; its cell is read once.
  private static func pattern() -> [UInt8] {
    var pdf = PDFBuilder()
    let font = pdf.add(helvetica)
    let cell = pdf.addStream(
      "BT /F1 12 Tf 2 5 Td (HOLE-1) Tj ET",
      "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 100 20] /XStep 100 "
        + "/YStep 20 /Matrix [1 0 0 1 10 10] /Resources << /Font << /F1 \(font) 0 R >> >>")
    let form = pdf.addStream(
      "/Pattern cs /P scn 0 0 99 20 re f 0 g /P scn 0 20 99 20 re f",
      "/Type /XObject /Subtype /Form /BBox [0 0 100 40] /Matrix [1 0 0 1 0 50] "
        + "/Resources << /Pattern << /P \(cell) 0 R >> >>")
    pdf.addPage(content: "q 2 0 0 2 0 0 cm /X Do Q", resources: "/XObject << /X \(form) 0 R >>")
    return pdf.build()
  }

  /// An annotation whose appearance draws what its contents say.
  private static func freeText(contents: Bool) -> [UInt8] {
    var pdf = PDFBuilder()
    let font = pdf.add(helvetica)
    let form = pdf.addStream(
      "/Tx BMC BT /F1 12 Tf 2 5 Td (HOLE-1) Tj ET EMC",
      "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 \(font) 0 R >> >>"
    )
    let note = pdf.add(
      "<< /Type /Annot /Subtype /FreeText /Rect [100 100 200 120] /Contents (HOLE-1) "
        + "/AP << /N \(form) 0 R >> >>")
    pdf.addPage(content: "", extras: "/Annots [\(note) 0 R]")
    return pdf.build()
  }

  private static func annotation(_ entries: String) -> [UInt8] {
    var pdf = PDFBuilder()
    let note = pdf.add("<< /Type /Annot /Rect [100 100 200 120] \(entries) >>")
    pdf.addPage(content: "", extras: "/Annots [\(note) 0 R]")
    return pdf.build()
  }
}
