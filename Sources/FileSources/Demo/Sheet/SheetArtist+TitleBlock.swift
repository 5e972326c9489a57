extension SheetArtist {
  /// Size of the title block, in the lower right corner.
  static let titleSize = Point(278.55, 150)

  /// The title block, as a form where the exporter works so.
  mutating func drawTitleBlock() {
    let corner = Point(Self.column, 28)
    guard plan.style.titleBlockForm, plan.style.letters != .strokes else {
      draw(titleBlockAt: corner)
      return
    }
    let page = canvas
    canvas = Canvas(scale: plan.style.scale, capacity: 32_000)
    draw(titleBlockAt: .zero)
    let form = canvas
    canvas = page
    canvas.texts += form.texts
    forms.append(
      SheetForm(
        name: "Title", width: Self.titleSize.x + 1, height: Self.titleSize.y + 1,
        content: form.out.bytes))
    place(form: "Title", at: corner)
  }

  private mutating func draw(titleBlockAt o: Point) {
    let (w, h) = (Self.titleSize.x, Self.titleSize.y)
    canvas.lineWidth(0.8)
    canvas.segment(o + Point(0, h), o + Point(w, h))
    canvas.lineWidth(0.35)
    for y in [24.0, 48, 72, 108] { canvas.segment(o + Point(0, y), o + Point(w, y)) }
    for (x, low, high) in [
      (70.0, 24.0, 72.0), (140, 24, 72), (210, 0, 72), (245, 0, 24), (150, 0, 24),
    ] { canvas.segment(o + Point(x, low), o + Point(x, high)) }
    drawLogo(o + Point(30, 129))
    fitted(
      "NORDHAVN PROCESS ENGINEERING", o.x + 66, o.y + 134, 9.2, width: 206, weight: .bold)
    text("PIPING DESIGN OFFICE", o.x + 66, o.y + 120, 6, spacing: 1.5)
    text("PROJECT", o.x + 4, o.y + 100, 4.2)
    fitted(
      "SOLVENT RECOVERY UNIT - AREA \(plan.area)", o.x + 4, o.y + 89, 8, width: 270,
      weight: .bold)
    text("PIPING ISOMETRIC", o.x + 4, o.y + 77, 7)
    for (index, (name, value)) in signatures().enumerated() {
      let x = o.x + 4 + Double(index % 4) * 70
      let y = o.y + (index < 4 ? 66 : 42)
      text(name, x, y - 0.5, 4.2)
      fitted(value, x, y - 11.5, 6.4, width: 62)
    }
    text("DRAWING / LINE NUMBER", o.x + 4, o.y + 17, 4.2)
    fitted(plan.lineNumber, o.x + 4, o.y + 5, 9.4, width: 140, weight: .bold)
    text("SPEC", o.x + 154, o.y + 17, 4.2)
    fitted(plan.specification, o.x + 154, o.y + 5, 8, width: 50)
    text("SHEET", o.x + 214, o.y + 17, 4.2)
    fitted("\(sheet + 1) OF \(plan.sheets)", o.x + 214, o.y + 5, 8, width: 28)
    text("REV", o.x + 249, o.y + 17, 4.2)
    text(String(plan.revision), o.x + 255, o.y + 5, 9.4, weight: .bold)
  }

  private mutating func signatures() -> [(String, String)] {
    [
      ("DRAWN", random.pick(["J. KELLER", "M. BRANDT", "A. SINGH"])),
      ("CHECKED", random.pick(["R. WEISS", "T. LARSEN"])),
      ("APPROVED", random.pick(["H. OKAFOR", "P. NOVAK"])), ("SCALE", "NTS"),
      ("DATE", date(plan.revision)), ("STATUS", plan.revision > 0 ? "IFC" : "IFR"),
      ("AREA", String(plan.area)), ("SIZE", "A3"),
    ]
  }

  /// The made-up company's mark, a form of its own that all drawings share.
  private mutating func drawLogo(_ center: Point) {
    canvas.save()
    canvas.concatenate(Point(1, 0), Point(0, 1), center)
    canvas.op("/Logo Do")
    canvas.restore()
  }
}
