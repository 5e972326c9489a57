extension SheetArtist {
  /// The symbol of something built into the pipe (ISO 6412-2), sheared into its plane.
  mutating func drawFitting(_ fitting: Fitting) {
    let heading = route.legs[fitting.leg].heading
    let way = view.vector(heading)
    let side = view.vector(sideways(heading))
    let stem = view.vector(spindle(heading))
    switch fitting.kind {
    case .gateValve, .globeValve, .checkValve, .ballValve:
      drawValve(fitting, way, side, stem)
    case .flanges: drawFlanges(fitting.at, way, side)
    case .reducer: drawReducer(fitting.at, way, side)
    case .fieldWeld: drawFieldWeld(fitting.at, way, side)
    case .shoe: drawShoe(fitting.at, way)
    case .guide: drawGuide(fitting.at, way, side)
    case .spring: drawSpring(fitting.at)
    case .flow:
      canvas.filled([
        fitting.at + way * 7, fitting.at - way * 5 + side * 4,
        fitting.at - way * 5 - side * 4,
      ])
    case .wall: drawWall(fitting.at, heading)
    case .tapping: drawTapping(fitting.at, stem)
    }
  }

  private mutating func drawValve(_ valve: Fitting, _ way: Point, _ side: Point, _ stem: Point) {
    let at = valve.at
    let body = 10.0
    drawFlanges(at - way * 13, way, side)
    drawFlanges(at + way * 13, way, side)
    canvas.lineWidth(0.6)
    canvas.onWhite {
      $0.path(
        [
          at - way * body - side * 6, at - way * body + side * 6, at + way * body - side * 6,
          at + way * body + side * 6,
        ], closed: true)
    }
    switch valve.kind {
    case .globeValve: canvas.dot(at, 3)
    case .ballValve:
      canvas.onWhite { $0.circle(at, 3.4) }
    case .checkValve:
      canvas.filled([at, at + way * body - side * 6, at + way * body + side * 6])
      return
    default: break
    }
    let hand = at + stem * 15
    canvas.segment(at, hand)
    canvas.lineWidth(0.8)
    canvas.ellipse(hand, way * 6, way.normal * 2)
    canvas.op("S")
    room.take(from: at, to: hand + stem * 2, width: 14, as: Occupancy.line)
  }

  private mutating func drawFlanges(_ at: Point, _ way: Point, _ side: Point) {
    canvas.lineWidth(1.1)
    for offset in [-1.3, 1.3] {
      canvas.segment(at + way * offset - side * 6.5, at + way * offset + side * 6.5)
    }
    canvas.dot(at - way * 6, 1.6)
    canvas.dot(at + way * 6, 1.6)
    room.take(from: at - side * 7, to: at + side * 7, width: 6, as: Occupancy.line)
  }

  private mutating func drawReducer(_ at: Point, _ way: Point, _ side: Point) {
    canvas.lineWidth(0.7)
    canvas.onWhite {
      $0.path(
        [
          at - way * 8 - side * 5.5, at - way * 8 + side * 5.5, at + way * 8 + side * 2.5,
          at + way * 8 - side * 2.5,
        ], closed: true)
    }
    canvas.dot(at - way * 8, 1.6)
    canvas.dot(at + way * 8, 1.6)
  }

  private mutating func drawFieldWeld(_ at: Point, _ way: Point, _ side: Point) {
    canvas.dot(at, 1.9)
    canvas.lineWidth(0.5)
    canvas.segment(at - way * 3.5 - side * 3.5, at + way * 3.5 + side * 3.5)
    canvas.segment(at - way * 3.5 + side * 3.5, at + way * 3.5 - side * 3.5)
  }

  private mutating func drawShoe(_ at: Point, _ way: Point) {
    let foot = at - Point(0, 9)
    canvas.lineWidth(0.7)
    canvas.segment(at, foot)
    canvas.segment(foot - way * 7, foot + way * 7)
    canvas.lineWidth(0.3)
    for tick in -3...3 {
      let from = foot + way * (Double(tick) * 2.2)
      canvas.segment(from, from - Point(2, 3))
    }
    room.take(from: at, to: foot - Point(0, 4), width: 14, as: Occupancy.line)
  }

  private mutating func drawGuide(_ at: Point, _ way: Point, _ side: Point) {
    canvas.lineWidth(0.7)
    for hand in [-1.0, 1.0] {
      let edge = at + side * (5 * hand)
      canvas.polyline([
        edge - way * 4 + side * (4 * hand), edge - way * 4, edge + way * 4,
        edge + way * 4 + side * (4 * hand),
      ])
    }
    room.take(from: at - side * 9, to: at + side * 9, width: 9, as: Occupancy.line)
  }

  private mutating func drawSpring(_ at: Point) {
    canvas.lineWidth(0.6)
    var points = [at, at + Point(0, 5)]
    for turn in 0..<6 {
      points.append(at + Point(turn % 2 == 0 ? 3.5 : -3.5, 6.5 + Double(turn) * 2))
    }
    points += [at + Point(0, 19), at + Point(0, 23)]
    canvas.polyline(points)
    canvas.segment(at + Point(-6, 23), at + Point(6, 23))
    room.take(from: at, to: at + Point(0, 24), width: 12, as: Occupancy.line)
  }

  private mutating func drawTapping(_ at: Point, _ stem: Point) {
    let end = at + stem * 13
    canvas.lineWidth(0.9)
    canvas.segment(at, end)
    canvas.dot(at, 1.6)
    canvas.lineWidth(0.5)
    canvas.onWhite { $0.circle(end + stem * 3, 3) }
    room.take(from: at, to: end + stem * 6, width: 8, as: Occupancy.line)
  }

  /// A piece of wall or floor that the pipe passes through, hatched, with the hole in it.
  mutating func drawWall(_ at: Point, _ heading: Heading) {
    let (a, b): (Heading, Heading) =
      switch heading.axis {
      case 0: (.east, .up)
      case 1: (.north, .up)
      default: (.north, .east)
      }
    let (u, v) = (view.vector(a), view.vector(b))
    let size = 17.0
    let corner = at - u * size - v * size
    canvas.lineWidth(0.5)
    canvas.onWhite { $0.quad(Quad(corner, u * (2 * size), v * (2 * size))) }
    canvas.lineWidth(0.2)
    let edge = 2 * size
    // Seen from above, the diagonals lie closer together.
    let pitch = heading.axis == 2 ? 4.2 : 2.6
    for line in stride(from: pitch, to: 2 * edge, by: pitch) {
      let from = Point(max(0, line - edge), min(line, edge))
      let to = Point(min(line, edge), max(0, line - edge))
      canvas.segment(corner + u * from.x + v * from.y, corner + u * to.x + v * to.y)
    }
    canvas.lineWidth(0.6)
    canvas.onWhite { $0.ellipse(at, u * 7.5, v * 7.5) }
    canvas.lineWidth(1.5)
    let way = view.vector(heading)
    canvas.segment(at, at + way * 22)
    canvas.lineWidth(0.5)
    room.take(Quad(corner, u * edge, v * edge), as: Occupancy.line)
  }
}
