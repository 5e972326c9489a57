/// From the pixels of an image to another plane: x' = ax + cy + e, y' = bx + dy + f.
struct Placement: Equatable {
  var a = 1.0
  var b = 0.0
  var c = 0.0
  var d = 1.0
  var e = 0.0
  var f = 0.0

  func apply(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (a * x + c * y + e, b * x + d * y + f)
  }

  /// First `self`, then `next`.
  func then(_ next: Placement) -> Placement {
    Placement(
      a: a * next.a + b * next.c, b: a * next.b + b * next.d, c: c * next.a + d * next.c,
      d: c * next.b + d * next.d, e: e * next.a + f * next.c + next.e,
      f: e * next.b + f * next.d + next.f)
  }

  static func scale(_ x: Double, _ y: Double) -> Placement { Placement(a: x, d: y) }

  static func move(_ x: Double, _ y: Double) -> Placement { Placement(e: x, f: y) }

  /// From an image turned clockwise by a quarter to the image of `height` that it was.
  static func unturn(height: Int) -> Placement {
    Placement(a: 0, b: -1, c: 1, d: 0, e: 0, f: Double(height))
  }
}
