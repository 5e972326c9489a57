import Foundation

/// Lays lines of text out in the frame of their entity.
enum DXFLayout {
  /// Distance of baselines at single spacing, in text heights (DXF Reference, MTEXT group 44).
  private static let lineSpacing: Float = 5 / 3

  /// A single line whose baseline begins at the frame's origin.
  static func single(_ line: DXFLine, height: Float) -> [DXFRun] {
    var marks: [Page.Mark] = []
    place(line, line.scalars.indices, x: 0, y: 0, height, &marks)
    return split(line, marks, height: height * line.height)
  }

  /// A paragraph's lines around the insertion point.
  /// - Parameters:
  ///   - attachment: 1 to 9, which point of the text stands there: top left, top center, … bottom right.
  ///   - width: where lines are broken, in drawing units; 0: nowhere.
  ///   - spacing: factor on the distance of lines.
  static func block(
    _ lines: [DXFLine], height: Float, attachment: Int, width: Float, spacing: Float
  ) -> [DXFRun] {
    let broken = lines.map { wrap($0, width: height > 0 ? width / height : 0) }
    let count = broken.reduce(0) { $0 + $1.count }
    let step = height * lineSpacing * (spacing.isFinite && spacing > 0.01 ? spacing : 1)
    let total = Float(max(0, count - 1)) * step + height
    let row = (max(1, min(9, attachment)) - 1) / 3
    var y = (row == 0 ? 0 : row == 1 ? total / 2 : total) - height
    let share = Float((max(1, min(9, attachment)) - 1) % 3) / 2
    var runs: [DXFRun] = []
    for (line, parts) in zip(lines, broken) {
      var marks: [Page.Mark] = []
      for part in parts {
        let advance = line.advances[part].reduce(0, +) * height
        place(line, part, x: -share * advance, y: y, height, &marks)
        y -= step
      }
      runs += split(line, marks, height: height * line.height)
    }
    return runs
  }

  /// Where a line is broken to stay within a width in text heights; at spaces only.
  private static func wrap(_ line: DXFLine, width: Float) -> [Range<Int>] {
    guard width > 0 else { return [line.scalars.indices] }
    var parts: [Range<Int>] = []
    var start = 0
    var breakAt: Int?
    var used: Float = 0
    var usedToBreak: Float = 0
    for index in line.scalars.indices {
      used += line.advances[index]
      if line.scalars[index] == 0x20 {
        breakAt = index + 1
        usedToBreak = used
      } else if used > width, let at = breakAt {
        parts.append(start..<at)
        start = at
        used -= usedToBreak
        breakAt = nil
      }
    }
    parts.append(start..<line.scalars.count)
    return parts
  }

  private static func place(
    _ line: DXFLine, _ range: Range<Int>, x: Float, y: Float, _ height: Float,
    _ marks: inout [Page.Mark]
  ) {
    var x = x
    for index in range {
      let advance = line.advances[index] * height
      marks.append(Page.Mark(x: x, y: y, advance: advance))
      x += advance
    }
  }

  /// Makes runs of a line: single spaces between words, none at the ends, a new one at a column gap.
  private static func split(_ line: DXFLine, _ marks: [Page.Mark], height: Float) -> [DXFRun] {
    var runs: [DXFRun] = []
    var run = DXFRun(height: height)
    var spaces = 0
    for index in line.scalars.indices where index < marks.count {
      if line.scalars[index] == 0x20 {
        spaces += 1
        continue
      }
      if spaces >= DXFRun.columnSpaces, !run.scalars.isEmpty {
        runs.append(run)
        run = DXFRun(height: height)
      } else if spaces > 0, !run.scalars.isEmpty {
        run.scalars.append(0x20)
        run.marks.append(marks[index - 1])
      }
      spaces = 0
      run.scalars.append(line.scalars[index])
      run.marks.append(marks[index])
    }
    if !run.scalars.isEmpty { runs.append(run) }
    return runs
  }
}

extension Matrix {
  /// Seen from above, the plane that an extrusion direction stands upright on (DXF Reference, "Object
  /// Coordinate Systems", arbitrary axis algorithm).
  static func plane(_ x: Double, _ y: Double, _ z: Double, elevation: Double) -> Matrix {
    let length = (x * x + y * y + z * z).squareRoot()
    guard length > 1e-9, length.isFinite else { return .identity }
    let n = (x: x / length, y: y / length, z: z / length)
    if n.x == 0, n.y == 0, n.z > 0 { return .identity }
    let isNearZ = abs(n.x) < 1.0 / 64 && abs(n.y) < 1.0 / 64
    // Wy × N or Wz × N.
    var ax = isNearZ ? (x: n.z, y: 0, z: -n.x) : (x: -n.y, y: n.x, z: 0)
    let size = (ax.x * ax.x + ax.y * ax.y + ax.z * ax.z).squareRoot()
    guard size > 0 else { return .identity }
    ax = (ax.x / size, ax.y / size, ax.z / size)
    let ay = (x: n.y * ax.z - n.z * ax.y, y: n.z * ax.x - n.x * ax.z)
    return Matrix(
      a: ax.x, b: ax.y, c: ay.x, d: ay.y, e: n.x * elevation, f: n.y * elevation)
  }
}
