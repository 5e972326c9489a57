@testable import Extraction

/// Writes glyph records as a content stream would, for tests of the geometry alone.
///
/// Sizes are in points, angles in degrees counter-clockwise as seen. Every glyph is 0.55 em wide, a space
/// 0.28.
struct GlyphScript {
  var store = GlyphStore()
  var size: Float = 10
  var kind = Page.Kind.text
  var visible = true
  /// Vectors of the baseline and of an em upward, in displayed space, times the size.
  var along = Page.Vector(dx: 1, dy: 0)
  var upward = Page.Vector(dx: 0, dy: -1)
  /// Stretch of advances (Tz).
  var stretch: Float = 1

  static func advance(_ scalar: Unicode.Scalar) -> Float { scalar == " " ? 0.28 : 0.55 }

  /// Width of a text set solid.
  func width(_ text: String) -> Float {
    text.unicodeScalars.reduce(0) { $0 + Self.advance($1) } * size * stretch
  }

  /// Shows a text with its origin at a place; `spread` is added after each glyph, in points.
  mutating func show(_ text: String, _ x: Float, _ y: Float, spread: Float = 0) {
    let length = (along.dx * along.dx + along.dy * along.dy).squareRoot()
    let (ux, uy) = (along.dx / length, along.dy / length)
    let first = UInt32(store.glyphs.count)
    store.shows.append(
      Show(
        direction: Page.Vector(dx: ux, dy: uy),
        up: Page.Vector(dx: upward.dx * size * 0.75, dy: upward.dy * size * 0.75),
        down: Page.Vector(dx: -upward.dx * size * 0.2, dy: -upward.dy * size * 0.2),
        em: size * stretch * length, height: (upward.dx * uy - upward.dy * ux) * size, tracking: 0,
        first: first, kind: kind, visible: visible))
    var pen: Float = 0
    for scalar in text.unicodeScalars {
      let advance = Self.advance(scalar) * size * stretch * length
      store.glyphs.append(
        Glyph(
          x: x + pen * ux, y: y + pen * uy, advance: advance, scalar: scalar.value,
          show: UInt32(store.shows.count - 1)))
      pen += advance + spread
    }
  }

  /// Shows each glyph by an operator of its own, in the order given by `order`.
  mutating func showSingly(
    _ text: String, _ x: Float, _ y: Float, spread: Float = 0,
    order: ([Int]) -> [Int] = { $0 }
  ) {
    let length = (along.dx * along.dx + along.dy * along.dy).squareRoot()
    var places: [Float] = []
    var pen: Float = 0
    for scalar in text.unicodeScalars {
      places.append(pen)
      pen += Self.advance(scalar) * size * stretch * length + spread
    }
    let scalars = Array(text.unicodeScalars)
    for index in order(Array(scalars.indices)) where scalars[index] != " " {
      let shift = places[index] / length
      show(String(Character(scalars[index])), x + shift * along.dx, y + shift * along.dy)
    }
  }

  /// Turns what follows by an angle, tops included.
  mutating func turn(_ degrees: Double) {
    let (sine, cosine) = (Float(sin(degrees)), Float(cos(degrees)))
    along = Page.Vector(dx: cosine, dy: -sine)
    upward = Page.Vector(dx: -sine, dy: -cosine)
  }

  /// Lets what follows read along one isometric axis while its tops point along another.
  mutating func skew(along degrees: Double, up: Double) {
    along = Page.Vector(dx: Float(cos(degrees)), dy: -Float(sin(degrees)))
    upward = Page.Vector(dx: Float(cos(up)), dy: -Float(sin(up)))
  }

  /// The page these glyphs make.
  func page(width: Double = 600, height: Double = 800) -> Page {
    var page = Page()
    page.reset(number: 1, width: width, height: height)
    var words = WordBuilder()
    words.build(store, into: &page)
    return page
  }

  /// The texts of the runs.
  var runs: [String] {
    let page = page()
    return page.runs.map { page.text(of: $0.range) }
  }

  /// All words, in the order of the runs.
  var words: [String] {
    runs.flatMap { $0.split(separator: " ").map(String.init) }
  }
}

private func sin(_ degrees: Double) -> Double { _sine(degrees * .pi / 180) }
private func cos(_ degrees: Double) -> Double { _sine((degrees + 90) * .pi / 180) }

/// Sine by its series after reduction; precise to 1e-9, so that no import is needed.
private func _sine(_ angle: Double) -> Double {
  var x = angle.remainder(dividingBy: 2 * .pi)
  if x > .pi / 2 { x = .pi - x }
  if x < -.pi / 2 { x = -.pi - x }
  var term = x
  var sum = x
  for n in 1..<12 {
    term *= -x * x / Double((2 * n) * (2 * n + 1))
    sum += term
  }
  return sum
}
