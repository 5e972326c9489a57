/// A content stream being written, with the state that its drawing needs.
struct Canvas {
  private(set) var out: ByteText
  /// 10, 100 or 1000: digits after the point.
  let scale: Int
  /// Texts as they are read, for tests and for annotations of pen-stroked text.
  var texts: [DrawnText] = []
  /// Offsets in the stream where it may be cut in parts: outside of text objects.
  private(set) var cuts: [Int] = []

  init(scale: Int, capacity: Int = 4_096) {
    self.scale = scale
    out = ByteText(capacity: capacity)
  }

  /// Remembers that the stream may be cut here.
  mutating func mayCut() { cuts.append(out.count) }

  // MARK: Operands and operators (ISO 32000-2 Annex A)

  mutating func number(_ value: Double) {
    out.append(value, scale: scale, space: true)
  }

  /// A number that needs more digits than a coordinate, as in a matrix.
  mutating func precise(_ value: Double) {
    out.append(value, scale: 100_000, space: true)
  }

  mutating func point(_ p: Point) {
    number(p.x)
    number(p.y)
  }

  mutating func op(_ name: StaticString) {
    out.append(line: name)
  }

  mutating func raw(_ body: (inout ByteText) -> Void) { body(&out) }

  // MARK: State

  mutating func save() { op("q") }
  mutating func restore() { op("Q") }

  mutating func concatenate(_ a: Point, _ b: Point, _ origin: Point) {
    for value in [a.x, a.y, b.x, b.y] { precise(value) }
    point(origin)
    op("cm")
  }

  mutating func lineWidth(_ width: Double) {
    out.append(width, scale: 100)
    op(" w")
  }

  mutating func gray(_ level: Double) {
    out.append(level, scale: 100)
    out.append(" G ")
    out.append(level, scale: 100)
    op(" g")
  }

  mutating func color(_ r: Double, _ g: Double, _ b: Double) {
    for suffix in ["RG", "rg"] as [StaticString] {
      for value in [r, g, b] {
        out.append(value, scale: 100)
        out.append(0x20)
      }
      op(suffix)
    }
  }

  mutating func dash(_ lengths: [Double]) {
    out.append("[")
    for length in lengths { number(length) }
    op("] 0 d")
  }

  // MARK: Paths

  mutating func move(_ p: Point) {
    point(p)
    op("m")
  }

  mutating func line(_ p: Point) {
    point(p)
    op("l")
  }

  mutating func curve(_ a: Point, _ b: Point, _ c: Point) {
    point(a)
    point(b)
    point(c)
    op("c")
  }

  mutating func segment(_ a: Point, _ b: Point) {
    move(a)
    line(b)
    op("S")
  }

  mutating func path(_ points: [Point], closed: Bool = false) {
    guard let first = points.first else { return }
    move(first)
    for p in points.dropFirst() { line(p) }
    if closed { op("h") }
  }

  mutating func polyline(_ points: [Point], closed: Bool = false) {
    path(points, closed: closed)
    op("S")
  }

  mutating func filled(_ points: [Point]) {
    path(points)
    op("f")
  }

  mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    point(Point(x, y))
    number(width)
    number(height)
    op("re")
  }

  /// An ellipse through `center ± a` and `center ± b`, as four Bézier curves.
  mutating func ellipse(_ center: Point, _ a: Point, _ b: Point) {
    let k = 0.552_284_75
    move(center + a)
    curve(center + a + b * k, center + b + a * k, center + b)
    curve(center + b - a * k, center - a + b * k, center - a)
    curve(center - a - b * k, center - b - a * k, center - b)
    curve(center - b + a * k, center + a - b * k, center + a)
    op("h")
  }

  mutating func circle(_ center: Point, _ radius: Double) {
    ellipse(center, Point(radius, 0), Point(0, radius))
  }

  mutating func dot(_ center: Point, _ radius: Double) {
    circle(center, radius)
    op("f")
  }

  mutating func quad(_ quad: Quad) {
    path(
      [
        quad.corner, quad.corner + quad.along, quad.corner + quad.along + quad.up,
        quad.corner + quad.up,
      ], closed: true)
  }

  /// A shape drawn elsewhere, on white.
  mutating func onWhite(_ shape: (inout Canvas) -> Void) {
    gray(1)
    shape(&self)
    op("f")
    gray(0)
    shape(&self)
    op("S")
  }
}

/// A text as it is read on the sheet, and the parallelogram it covers in the canvas' own space.
struct DrawnText {
  var text: String
  var quad: Quad
}
