import Extraction

/// Whether two runs of a page are lines of one text, one under the other.
enum StackedLines {
  /// Cosine of the angle by which their directions may differ: 5 degrees.
  private static let likeDirection: Float = 0.9962
  /// Share by which their heights may differ.
  private static let likeHeight: Float = 0.2
  /// Least and most distance of their baselines, in heights from ascent to descent.
  private static let distances: ClosedRange<Float> = 0.5...2

  /// Whether the runs have one direction and size; that needs no marks.
  static func agree(_ upper: Page.Run, _ lower: Page.Run) -> Bool {
    let (one, other) = (height(upper), height(lower))
    return dot(upper.direction, lower.direction) >= likeDirection
      && abs(one - other) <= likeHeight * max(one, other)
  }

  /// Whether `lower` stands under `upper`, as that one is read: at most two heights below, and
  /// left edge under left edge or centre under centre, within a height. Of skewed text the edges
  /// lean as its letters do.
  /// - Parameter marks: where the page's scalars stand.
  static func isBelow(_ lower: Page.Run, _ upper: Page.Run, _ marks: [Page.Mark]) -> Bool {
    guard let top = Extent(upper, marks), let bottom = Extent(lower, marks) else { return false }
    let along = upper.direction
    var down = Page.Vector(dx: -along.dy, dy: along.dx)
    if dot(upper.up, down) > 0 { down = Page.Vector(dx: along.dy, dy: -along.dx) }
    let height = dot(upper.down, down) - dot(upper.up, down)
    let step = Page.Vector(dx: bottom.start.x - top.start.x, dy: bottom.start.y - top.start.y)
    let distance = dot(step, down)
    guard height > 0, distances.contains(distance / height) else { return false }
    let lean = dot(upper.up, along) / dot(upper.up, down)
    let left = dot(step, along) - (lean.isFinite ? lean * distance : 0)
    let centre = left + (bottom.length - top.length) / 2
    return min(abs(left), abs(centre)) <= height
  }

  /// Where a run begins, and how long it is.
  private struct Extent {
    var start: Page.Mark
    var length: Float

    init?(_ run: Page.Run, _ marks: [Page.Mark]) {
      guard !run.range.isEmpty, run.range.upperBound <= marks.count else { return nil }
      start = marks[run.range.lowerBound]
      let last = marks[run.range.upperBound - 1]
      let step = Page.Vector(dx: last.x - start.x, dy: last.y - start.y)
      length = StackedLines.dot(step, run.direction) + last.advance
    }
  }

  private static func height(_ run: Page.Run) -> Float {
    let (dx, dy) = (run.up.dx - run.down.dx, run.up.dy - run.down.dy)
    return (dx * dx + dy * dy).squareRoot()
  }

  private static func dot(_ one: Page.Vector, _ other: Page.Vector) -> Float {
    one.dx * other.dx + one.dy * other.dy
  }
}
