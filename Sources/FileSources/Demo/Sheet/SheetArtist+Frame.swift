extension SheetArtist {
  /// The faint isometric grid of the drawing paper.
  mutating func drawGrid() {
    let style = random.below(10)
    canvas.save()
    canvas.gray(0.72)
    canvas.lineWidth(style < 6 ? 0.5 : 0.4)
    let step = IsoView.unit / (style < 7 ? 2 : 1)
    let dx = step * IsoView.cosine
    canvas.op("1 J")
    var x = Self.frame.x + 8
    var odd = false
    while x < Self.column - 4 {
      var y = Self.strip + 8 + (odd ? step / 2 : 0)
      while y < Self.top - 6 {
        canvas.move(Point(x, y))
        canvas.line(Point(x + 0.3, y))
        y += step
      }
      canvas.op("S")
      x += dx
      odd.toggle()
    }
    canvas.restore()
  }

  /// Border, zone marks and centring marks (ISO 5457).
  mutating func drawFrame() {
    let (w, h) = (Self.width, Self.height)
    canvas.gray(0)
    canvas.lineWidth(0.35)
    canvas.rectangle(14, 14, w - 28, h - 28)
    canvas.op("S")
    canvas.lineWidth(1.2)
    canvas.rectangle(Self.frame.x, Self.frame.y, Self.frame.width, Self.frame.height)
    canvas.op("S")
    canvas.lineWidth(0.35)
    drawZones()
    canvas.lineWidth(0.9)
    for (a, b) in [
      (Point(w / 2, 6), Point(w / 2, 28)), (Point(w / 2, h - 6), Point(w / 2, h - 28)),
      (Point(6, h / 2), Point(28, h / 2)), (Point(w - 6, h / 2), Point(w - 28, h / 2)),
    ] { canvas.segment(a, b) }
    canvas.segment(Point(Self.column, 28), Point(Self.column, Self.top))
    canvas.segment(Point(28, Self.strip), Point(Self.column, Self.strip))
  }

  private mutating func drawZones() {
    let (w, h) = (Self.width, Self.height)
    for zone in 0..<8 {
      let middle = 28 + (Double(zone) + 0.5) * Self.frame.width / 8
      text(String(zone + 1), middle - 12, 18.5, 7, .center)
      text(String(zone + 1), middle - 12, h - 23.5, 7, .center)
      guard zone > 0 else { continue }
      let x = 28 + Double(zone) * Self.frame.width / 8
      canvas.segment(Point(x, 14), Point(x, 28))
      canvas.segment(Point(x, h - 28), Point(x, h - 14))
    }
    for zone in 0..<6 {
      let letter = String(UnicodeScalar(UInt8(0x46 - zone)))
      let middle = 28 + (Double(zone) + 0.5) * Self.frame.height / 6
      text(letter, 21, middle - 14, 7, .center)
      text(letter, w - 21, middle - 14, 7, .center)
      guard zone > 0 else { continue }
      let y = 28 + Double(zone) * Self.frame.height / 6
      canvas.segment(Point(14, y), Point(28, y))
      canvas.segment(Point(w - 28, y), Point(w - 14, y))
    }
  }

  /// A circle with the plant's north, seen isometrically.
  mutating func drawNorthArrow() {
    let center = Point(76, 768)
    let north = view.vector(.north)
    let east = view.vector(.east)
    canvas.lineWidth(0.5)
    // A circle in plan is an ellipse here: half diagonals of the plan's rhombus.
    canvas.ellipse(center, Point(22.4, 0), Point(0, 12.9))
    canvas.op("S")
    let tip = center + north * 30
    canvas.lineWidth(0.8)
    canvas.segment(center - north * 18, tip)
    canvas.lineWidth(0.4)
    canvas.segment(center - east * 18, center + east * 18)
    canvas.filled([tip, center + east * 4.5, center - north * 4])
    canvas.polyline([tip, center - east * 4.5, center - north * 4], closed: true)
    let label = center + north * 36
    text("N", label.x, label.y - 3, 10, .center, weight: .bold)
    text("PLANT NORTH", 76, 738, 4.6, .center)
    room.take(Quad(x: 36, y: 734, width: 86, height: 80), as: Occupancy.all)
  }
}
