extension SheetArtist {
  /// A few lines of level text near a point, with a leader.
  mutating func label(_ lines: [String], at anchor: Point, size: Double, arrow: Bool = true) -> Bool
  {
    let width = lines.map { pen.width($0, size) }.max() ?? 0
    let height = Double(lines.count) * size * 1.25
    guard let quad = spot(width + 2, height, near: anchor) else { return false }
    leader(from: anchor, to: quad, arrow: arrow)
    for (index, line) in lines.enumerated() {
      let y = quad.corner.y + height - size * (1.25 * Double(index) + 0.95)
      placed(line, at: Point(quad.corner.x + 1, y), size: size)
    }
    room.take(quad, as: Occupancy.text)
    return true
  }

  /// Where the run goes on: another sheet, or another drawing.
  mutating func drawContinuations() {
    for leg in route.legs {
      let way = view.vector(leg.heading)
      for (joint, point, out) in [
        (leg.startJoint, leg.start, -way), (leg.endJoint, leg.end, way),
      ] {
        let place = out == way ? leg.endPlace : leg.startPlace
        switch joint {
        case .continuation:
          let other = out == way ? sheet + 2 : sheet
          _ = label(
            ["CONT. ON SHEET \(other)", plan.lineNumber] + coordinates(place),
            at: point + out * 12, size: 5.6)
        case .nozzle:
          let vessel = random.pick(["V", "P", "E", "T", "C"])
          _ = label(
            [
              "CONN. TO \(vessel)-\(plan.area)\(random.between(1...9))\(random.pick(["A", "B"]))",
              "NOZZLE N\(random.between(1...12))",
            ] + coordinates(place), at: point + out * 8, size: 5.6)
        default: break
        }
      }
    }
  }

  private func coordinates(_ place: PlantPlace) -> [String] {
    ["E \(place.east)", "N \(place.north)", "EL " + Self.metres(place.elevation)]
  }

  /// `+103.250` for 103250 mm.
  static func metres(_ millimetres: Int) -> String {
    let size = millimetres.magnitude
    return (millimetres < 0 ? "-" : "+") + "\(size / 1_000)."
      + CodeFamily.padded(Int(size % 1_000), 3)
  }

  /// The line number along one or two legs, sheared.
  mutating func drawLineNumbers() {
    var left = 2
    for leg in route.legs.sorted(by: { $0.units > $1.units }) where left > 0 {
      if along(leg, plan.lineNumber, size: 6.4) { left -= 1 }
    }
  }

  /// A text along a leg, close to the pipe.
  mutating func along(_ leg: PipeLeg, _ words: String, size: Double) -> Bool {
    let width = pen.width(words, size)
    let clear = plan.insulated ? 8.5 : 6
    guard width < leg.length - 24 else { return false }
    for other in Heading.allCases where other.axis != leg.heading.axis && other.rawValue % 2 == 0 {
      let axes = axes(along: leg.heading, up: other)
      let start = axes.along.dot(leg.end - leg.start) > 0 ? leg.start : leg.end
      for offset in [clear, -(clear + size * 0.72)] {
        for slack in [0.5, 0.25, 0.75, 0.1, 0.9] {
          let origin =
            start + axes.along * ((leg.length - width) * slack) + axes.up * offset
          let quad = Quad(origin, axes.along * width, axes.up * (size * 0.72))
          guard room.isFree(quad.grown(3)) else { continue }
          placed(words, at: origin, size: size, axes: axes)
          return true
        }
      }
    }
    return false
  }

  /// Item numbers of the bill of materials, in frames with leaders.
  mutating func drawTags() {
    var seen: [Int: Int] = [:]
    for fitting in fittings where fitting.item > 0 {
      seen[fitting.item, default: 0] += 1
      guard seen[fitting.item, default: 0] <= 3 else { continue }
      drawTag(fitting.item, at: fitting.at)
    }
    guard let pipe = route.legs.first else { return }
    drawTag(1, at: pipe.start.toward(pipe.end, 0.55))
  }

  private mutating func drawTag(_ item: Int, at anchor: Point) {
    let words = String(item)
    let width = pen.width(words, 5.6) + 6
    guard let quad = spot(max(10, width), 9, near: anchor, from: 14) else { return }
    leader(from: anchor, to: quad, arrow: true)
    canvas.lineWidth(0.35)
    canvas.quad(quad)
    canvas.op("S")
    room.take(quad, as: Occupancy.text)
    placed(
      words, at: Point(quad.center.x - pen.width(words, 5.6) / 2, quad.center.y - 2), size: 5.6)
  }

  /// Welds in circles beside their dots.
  mutating func drawWeldNumbers() {
    for leg in route.legs {
      let way = view.vector(leg.heading)
      if leg.startJoint == .elbow { drawWeld(at: leg.start + way * Self.elbow, way) }
      if leg.endJoint == .elbow { drawWeld(at: leg.end - way * Self.elbow, way) }
      for fitting in fittings
      where (fitting.at - leg.start).length < leg.length
        && abs((fitting.at - leg.start).cross(way)) < 0.5
        && (fitting.at - leg.start).dot(way) > 0
      {
        switch fitting.kind {
        case .fieldWeld: drawWeld(at: fitting.at, way)
        case .flanges, .reducer:
          drawWeld(at: fitting.at - way * 7, way)
          drawWeld(at: fitting.at + way * 7, way)
        default: break
        }
      }
    }
  }

  private mutating func drawWeld(at point: Point, _ way: Point) {
    welds += 1
    for reach in [11.0, -11.0, 16.0, -16.0] {
      let center = point + way.normal * reach
      let quad = Quad(x: center.x - 4.6, y: center.y - 4.6, width: 9.2, height: 9.2)
      guard room.isFree(quad.grown(0.8)) else { continue }
      canvas.lineWidth(0.25)
      let side = way.normal * (reach > 0 ? 1 : -1)
      canvas.segment(point + side * 2, center - side * 4.4)
      canvas.circle(center, 4.4)
      canvas.op("S")
      let words = String(welds)
      placed(
        words, at: Point(center.x - pen.width(words, 4.6) / 2, center.y - 1.65), size: 4.6)
      room.take(quad, as: Occupancy.text)
      return
    }
  }

  /// Elevation marks at corners.
  mutating func drawElevations() {
    for leg in route.legs where leg.endJoint == .elbow && leg.heading.axis == 2 {
      _ = label(["EL " + Self.metres(leg.endPlace.elevation)], at: leg.end, size: 6)
    }
    for leg in route.legs where leg.endJoint == .elbow && leg.heading.axis != 2 {
      guard random.chance(25) else { continue }
      _ = label(["BOP EL " + Self.metres(leg.endPlace.elevation - 84)], at: leg.end, size: 5.4)
    }
    for fitting in fittings {
      let tag: String? =
        switch fitting.kind {
        case .shoe: "PS-\(random.between(1_000...9_999))"
        case .guide: "PG-\(random.between(1_000...9_999))"
        case .spring: "SH-\(random.between(100...999))"
        case .tapping: "PI-\(random.between(1_000...9_999))"
        default: nil
        }
      if let tag { _ = label([tag], at: fitting.at, size: 5.4) }
    }
  }
}
