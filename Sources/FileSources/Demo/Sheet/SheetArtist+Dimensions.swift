extension SheetArtist {
  /// A dimension for every leg, beside it in one of the plant's planes, where there is room.
  mutating func drawDimensions() {
    for leg in route.legs {
      let cuts = cutPoints(leg)
      if cuts.count == 2 || !drawChain(leg, cuts) {
        _ = drawDimension(leg.start, leg.end, leg.heading, leg.millimetres, [24, 36, 48])
      }
    }
  }

  /// The ends of a leg and one fitting between them, if any stands well inside.
  private func cutPoints(_ leg: PipeLeg) -> [Point] {
    let inside = fittings.map(\.at).filter {
      let a = ($0 - leg.start).dot(view.vector(leg.heading))
      let off = abs(($0 - leg.start).cross(view.vector(leg.heading)))
      return off < 0.5 && a > 40 && a < leg.length - 40
    }
    return [leg.start] + inside.prefix(1) + [leg.end]
  }

  /// Two dimensions in line and the whole outside of them.
  private mutating func drawChain(_ leg: PipeLeg, _ cuts: [Point]) -> Bool {
    let part = (cuts[1] - cuts[0]).length / leg.length
    let first = Int(Double(leg.millimetres) * part) / 5 * 5
    for heading in Heading.allCases where heading.axis != leg.heading.axis {
      let offset = view.vector(heading)
      guard fits(leg.start, leg.end, offset * 22, leg.heading, heading),
        fits(leg.start, leg.end, offset * 35, leg.heading, heading)
      else { continue }
      drawDimensionLine(cuts[0], cuts[1], offset * 22, leg.heading, heading, first)
      drawDimensionLine(
        cuts[1], cuts[2], offset * 22, leg.heading, heading, leg.millimetres - first)
      drawDimensionLine(leg.start, leg.end, offset * 35, leg.heading, heading, leg.millimetres)
      return true
    }
    return false
  }

  private mutating func drawDimension(
    _ a: Point, _ b: Point, _ along: Heading, _ value: Int, _ distances: [Double]
  ) -> Bool {
    for distance in distances {
      for heading in Heading.allCases where heading.axis != along.axis {
        let offset = view.vector(heading) * distance
        guard fits(a, b, offset, along, heading) else { continue }
        drawDimensionLine(a, b, offset, along, heading, value)
        return true
      }
    }
    return false
  }

  private func fits(
    _ a: Point, _ b: Point, _ offset: Point, _ along: Heading, _ up: Heading
  ) -> Bool {
    let axes = axes(along: along, up: up)
    let start = axes.along.dot(b - a) > 0 ? a : b
    let band = Quad(
      start + offset - axes.up * 2, axes.along * (b - a).length, axes.up * 9)
    return room.isFree(band)
      && room.isFree(from: a, to: a + offset, skip: 8, of: Occupancy.pipe | Occupancy.text)
      && room.isFree(from: b, to: b + offset, skip: 8, of: Occupancy.pipe | Occupancy.text)
  }

  /// Dimension line, extension lines, arrowheads and the figure, all sheared along the axes.
  private mutating func drawDimensionLine(
    _ a: Point, _ b: Point, _ offset: Point, _ along: Heading, _ up: Heading, _ value: Int
  ) {
    let axes = axes(along: along, up: up)
    let (from, to) = (a + offset, b + offset)
    let out = offset.unit
    canvas.lineWidth(0.25)
    canvas.segment(a + out * 6, from + out * 2.5)
    canvas.segment(b + out * 6, to + out * 2.5)
    canvas.segment(from, to)
    let way = (to - from).unit
    for (tip, inward) in [(from, way), (to, -way)] {
      canvas.filled([tip, tip + inward * 5.5 + axes.up * 1.3, tip + inward * 5.5 - axes.up * 1.3])
    }
    let figure = String(value)
    let width = pen.width(figure, 6.2)
    let origin = from.toward(to, 0.5) - axes.along * (width / 2) + axes.up * 1.8
    room.take(from: from, to: to, width: 3, as: Occupancy.line)
    room.take(from: a + out * 6, to: from, width: 1, as: Occupancy.line)
    room.take(from: b + out * 6, to: to, width: 1, as: Occupancy.line)
    placed(figure, at: origin, size: 6.2, axes: axes)
  }
}
