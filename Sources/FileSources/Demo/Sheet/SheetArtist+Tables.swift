extension SheetArtist {
  private static let rowHeight = 10.6

  /// The bill of materials, from the top of the column downwards.
  mutating func drawMaterials() {
    let (x, right) = (Self.column, Self.right)
    let edges = [x, x + 22, x + 158, x + 190, x + 236, right]
    var y = Self.top
    heading("BILL OF MATERIALS", x, right, &y, height: 13)
    row(["PT", "DESCRIPTION", "NPS", "CODE", "QTY"], edges, &y, weight: .bold)
    let top = y
    var group = ""
    for (index, line) in materials.enumerated() {
      if line.group != group {
        group = line.group
        canvas.lineWidth(0.25)
        text(group, edges[1] + 3, y - 7.6, 5.2, weight: .bold)
        y -= Self.rowHeight
        canvas.segment(Point(x, y), Point(right, y))
      }
      let quantity = line.length > 0 ? Self.tenths(line.length) + " M" : String(line.quantity)
      row([String(index + 1), line.description, line.size, line.code, quantity], edges, &y)
    }
    canvas.lineWidth(0.35)
    for edge in edges.dropFirst().dropLast() {
      canvas.segment(Point(edge, top + Self.rowHeight), Point(edge, y))
    }
    canvas.lineWidth(0.8)
    canvas.segment(Point(x, y), Point(right, y))
    drawSchedule(below: y)
  }

  /// Hole codes of this sheet in a table of their own.
  private mutating func drawSchedule(below: Double) {
    guard !schedule.isEmpty else { return }
    let (x, right) = (Self.column, Self.right)
    let edges = [x, x + 110, x + 165, x + 215, right]
    var y = below - 10
    canvas.lineWidth(0.8)
    canvas.segment(Point(x, y), Point(right, y))
    heading("HOLE SCHEDULE", x, right, &y, height: 12)
    row(["HOLE CODE", "DIA", "TYPE", "EL"], edges, &y, weight: .bold)
    let top = y
    for code in schedule {
      row(
        [
          code, String(random.between(15...60) * 10), random.pick(["WALL", "SLAB", "ROOF"]),
          Self.metres(random.between(100_000...118_000)),
        ], edges, &y)
    }
    canvas.lineWidth(0.35)
    for edge in edges.dropFirst().dropLast() {
      canvas.segment(Point(edge, top + Self.rowHeight), Point(edge, y))
    }
    canvas.lineWidth(0.8)
    canvas.segment(Point(x, y), Point(right, y))
  }

  /// Cut lengths of pipe, above the title block.
  mutating func drawCutList() {
    let (x, right) = (Self.column, Self.right)
    let edges = [x, x + 28, x + 80, x + 139, x + 167, x + 219, right]
    var y = 306.0
    canvas.lineWidth(0.8)
    canvas.segment(Point(x, y), Point(right, y))
    heading("CUT PIPE LENGTH", x, right, &y, height: 12)
    row(["NO", "LENGTH", "ENDS", "NO", "LENGTH", "ENDS"], edges, &y, weight: .bold)
    let top = y
    let legs = route.legs.prefix(14)
    let half = (legs.count + 1) / 2
    for index in 0..<half {
      var cells: [String] = []
      for leg in [index, index + half] where leg < legs.count {
        let ends = legs[leg].heading.axis == 2 ? "BEV/BEV" : "BEV/PLN"
        cells += [
          "<\(leg + 1)>", String(max(40, legs[leg].millimetres - 2 * plan.size * 38)), ends,
        ]
      }
      row(cells, edges, &y)
    }
    canvas.lineWidth(0.35)
    for edge in edges.dropFirst().dropLast() {
      canvas.segment(Point(edge, top + Self.rowHeight), Point(edge, y))
    }
  }

  /// Notes in the strip below the drawing, in two columns.
  mutating func drawNotes() {
    let common = [
      "ALL DIMENSIONS ARE IN MILLIMETRES, ELEVATIONS IN METRES.",
      "FIELD WELDS SHOWN THUS: X. ALLOW 100 MM FOR FIT-UP.",
      "BOLT HOLES OF FLANGES STRADDLE NORMAL CENTRE LINES.",
      "FOR INSULATION AND TRACING SEE LINE LIST.",
      "HYDROTEST PRESSURE AS PER LINE LIST.",
      "SUPPORTS PS AND PG SEE STANDARD SUPPORT DETAILS.",
      "WELDS IN CIRCLES ARE NUMBERED PER SHEET.",
    ]
    let all = notes + common.prefix(max(3, 14 - notes.count))
    text("NOTES", 34, Self.strip - 11, 7, weight: .bold)
    // However many there are, they stay in the strip.
    let rows = max(8, (all.count + 1) / 2)
    let pitch = 72 / Double(rows)
    for (index, note) in all.enumerated() {
      let x = index < rows ? 34.0 : 262.0
      let y = Self.strip - 21 - Double(index % rows) * pitch
      fitted("\(index + 1). " + note, x, y, min(5.4, pitch * 0.62), width: 220)
    }
    canvas.lineWidth(0.5)
    canvas.segment(Point(490, 28), Point(490, Self.strip))
  }

  mutating func drawRevisions() {
    let edges = [490.0, 512, 560, 652, 676, 700]
    canvas.lineWidth(0.35)
    var y = 28.0
    let texts = [
      "ISSUED FOR REVIEW", "ISSUED FOR CONSTRUCTION", "REVISED AS MARKED", "SUPPORTS ADDED",
      "AS BUILT",
    ]
    for revision in 0...plan.revision {
      row(
        [
          String(revision), date(revision), texts[revision % texts.count],
          random.pick(["JK", "MB", "AS"]), random.pick(["RW", "TL"]),
        ], edges, upwards: &y)
    }
    row(["REV", "DATE", "DESCRIPTION", "BY", "CHK"], edges, upwards: &y, weight: .bold)
    for edge in edges.dropFirst() { canvas.segment(Point(edge, 28), Point(edge, y)) }
    canvas.segment(Point(700, 28), Point(700, Self.strip))
  }

  /// `2025-03-14`: made up, and the same for the same drawing.
  func date(_ revision: Int) -> String {
    let month = 1 + (plan.serial + revision * 2) % 12
    let day = 1 + (plan.serial * 7 + revision * 5) % 28
    return "\(2_021 + revision)-" + CodeFamily.padded(month, 2) + "-" + CodeFamily.padded(day, 2)
  }

  mutating func drawDesignData() {
    let edges = [700.0, 770, 884]
    canvas.lineWidth(0.35)
    var y = 28.0
    let data = [
      ("INSULATION", plan.insulated ? "HOT 50 MM" : "NONE"),
      ("TEST PRESSURE", "\(random.between(10...60)).0 BARG"),
      ("DESIGN TEMP", "\(random.between(6...32) * 10) \u{B0}C"),
      ("DESIGN PRESS", "\(random.between(5...40)).0 BARG"), ("PIPE CLASS", plan.specification),
      ("FLUID", plan.fluid), ("NDE", "RT \(random.pick([5, 10, 20, 100]))%"),
      ("STRESS NODE", String(random.between(10...990))),
    ]
    for (name, value) in data { row([name, value], edges, upwards: &y) }
    canvas.segment(Point(770, 28), Point(770, y))
  }

  // MARK: Rows

  private mutating func heading(
    _ words: String, _ x: Double, _ right: Double, _ y: inout Double, height: Double
  ) {
    canvas.gray(0.9)
    canvas.rectangle(x + 0.4, y - height, right - x - 0.8, height - 0.6)
    canvas.op("f")
    canvas.gray(0)
    let spacing = 1.2
    let width = pen.width(words, 7, .bold) + spacing * Double(words.utf16.count - 1)
    text(
      words, (x + right - width) / 2, y - height + 3.8, 7, weight: .bold, spacing: spacing)
    y -= height
    canvas.lineWidth(0.35)
    canvas.segment(Point(x, y), Point(right, y))
  }

  /// A row of cells with a line below it; `y` is its upper edge and becomes its lower one.
  private mutating func row(
    _ cells: [String], _ edges: [Double], _ y: inout Double, weight: TextPen.Weight = .body
  ) {
    y -= Self.rowHeight
    write(cells, edges, y + 3, weight)
    canvas.lineWidth(0.25)
    if let first = edges.first, let last = edges.last {
      canvas.segment(Point(first, y), Point(last, y))
    }
  }

  private mutating func row(
    _ cells: [String], _ edges: [Double], upwards y: inout Double, weight: TextPen.Weight = .body
  ) {
    write(cells, edges, y + 3, weight)
    y += Self.rowHeight
    if let first = edges.first, let last = edges.last {
      canvas.segment(Point(first, y), Point(last, y))
    }
  }

  private mutating func write(
    _ cells: [String], _ edges: [Double], _ y: Double, _ weight: TextPen.Weight
  ) {
    for (index, cell) in cells.enumerated() where index + 1 < edges.count {
      fitted(
        cell, edges[index] + 3, y, 5.2, width: edges[index + 1] - edges[index] - 6,
        weight: weight)
    }
  }

  /// `12.3` for 12345 mm.
  private static func tenths(_ millimetres: Int) -> String {
    "\(millimetres / 1_000).\(millimetres % 1_000 / 100)"
  }
}
