/// What of a sheet is taken, in cells of 3 points, so that texts don't lie on anything.
struct Occupancy {
  static let cell = 3.0
  static let pipe: UInt8 = 1
  static let line: UInt8 = 2
  static let text: UInt8 = 4
  static let all: UInt8 = 7

  private static let columns = 400
  private static let rows = 284
  private var cells = [UInt8](repeating: 0, count: columns * rows)

  /// Whether the parallelogram lies on the sheet and touches nothing of `kinds`.
  func isFree(_ quad: Quad, of kinds: UInt8 = all) -> Bool {
    var free = true
    Self.visit(quad) { index in
      if index < 0 || cells[index] & kinds != 0 { free = false }
      return free
    }
    return free
  }

  /// Whether a line crosses nothing of `kinds`, its first `skip` points aside.
  func isFree(from a: Point, to b: Point, skip: Double, of kinds: UInt8) -> Bool {
    let length = (b - a).length
    guard length > skip else { return true }
    let start = a.toward(b, skip / length)
    return isFree(Quad(start, b - start, .zero), of: kinds)
  }

  /// Takes an upright rectangle: faster than a parallelogram where it is large.
  mutating func take(x: Double, y: Double, width: Double, height: Double) {
    let left = max(0, Int(x / Self.cell))
    let right = min(Self.columns, Int((x + width) / Self.cell) + 1)
    for row in max(0, Int(y / Self.cell))..<min(Self.rows, Int((y + height) / Self.cell) + 1) {
      for column in left..<right { cells[row * Self.columns + column] = Self.all }
    }
  }

  mutating func take(_ quad: Quad, as kind: UInt8) {
    cells.withUnsafeMutableBufferPointer { cells in
      Self.visit(quad) { index in
        if index >= 0 { cells[index] |= kind }
        return true
      }
    }
  }

  mutating func take(from a: Point, to b: Point, width: Double, as kind: UInt8) {
    let side = (b - a).unit.normal * (width / 2)
    take(Quad(a - side, b - a, side * 2), as: kind)
  }

  /// Calls `body` with the cell of points of the parallelogram that are at most 2 points apart
  /// (-1 off the sheet), until it returns false.
  @inline(__always)
  private static func visit(_ quad: Quad, _ body: (Int) -> Bool) {
    let across = max(1, Int(quad.along.length / 2) + 1)
    let high = max(1, Int(quad.up.length / 2) + 1)
    for i in 0...across {
      let base = quad.corner + quad.along * (Double(i) / Double(across))
      for j in 0...high {
        let p = base + quad.up * (Double(j) / Double(high))
        let column = Int(p.x * (1 / cell))
        let row = Int(p.y * (1 / cell))
        let inside = p.x >= 0 && p.y >= 0 && column < columns && row < rows
        if !body(inside ? row * columns + column : -1) { return }
      }
    }
  }
}
