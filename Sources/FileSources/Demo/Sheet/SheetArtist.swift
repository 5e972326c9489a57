/// Draws one sheet: an A3 landscape isometric with its tables and title block.
///
/// The work is split by aspect into extensions; what they share is here: the canvas, what of
/// the sheet is taken, and texts.
struct SheetArtist {
  /// A3 landscape, in points.
  static let width = 1_190.55
  static let height = 841.89
  /// The inner frame.
  static let frame = PipeRoute.Area(x: 28, y: 28, width: 1_134.55, height: 785.89)
  /// Left edge of the column of tables.
  static let column = 884.0
  static let right = 1_162.55
  static let top = 813.89
  /// Upper edge of the strip with notes.
  static let strip = 122.0

  let plan: DrawingPlan
  /// From 0.
  let sheet: Int
  let view: IsoView
  let route: PipeRoute
  var random: DemoRandom
  var canvas: Canvas
  var pen: TextPen
  var room = SheetArtist.field
  var fittings: [Fitting] = []
  var notes: [String] = []
  var materials: [MaterialRow] = []
  var schedule: [String] = []
  var annotations: [SheetAnnotation] = []
  /// Forms this sheet draws, by resource name.
  var forms: [SheetForm] = []
  var welds = 0
  /// Upper end of the last text in the right margin.
  var marginTop = SheetArtist.strip + 14

  init(_ plan: DrawingPlan, sheet: Int) {
    self.plan = plan
    self.sheet = sheet
    var random = plan.random
    for _ in 0..<sheet * 7 { _ = random.next() }
    random = DemoRandom(random.next(), stream: UInt64(sheet) &+ 1)
    view = IsoView(northLeft: random.chance(50))
    route = PipeRoute(
      in: PipeRoute.Area(x: 112, y: 185, width: 690, height: 545), view: view,
      first: sheet == 0, last: sheet == plan.sheets - 1, &random)
    self.random = random
    pen = TextPen(plan.style)
    canvas = Canvas(scale: plan.style.scale, capacity: 400_000)
  }

  /// Draws everything, in the order of what must find room first.
  mutating func draw() {
    drawGrid()
    drawFrame()
    canvas.mayCut()
    drawNorthArrow()
    drawRoute()
    canvas.mayCut()
    drawMarks()
    drawContinuations()
    drawDimensions()
    drawLineNumbers()
    drawTags()
    drawWeldNumbers()
    drawElevations()
    canvas.mayCut()
    drawMaterials()
    drawCutList()
    drawNotes()
    drawRevisions()
    drawDesignData()
    drawTitleBlock()
  }

  /// A sheet on which everything but the drawing's own field is taken.
  static let field: Occupancy = {
    var room = Occupancy()
    room.take(x: 0, y: 0, width: 36, height: height)
    room.take(x: 0, y: 0, width: width, height: strip + 6)
    room.take(x: column - 22, y: 0, width: width - column + 22, height: height)
    room.take(x: 0, y: top - 6, width: width, height: height - top + 6)
    return room
  }()

  // MARK: Texts

  enum Alignment { case left, center, right }

  /// A level text in a table or beside something.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ size: Double, _ alignment: Alignment = .left,
    weight: TextPen.Weight = .body, spacing: Double = 0
  ) {
    let width =
      pen.width(text, size, weight) + spacing * Double(max(0, text.utf16.count - 1))
    let start =
      switch alignment {
      case .left: x
      case .center: x - width / 2
      case .right: x - width
      }
    pen.draw(
      text, at: Point(start, y), size: size, weight: weight, spacing: spacing, on: &canvas)
  }

  /// A text in the drawing's field, which takes its room.
  mutating func placed(
    _ text: String, at origin: Point, size: Double, axes: TextAxes = .level,
    weight: TextPen.Weight = .body
  ) {
    let width = pen.width(text, size, weight)
    room.take(
      Quad(origin, axes.along * width, axes.up * (size * 0.72)).grown(1), as: Occupancy.text)
    pen.draw(text, at: origin, size: size, axes: axes, weight: weight, on: &canvas)
  }

  /// How a text lies along a pipe: baseline parallel to it, stems along another of the plant's
  /// directions; never mirrored, read from the left or from below.
  func axes(along heading: Heading, up other: Heading) -> TextAxes {
    var along = view.vector(heading)
    if along.x < -0.01 || (abs(along.x) < 0.01 && along.y < 0) { along = -along }
    var up = view.vector(other)
    if along.cross(up) < 0 { up = -up }
    return TextAxes(along: along, up: up)
  }

  /// A level text that is set smaller where it would not fit.
  mutating func fitted(
    _ words: String, _ x: Double, _ y: Double, _ size: Double, width: Double,
    weight: TextPen.Weight = .body
  ) {
    let needed = pen.width(words, size, weight)
    text(words, x, y, needed > width ? size * width / needed : size, weight: weight)
  }

  // MARK: Room

  /// Twelve directions, 30 degrees apart.
  private static let directions: [Point] = {
    let (c, s) = (IsoView.cosine, 0.5)
    return [
      Point(1, 0), Point(c, s), Point(s, c), Point(0, 1), Point(-s, c), Point(-c, s),
      Point(-1, 0), Point(-c, -s), Point(-s, -c), Point(0, -1), Point(s, -c), Point(c, -s),
    ]
  }()

  /// A free rectangle near a point, that a leader reaches without crossing a text or a pipe.
  mutating func spot(
    _ width: Double, _ height: Double, near anchor: Point, from distance: Double = 22
  ) -> Quad? {
    let first = random.below(12)
    for step in 0..<6 {
      let reach = distance + Double(step) * 13
      for turn in 0..<12 {
        let way = Self.directions[(first + turn * 5) % 12]
        let center =
          anchor + Point(way.x * (reach + width / 2), way.y * (reach + height / 2))
        let quad = Quad(
          x: center.x - width / 2, y: center.y - height / 2, width: width, height: height)
        guard room.isFree(quad.grown(4)) else { continue }
        let end = Self.nearest(anchor, quad)
        if room.isFree(
          from: anchor, to: end, skip: 8, of: Occupancy.pipe | Occupancy.text)
        {
          return quad
        }
      }
    }
    return nil
  }

  /// The point of a level rectangle that is nearest to `point`.
  static func nearest(_ point: Point, _ quad: Quad) -> Point {
    Point(
      min(max(point.x, quad.corner.x), quad.corner.x + quad.along.x),
      min(max(point.y, quad.corner.y), quad.corner.y + quad.up.y))
  }

  /// A thin line from something to its label, with a dot or an arrow at it.
  mutating func leader(from anchor: Point, to quad: Quad, arrow: Bool) {
    let end = Self.nearest(anchor, quad)
    canvas.lineWidth(0.3)
    canvas.segment(anchor, end)
    if arrow {
      let way = (end - anchor).unit
      canvas.filled([
        anchor, anchor + way * 5 + way.normal * 1.3, anchor + way * 5 - way.normal * 1.3,
      ])
    } else {
      canvas.dot(anchor, 1)
    }
    room.take(from: anchor, to: end, width: 1, as: Occupancy.line)
  }
}

/// What a sheet adds besides its content.
struct SheetAnnotation {
  enum Kind { case freeText, shxText }
  let kind: Kind
  let text: String
  /// In the sheet's space.
  let quad: Quad
  /// For a free text: its appearance, drawn with the origin in the lower left corner.
  let appearance: [UInt8]
}

/// A form XObject of a sheet.
struct SheetForm {
  let name: String
  let width: Double
  let height: Double
  let content: [UInt8]
}

/// A line of the bill of materials.
struct MaterialRow: Equatable {
  let group: String
  let description: String
  let size: String
  let code: String
  var quantity: Int
  /// Millimetres, for pipe.
  var length = 0
}
