/// What ends a leg of pipe.
enum Joint: Equatable {
  case elbow, tee, nozzle, blind, continuation, cap
}

/// A straight piece of pipe between two joints.
struct PipeLeg {
  let heading: Heading
  let start: Point
  let end: Point
  /// Steps on the lattice.
  let units: Int
  /// Real length; isometrics are not to scale.
  let millimetres: Int
  var startJoint: Joint
  var endJoint: Joint
  /// Where the end lies in the plant, in millimetres.
  let endPlace: PlantPlace
  let startPlace: PlantPlace
  let isBranch: Bool

  var length: Double { (end - start).length }
}

/// Coordinates in the plant, in millimetres.
struct PlantPlace: Equatable {
  var east: Int
  var north: Int
  var elevation: Int

  func moved(_ heading: Heading, _ distance: Int) -> PlantPlace {
    var place = self
    switch heading {
    case .north: place.north += distance
    case .south: place.north -= distance
    case .east: place.east += distance
    case .west: place.east -= distance
    case .up: place.elevation += distance
    case .down: place.elevation -= distance
    }
    return place
  }
}

/// A pipe run in space that doesn't cross itself on the sheet: elbow by elbow along the plant's
/// three directions, with branches.
struct PipeRoute {
  private(set) var legs: [PipeLeg] = []
  let view: IsoView

  /// The sheet's part it lies in.
  struct Area {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  init(in area: Area, view: IsoView, first: Bool, last: Bool, _ random: inout DemoRandom) {
    self.view = view
    var best = RouteWalk(area, view)
    for _ in 0..<10 where best.steps.count < 8 {
      var walk = RouteWalk(area, view)
      walk.run(legs: random.between(8...12), &random)
      if walk.total > best.total { best = walk }
    }
    let trunk = best.steps.count
    for _ in 0..<random.below(3) { best.branch(from: trunk, &random) }
    best.center()
    build(best, trunk: trunk, first: first, last: last, &random)
  }

  private mutating func build(
    _ walk: RouteWalk, trunk: Int, first: Bool, last: Bool, _ random: inout DemoRandom
  ) {
    let origin = PlantPlace(
      east: random.between(80_000...240_000), north: random.between(40_000...180_000),
      elevation: random.between(100_500...118_000))
    var ends: [PlantPlace] = []
    for (index, step) in walk.steps.enumerated() {
      let parent = step.parent.map { walk.steps[$0] }
      var place = step.parent.map { ends[$0] } ?? origin
      if let parent, let at = step.fromUnit, let index = step.parent {
        // A branch leaves its parent before the parent's end.
        let back = legs[index].millimetres * (parent.units - at) / parent.units
        place = place.moved(parent.heading.opposite, back)
      }
      let length = (step.units * random.between(180...720) + random.below(40)) / 5 * 5
      let end = place.moved(step.heading, length)
      ends.append(end)
      legs.append(
        PipeLeg(
          heading: step.heading, start: walk.point(step.start), end: walk.point(step.end),
          units: step.units, millimetres: length,
          startJoint: step.fromUnit != nil ? .tee : index == 0 ? .nozzle : .elbow,
          endJoint: walk.hasNext(index) ? .elbow : random.pick([.blind, .cap, .nozzle]),
          endPlace: end, startPlace: place, isBranch: index >= trunk))
    }
    if legs.indices.contains(trunk - 1) {
      if !first { legs[0].startJoint = .continuation }
      legs[trunk - 1].endJoint = last ? .nozzle : .continuation
    }
  }
}

/// The search for a route on the lattice.
struct RouteWalk {
  struct Node: Hashable {
    var a: Int
    var b: Int
  }

  struct Step {
    let heading: Heading
    let start: Node
    let end: Node
    let units: Int
    /// The step it goes on from; `nil` for the first.
    let parent: Int?
    /// For a branch: how many units along its parent it leaves.
    let fromUnit: Int?
  }

  private(set) var steps: [Step] = []
  private(set) var total = 0
  private let area: PipeRoute.Area
  private let view: IsoView
  private var taken: Set<Node> = []
  private var shift = Node(a: 0, b: 0)

  init(_ area: PipeRoute.Area, _ view: IsoView) {
    self.area = area
    self.view = view
  }

  func point(_ node: Node) -> Point {
    let a = Double(node.a + shift.a)
    return Point(
      area.x + a * IsoView.cosine * IsoView.unit,
      area.y + (Double(node.b + shift.b) + a * 0.5) * IsoView.unit)
  }

  func hasNext(_ index: Int) -> Bool {
    steps.contains { $0.parent == index && $0.fromUnit == nil }
  }

  mutating func run(legs: Int, _ random: inout DemoRandom) {
    let a = Int(area.width * (0.2 + 0.6 * random.unit()) / (IsoView.cosine * IsoView.unit))
    let y = area.height * (0.2 + 0.6 * random.unit())
    let start = Node(a: a, b: Int(y / IsoView.unit) - a / 2)
    taken = [start]
    extend(from: start, parent: nil, fromUnit: nil, after: nil, legs: legs, &random)
  }

  /// Adds a branch of up to three legs to a leg of the trunk that is long enough.
  mutating func branch(from trunk: Int, _ random: inout DemoRandom) {
    let long = steps.indices.filter { $0 < trunk && steps[$0].units >= 5 }
    guard !long.isEmpty else { return }
    let index = random.pick(long)
    let parent = steps[index]
    let unit = random.between(2...parent.units - 2)
    let node = moved(parent.start, parent.heading, unit)
    extend(
      from: node, parent: index, fromUnit: unit, after: parent.heading,
      legs: random.between(1...3), &random)
  }

  /// Moves everything to the middle of the area, by whole lattice steps.
  mutating func center() {
    let points = steps.flatMap { [point($0.start), point($0.end)] }
    guard let first = points.first else { return }
    var (low, high) = (first, first)
    for p in points {
      low = Point(min(low.x, p.x), min(low.y, p.y))
      high = Point(max(high.x, p.x), max(high.y, p.y))
    }
    let middle = Point(area.x + area.width / 2, area.y + area.height / 2)
    let move = middle - low.toward(high, 0.5)
    shift.a = Int((move.x / (IsoView.cosine * IsoView.unit)).rounded())
    shift.b = Int((move.y / IsoView.unit - Double(shift.a) * 0.5).rounded())
  }

  private mutating func extend(
    from start: Node, parent: Int?, fromUnit: Int?, after: Heading?, legs: Int,
    _ random: inout DemoRandom
  ) {
    var (node, parent, fromUnit, last) = (start, parent, fromUnit, after)
    var tries = 0
    var made = 0
    while made < legs, tries < 40 {
      tries += 1
      let heading = Heading.allCases[random.below(6)]
      let units = random.between(3...8)
      if let last, heading.axis == last.axis { continue }
      guard isClear(node, heading, units) else { continue }
      for unit in 1...units { taken.insert(moved(node, heading, unit)) }
      let end = moved(node, heading, units)
      steps.append(
        Step(
          heading: heading, start: node, end: end, units: units, parent: parent,
          fromUnit: fromUnit))
      total += units
      (node, parent, fromUnit, last) = (end, steps.count - 1, nil, heading)
      made += 1
    }
  }

  /// Whether a leg stays in the area and keeps a step's distance from everything before it.
  private func isClear(_ start: Node, _ heading: Heading, _ units: Int) -> Bool {
    for unit in 1...units {
      let node = moved(start, heading, unit)
      guard isInside(node), !taken.contains(node) else { return false }
      guard unit > 1 else { continue }
      for way in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)] {
        let beside = Node(a: node.a + way.0, b: node.b + way.1)
        if taken.contains(beside) { return false }
      }
    }
    return true
  }

  private func isInside(_ node: Node) -> Bool {
    let p = point(node)
    return p.x >= area.x && p.y >= area.y && p.x <= area.x + area.width
      && p.y <= area.y + area.height
  }

  private func moved(_ node: Node, _ heading: Heading, _ units: Int) -> Node {
    let step = view.step(heading)
    return Node(a: node.a + step.a * units, b: node.b + step.b * units)
  }
}
