import Foundation

/// An affine transformation [a b c d e f] of PDF (ISO 32000-2 §8.3.3): x' = ax + cy + e, y' = bx + dy + f.
package struct Matrix: Equatable {
  package var a = 1.0
  package var b = 0.0
  package var c = 0.0
  package var d = 1.0
  package var e = 0.0
  package var f = 0.0

  package static let identity = Matrix()

  package init(
    a: Double = 1, b: Double = 0, c: Double = 0, d: Double = 1, e: Double = 0, f: Double = 0
  ) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
  }

  /// First `self`, then `next`: the product `self × next` of row-vector convention.
  @inline(__always)
  package func concatenated(with next: Matrix) -> Matrix {
    Matrix(
      a: a * next.a + b * next.c, b: a * next.b + b * next.d,
      c: c * next.a + d * next.c, d: c * next.b + d * next.d,
      e: e * next.a + f * next.c + next.e, f: e * next.b + f * next.d + next.f)
  }

  @inline(__always)
  package func apply(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (a * x + c * y + e, b * x + d * y + f)
  }

  var determinant: Double { a * d - b * c }
}

/// A rectangle in user space with its corners in order (ISO 32000-2 §7.9.5).
struct Rectangle: Equatable {
  var x0: Double
  var y0: Double
  var x1: Double
  var y1: Double

  /// From any two opposite corners.
  init(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
    self.x0 = min(x0, x1)
    self.y0 = min(y0, y1)
    self.x1 = max(x0, x1)
    self.y1 = max(y0, y1)
  }

  var width: Double { x1 - x0 }
  var height: Double { y1 - y0 }

  func intersection(_ other: Rectangle) -> Rectangle? {
    let left = max(x0, other.x0)
    let right = min(x1, other.x1)
    let low = max(y0, other.y0)
    let high = min(y1, other.y1)
    return left < right && low < high ? Rectangle(left, low, right, high) : nil
  }
}

extension Matrix {
  package static func translation(_ x: Double, _ y: Double) -> Matrix { Matrix(e: x, f: y) }
  package static func scale(_ x: Double, _ y: Double) -> Matrix { Matrix(a: x, d: y) }

  /// Counter-clockwise where y points up, in degrees.
  static func rotation(_ degrees: Double) -> Matrix {
    let angle = degrees.truncatingRemainder(dividingBy: 360) * .pi / 180
    return Matrix(a: cos(angle), b: sin(angle), c: -sin(angle), d: cos(angle))
  }
}
