/// A point or vector on the sheet, in PDF points (1/72 inch), y upwards.
struct Point: Equatable {
  var x: Double
  var y: Double

  static let zero = Point(0, 0)

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
  static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
  static func * (a: Point, k: Double) -> Point { Point(a.x * k, a.y * k) }
  static prefix func - (a: Point) -> Point { Point(-a.x, -a.y) }

  var length: Double { (x * x + y * y).squareRoot() }
  /// The unit vector along it; of nothing, nothing.
  var unit: Point { length > 0 ? self * (1 / length) : self }
  /// Turned a quarter to the left.
  var normal: Point { Point(-y, x) }

  func dot(_ other: Point) -> Double { x * other.x + y * other.y }
  func cross(_ other: Point) -> Double { x * other.y - y * other.x }
  func toward(_ other: Point, _ part: Double) -> Point { self + (other - self) * part }
}

/// A parallelogram: a corner and the two edges from it.
struct Quad {
  var corner: Point
  var along: Point
  var up: Point

  init(_ corner: Point, _ along: Point, _ up: Point) {
    self.corner = corner
    self.along = along
    self.up = up
  }

  init(x: Double, y: Double, width: Double, height: Double) {
    self.init(Point(x, y), Point(width, 0), Point(0, height))
  }

  var center: Point { corner + along * 0.5 + up * 0.5 }

  /// Wider by `margin` points on every side.
  func grown(_ margin: Double) -> Quad {
    let a = along.unit * margin
    let u = up.unit * margin
    return Quad(corner - a - u, along + a * 2, up + u * 2)
  }
}

/// The two directions a text lies in: unit vectors of its baseline and of its stems.
struct TextAxes {
  var along: Point
  var up: Point

  static let level = TextAxes(along: Point(1, 0), up: Point(0, 1))
  /// Reads upwards: turned 90 degrees.
  static let rising = TextAxes(along: Point(0, 1), up: Point(-1, 0))
}

/// The six directions of a pipe.
enum Heading: Int, CaseIterable {
  case north, south, east, west, up, down

  var opposite: Heading { Heading(rawValue: rawValue ^ 1) ?? self }
  var axis: Int { rawValue / 2 }
}

/// An isometric view: how the plant's directions lie on the sheet.
///
/// Points of the plant's grid fall on a lattice of triangles; its steps are counted along the
/// direction 30 degrees above level and along the vertical.
struct IsoView {
  /// North points to the upper left; otherwise to the upper right.
  let northLeft: Bool
  /// Side of the lattice's triangles, in points.
  static let unit = 25.0
  /// cos 30°.
  static let cosine = 0.866_025_403_784_438_6

  /// Steps on the lattice of one step in a direction.
  func step(_ heading: Heading) -> (a: Int, b: Int) {
    let forward: (a: Int, b: Int) =
      switch heading.axis {
      case 0: northLeft ? (-1, 1) : (1, 0)
      case 1: northLeft ? (1, 0) : (1, -1)
      default: (0, 1)
      }
    return heading.rawValue % 2 == 0 ? forward : (-forward.a, -forward.b)
  }

  /// Unit vector of a direction on the sheet.
  func vector(_ heading: Heading) -> Point {
    let (a, b) = step(heading)
    return Point(Double(a) * Self.cosine, Double(b) + Double(a) * 0.5)
  }
}
