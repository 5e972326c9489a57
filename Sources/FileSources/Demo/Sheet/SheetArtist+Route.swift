extension SheetArtist {
  /// Distance from a corner to where its elbow begins.
  static let elbow = 9.0

  /// The pipe: legs, elbows, what is built in.
  mutating func drawRoute() {
    for leg in route.legs {
      room.take(from: leg.start, to: leg.end, width: 7, as: Occupancy.pipe)
    }
    for index in route.legs.indices { fillLeg(index) }
    canvas.op("1 j")
    for index in route.legs.indices { drawLeg(index) }
    for fitting in fittings { drawFitting(fitting) }
    listMaterials()
  }

  private mutating func drawLeg(_ index: Int) {
    let leg = route.legs[index]
    let way = view.vector(leg.heading)
    let start = leg.start + way * (leg.startJoint == .elbow ? Self.elbow : 0)
    let end = leg.end - way * (leg.endJoint == .elbow ? Self.elbow : 0)
    if plan.insulated { drawInsulation(start, end, leg.heading) }
    canvas.lineWidth(1.5)
    canvas.segment(start, end)
    if leg.startJoint == .elbow { drawElbow(into: index) }
    drawEnd(leg.startJoint, at: leg.start, way: way, heading: leg.heading)
    drawEnd(leg.endJoint, at: leg.end, way: -way, heading: leg.heading)
  }

  /// The bend from the previous leg, with its two welds.
  private mutating func drawElbow(into index: Int) {
    let leg = route.legs[index]
    guard
      let before = route.legs.first(where: {
        $0.end == leg.start && $0.endJoint == .elbow
      })
    else { return }
    let from = leg.start - view.vector(before.heading) * Self.elbow
    let to = leg.start + view.vector(leg.heading) * Self.elbow
    canvas.lineWidth(1.5)
    canvas.move(from)
    canvas.curve(from.toward(leg.start, 0.6), to.toward(leg.start, 0.6), to)
    canvas.op("S")
    canvas.dot(from, 1.9)
    canvas.dot(to, 1.9)
  }

  /// - Parameter way: from the end into the pipe.
  private mutating func drawEnd(_ joint: Joint, at point: Point, way: Point, heading: Heading) {
    let side = view.vector(sideways(heading))
    switch joint {
    case .elbow: break
    case .tee: canvas.dot(point + way * 7, 1.9)
    case .nozzle, .blind:
      canvas.lineWidth(1.2)
      for (offset, half) in [(0.0, 7.0), (2.6, 7.0)] {
        canvas.segment(point + way * offset - side * half, point + way * offset + side * half)
      }
      canvas.dot(point + way * 8, 1.9)
      if joint == .nozzle { drawEquipment(point, way, side) }
    case .cap:
      canvas.lineWidth(1.5)
      canvas.move(point - side * 4)
      canvas.curve(point - side * 4 - way * 5, point + side * 4 - way * 5, point + side * 4)
      canvas.op("S")
      canvas.dot(point + way * 2, 1.9)
    case .continuation:
      canvas.lineWidth(0.5)
      canvas.dash([3, 2])
      canvas.segment(point, point - way * 20)
      canvas.dash([])
    }
  }

  /// A piece of the vessel or pump that the nozzle belongs to, in thin lines.
  private mutating func drawEquipment(_ point: Point, _ way: Point, _ side: Point) {
    let back = point - way * 2.6
    canvas.lineWidth(0.35)
    canvas.segment(back - side * 7, back + side * 7)
    for half in [-3.0, 3.0] {
      canvas.segment(back + side * half, back + side * half - way * 9)
    }
    let wall = back - way * 9
    canvas.move(wall - side * 20)
    canvas.curve(wall - side * 8 - way * 4, wall + side * 8 - way * 4, wall + side * 20)
    canvas.op("S")
    room.take(from: wall - side * 20, to: wall + side * 20, width: 6, as: Occupancy.line)
    room.take(from: point, to: wall, width: 12, as: Occupancy.line)
  }

  /// Insulation: a thin line on either side with slanting strokes in groups.
  private mutating func drawInsulation(_ start: Point, _ end: Point, _ heading: Heading) {
    let way = view.vector(heading)
    let side = view.vector(sideways(heading)) * 4.2
    canvas.gray(0.4)
    canvas.lineWidth(0.2)
    canvas.segment(start + side, end + side)
    canvas.segment(start - side, end - side)
    let length = (end - start).length
    var along = 8.0
    while along < length - 14 {
      for stroke in 0..<4 {
        let foot = start + way * (along + Double(stroke) * 1.6)
        canvas.segment(foot - side, foot + side + way * 2.4)
      }
      along += 30
    }
    canvas.gray(0)
  }

  /// The direction in which a leg's symbols are broad.
  func sideways(_ heading: Heading) -> Heading { heading.axis == 2 ? .east : .up }

  /// The third direction: spindles of valves stand in it.
  func spindle(_ heading: Heading) -> Heading {
    switch heading.axis {
    case 0: .up
    case 1: .up
    default: .north
    }
  }

  /// Chooses what a leg carries, with distance between one and the next.
  private mutating func fillLeg(_ index: Int) {
    let leg = route.legs[index]
    let way = view.vector(leg.heading)
    let tees = route.legs.filter { $0.startJoint == .tee }.map(\.start)
    var along = 30.0 + Double(random.below(12))
    while along < leg.length - 30 {
      let kind = random.pick(Fitting.Kind.allCases)
      let reach = Self.reach(kind)
      let at = leg.start + way * along
      let nearTee = tees.contains { ($0 - at).length < reach + 14 }
      let room = along + reach < leg.length - 16
      if !nearTee, room, suits(kind, leg.heading), random.chance(72) {
        fittings.append(Fitting(kind: kind, leg: index, at: at, reach: reach))
      }
      along += reach + 34
    }
  }

  private func suits(_ kind: Fitting.Kind, _ heading: Heading) -> Bool {
    switch kind {
    case .shoe, .guide, .spring: heading.axis != 2
    default: true
    }
  }

  private static func reach(_ kind: Fitting.Kind) -> Double {
    switch kind {
    case .gateValve, .globeValve, .checkValve, .ballValve: 16
    case .flanges, .reducer, .flow: 8
    case .wall: 6
    case .fieldWeld, .shoe, .guide, .spring, .tapping: 4
    }
  }

  /// Numbers the bill of materials and the fittings in it.
  private mutating func listMaterials() {
    let legs = route.legs
    let length = legs.reduce(0) { $0 + $1.millimetres }
    var rows = MaterialCatalogue.common(
      size: plan.size, elbows: legs.count { $0.startJoint == .elbow },
      tees: legs.count { $0.startJoint == .tee }, caps: legs.count { $0.endJoint == .cap },
      length: length)
    for fitting in fittings {
      guard let row = MaterialCatalogue.row(fitting.kind, size: plan.size) else { continue }
      if let same = rows.firstIndex(where: { $0.code == row.code }) {
        rows[same].quantity += row.quantity
      } else {
        rows.append(row)
      }
    }
    let flanged: Set<Fitting.Kind> = [.gateValve, .globeValve, .checkValve, .ballValve]
    let joints =
      fittings.count { $0.kind == .flanges } + 2 * fittings.count { flanged.contains($0.kind) }
    rows += MaterialCatalogue.jointed(size: plan.size, joints: joints)
    let groups = ["PIPE", "FITTINGS", "FLANGES", "GASKETS", "BOLTS", "VALVES", "SUPPORTS"]
    materials = groups.flatMap { group in rows.filter { $0.group == group } }
    for index in fittings.indices {
      let code = MaterialCatalogue.row(fittings[index].kind, size: plan.size)?.code
      fittings[index].item = (materials.firstIndex { $0.code == code } ?? -1) + 1
    }
  }
}
