/// One drawing as a PDF: its sheets, put on pages and written by the style of its exporter.
struct DrawingDocument {
  private let plan: DrawingPlan
  private var file: PDFFile
  private let placement: PagePlacement
  private var random: DemoRandom
  /// Every text of every sheet, as it is read.
  private(set) var texts: [String] = []
  /// The stream of the first page that an incremental update replaces.
  private var remark = 0

  init(_ plan: DrawingPlan) {
    self.plan = plan
    file = PDFFile(plan.style)
    placement = PagePlacement(plan.style)
    random = DemoRandom(UInt64(plan.serial), stream: 0x1D)
  }

  /// Draws and writes everything.
  mutating func render() -> [UInt8] {
    let catalog = file.reserve()
    let pages = file.reserve()
    let info = file.add { Self.information(plan, &$0) }
    let tag = String(decoding: (0..<6).map { _ in UInt8(0x41 + random.below(26)) }, as: UTF8.self)
    let fonts = FontObjects.add(to: &file, tag: tag)
    let logo = addLogo()
    var kids: [Int] = []
    for sheet in 0..<plan.sheets {
      var artist = SheetArtist(plan, sheet: sheet)
      artist.draw()
      texts += artist.canvas.texts.map(\.text)
      kids.append(addPage(artist, parent: pages, fonts: fonts, logo: logo))
    }
    file.set(pages) { out in
      out.append("<</Type/Pages/Count ")
      out.append(integer: kids.count)
      out.append("/Kids[")
      for kid in kids {
        out.append(reference: kid)
        out.append(0x20)
      }
      out.append("]/MediaBox")
      out.append(numbers: placement.mediaBox)
      out.append(">>")
    }
    file.set(catalog) {
      $0.append("<</Type/Catalog/Pages ")
      $0.append(reference: pages)
      $0.append(">>")
    }
    let identifier = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let trailer = PDFFile.Trailer(root: catalog, info: info, identifier: identifier)
    guard plan.style.update else { return file.written(trailer, update: nil) }
    return file.written(trailer) { [plan, remark] file in
      Self.setRemark("HOLD RELEASED WITH REVISION \(plan.revision).", remark, plan, &file)
      return [remark]
    }
  }

  private static func information(_ plan: DrawingPlan, _ out: inout ByteText) {
    out.append("<</Title")
    out.append(textString: plan.lineNumber)
    out.append("/Creator")
    out.append(textString: plan.style.creator)
    out.append("/Producer")
    out.append(textString: plan.style.producer)
    out.append("/CreationDate(D:202503")
    out.append(string: CodeFamily.padded(1 + plan.serial % 28, 2))
    out.append("101500Z)>>")
  }

  // MARK: Pages

  private mutating func addPage(
    _ artist: SheetArtist, parent: Int, fonts: (body: Int, bold: Int), logo: Int
  ) -> Int {
    let resources = file.reserve()
    let forms = artist.forms.map { form in
      (
        form.name,
        file.addStream(form.content[...]) {
          $0.append("/Type/XObject/Subtype/Form/BBox")
          $0.append(numbers: [0, 0, form.width, form.height])
          $0.append("/Resources ")
          $0.append(reference: resources)
        }
      )
    }
    let names = plan.style.fontNames
    file.set(resources) { out in
      out.append("<</ProcSet[/PDF/Text]/Font<<")
      out.append(named: [(names.body, fonts.body), (names.bold, fonts.bold)])
      out.append(">>/XObject<<")
      out.append(named: forms + [("Logo", logo)])
      out.append(">>>>")
    }
    let contents = addContents(artist)
    let annotations = addAnnotations(artist)
    var page = ByteText()
    page.append("<</Type/Page/Parent ")
    page.append(reference: parent)
    writePage(resources: resources, contents, annotations, &page)
    return file.add { $0 = page }
  }

  private mutating func addLogo() -> Int {
    let packed = plan.style.compressed
    return file.addRaw(
      packed ? CompanyLogo.deflated : CompanyLogo.content, filter: packed
    ) {
      $0.append("/Type/XObject/Subtype/Form/BBox")
      $0.append(numbers: CompanyLogo.box)
      $0.append("/Resources<<>>")
    }
  }

  private func writePage(
    resources: Int, _ contents: [Int], _ annotations: [Int], _ out: inout ByteText
  ) {
    out.append("/Resources ")
    out.append(reference: resources)
    if plan.style.cropped {
      out.append("/CropBox")
      out.append(numbers: placement.sheetBox)
    }
    if plan.style.rotation != 0 {
      out.append("/Rotate ")
      out.append(integer: plan.style.rotation)
    }
    out.append("/Contents")
    if contents.count == 1 {
      out.append(0x20)
      out.append(reference: contents[0])
    } else {
      out.append(references: contents)
    }
    if !annotations.isEmpty {
      out.append("/Annots")
      out.append(references: annotations)
    }
    out.append(">>")
  }

  /// The content in one or more streams; where the page is turned or shifted, a matrix first.
  private mutating func addContents(_ artist: SheetArtist) -> [Int] {
    var bytes = artist.canvas.out.bytes
    var cuts = artist.canvas.cuts
    if !placement.isPlain {
      var head = Canvas(scale: 1_000)
      head.concatenate(placement.along, placement.up, placement.corner)
      bytes.insert(contentsOf: head.out.bytes, at: 0)
      cuts = cuts.map { $0 + head.out.count }
    }
    let inner = cuts.prefix(plan.style.contentParts - 1)
    var numbers: [Int] = []
    for (start, end) in zip([0] + inner, inner + [bytes.count]) {
      numbers.append(file.addStream(bytes[start..<end]))
    }
    if plan.style.update, remark == 0 {
      remark = file.reserve()
      let old = "HOLD: CHECK \(random.pick(CodeFamily.first)) ON SITE."
      Self.setRemark(old, remark, plan, &file)
      texts.append("HOLD RELEASED WITH REVISION \(plan.revision).")
      numbers.append(remark)
    }
    return numbers
  }

  /// A remark below the notes.
  private static func setRemark(
    _ words: String, _ number: Int, _ plan: DrawingPlan, _ file: inout PDFFile
  ) {
    var canvas = Canvas(scale: plan.style.scale)
    var style = plan.style
    if style.letters == .strokes { style.letters = .standard }
    var pen = TextPen(style)
    pen.draw(words, at: Point(34, 30.4), size: 5.4, on: &canvas)
    file.setStream(number, canvas.out.bytes[...])
  }

  // MARK: Annotations

  private mutating func addAnnotations(_ artist: SheetArtist) -> [Int] {
    var all = artist.annotations
    if plan.style.letters == .strokes {
      all += artist.canvas.texts.filter { drawn in
        !artist.annotations.contains { $0.text == drawn.text && $0.kind == .freeText }
      }.map { SheetAnnotation(kind: .shxText, text: $0.text, quad: $0.quad, appearance: []) }
    }
    return all.map { addAnnotation($0) }
  }

  private mutating func addAnnotation(_ annotation: SheetAnnotation) -> Int {
    let rectangle = placement.rectangle(annotation.quad)
    guard annotation.kind == .freeText else {
      return file.add {
        // As AutoCAD's own PDF driver writes the text of its stroke fonts.
        $0.append("<</Type/Annot/Subtype/Square/F 4/BS<</W 0>>/T(AutoCAD SHX Text)/Rect")
        $0.append(numbers: rectangle)
        $0.append("/Contents")
        $0.append(textString: annotation.text)
        $0.append(">>")
      }
    }
    let font = FontObjects.standard(.helvetica, "Helvetica", &file)
    let appearance = file.addStream(annotation.appearance[...]) {
      $0.append("/Type/XObject/Subtype/Form/BBox")
      $0.append(numbers: [0, 0, annotation.quad.along.x, annotation.quad.up.y])
      $0.append("/Matrix")
      $0.append(
        numbers: [placement.along.x, placement.along.y, placement.up.x, placement.up.y, 0, 0])
      $0.append("/Resources<</Font<</Helv ")
      $0.append(reference: font)
      $0.append(">>>>")
    }
    return file.add {
      $0.append("<</Type/Annot/Subtype/FreeText/F 4/Rect")
      $0.append(numbers: rectangle)
      $0.append("/DA(0.8 0.1 0.1 rg /Helv 7 Tf)/Contents")
      $0.append(textString: annotation.text)
      $0.append("/AP<</N ")
      $0.append(reference: appearance)
      $0.append(">>>>")
    }
  }
}

extension ByteText {
  /// `/Name 1 0 R` for each.
  mutating func append(named references: [(name: String, number: Int)]) {
    for (name, number) in references {
      append("/")
      append(string: name)
      append(0x20)
      append(reference: number)
    }
  }

  mutating func append(references numbers: [Int]) {
    append("[")
    for number in numbers {
      append(reference: number)
      append(0x20)
    }
    append("]")
  }
}
