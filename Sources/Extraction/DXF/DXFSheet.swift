/// Brings what was placed on a space to a page: points from the top left corner, y downward.
struct DXFSheet {
  /// A drawing has no size in points of its own. One unit is a point, as long as the longer side stays
  /// within these: a letter's width at least, the largest page of PDF 1.7 (200 inches) at most.
  private static let shortest = 612.0
  private static let longest = 14_400.0
  /// Descent of letters as a share of their height.
  private static let descent: Float = 0.25

  private let extents: DXFExtents
  private let scale: Double

  init(_ placed: [DXFPlacer.Placed], _ stated: DXFExtents) {
    var extents = stated
    for item in placed {
      for mark in item.run.marks {
        Self.add(mark, item, to: &extents)
      }
    }
    if !extents.isValid { extents.add(0, 0) }
    self.extents = extents
    let longer = max(extents.x1 - extents.x0, extents.y1 - extents.y0)
    scale =
      longer > Self.longest
      ? Self.longest / longer
      : longer > 0 && longer < Self.shortest ? min(Self.shortest / longer, 1e6) : 1
  }

  private static func add(
    _ mark: Page.Mark, _ item: DXFPlacer.Placed, to extents: inout DXFExtents
  ) {
    let end = Double(mark.x + mark.advance)
    for y in [mark.y - descent * item.run.height, mark.y + item.run.height] {
      for x in [Double(mark.x), end] {
        let point = item.matrix.apply(x, Double(y))
        extents.add(point.x, point.y)
      }
    }
  }

  var width: Double { max(1, (extents.x1 - extents.x0) * scale) }
  var height: Double { max(1, (extents.y1 - extents.y0) * scale) }

  private func displayed(_ x: Double, _ y: Double) -> (x: Float, y: Float) {
    (Self.single((x - extents.x0) * scale), Self.single((extents.y1 - y) * scale))
  }

  /// As a number that a page can hold; what is none is 0.
  private static func single(_ value: Double) -> Float {
    let value = Float(value)
    return value.isFinite ? value : 0
  }

  private func vector(_ matrix: Matrix, _ x: Double, _ y: Double) -> Page.Vector {
    Page.Vector(
      dx: Self.single((matrix.a * x + matrix.c * y) * scale),
      dy: Self.single(-(matrix.b * x + matrix.d * y) * scale))
  }

  /// Appends the runs, each once: what is drawn twice in the same place is read once.
  func write(_ placed: [DXFPlacer.Placed], into page: inout Page) {
    var seen: [Place: Int] = [:]
    for item in placed {
      guard let first = item.run.marks.first else { continue }
      let origin = item.matrix.apply(Double(first.x), Double(first.y))
      let at = displayed(origin.x, origin.y)
      let along = vector(item.matrix, 1, 0)
      let place = Place(text: item.run.scalars, at.x, at.y, along)
      if let earlier = seen[place] {
        if item.isVisible, page.runs.indices.contains(earlier) {
          page.runs[earlier].visible = true
        }
        continue
      }
      seen[place] = page.runs.count
      append(item, along, to: &page)
    }
  }

  private func append(_ item: DXFPlacer.Placed, _ along: Page.Vector, to page: inout Page) {
    let length = (along.dx * along.dx + along.dy * along.dy).squareRoot()
    // Text on a plane that is seen from the side has no direction left.
    let direction =
      length > 0 && length.isFinite
      ? Page.Vector(dx: along.dx / length, dy: along.dy / length) : Page.Vector(dx: 1, dy: 0)
    let start = page.scalars.count
    for (scalar, mark) in zip(item.run.scalars, item.run.marks) {
      let point = item.matrix.apply(Double(mark.x), Double(mark.y))
      let at = displayed(point.x, point.y)
      let advance = mark.advance * length
      page.scalars.append(scalar)
      page.marks.append(
        Page.Mark(x: at.x, y: at.y, advance: advance.isFinite ? advance : 0))
    }
    let size = Double(item.run.height)
    page.runs.append(
      Page.Run(
        range: start..<page.scalars.count, direction: direction,
        up: vector(item.matrix, 0, size),
        down: vector(item.matrix, 0, -size * Double(Self.descent)), visible: item.isVisible))
  }

  /// A text in its place, to quarter points.
  private struct Place: Hashable {
    let text: [UInt32]
    let x: Float
    let y: Float
    let dx: Float
    let dy: Float

    init(text: [UInt32], _ x: Float, _ y: Float, _ along: Page.Vector) {
      self.text = text
      self.x = (x * 4).rounded()
      self.y = (y * 4).rounded()
      dx = (along.dx * 16).rounded()
      dy = (along.dy * 16).rounded()
    }
  }
}
