/// The place of one line of text in an annotation's rectangle, in displayed space.
struct NoteBox {
  /// Where the line's baseline begins.
  var x: Float
  var y: Float
  var direction: Page.Vector
  var up: Page.Vector
  var down: Page.Vector
  /// Length of the baseline.
  var length: Float
  var isVisible = true

  /// Share of a line's height that lies below its baseline.
  private static let below: Float = 0.22

  /// Text reads along the longer side: from left to right, or upward in a tall rectangle.
  init(_ rectangle: Rectangle, _ display: Matrix, line: Int, of count: Int) {
    let one = display.apply(rectangle.x0, rectangle.y0)
    let two = display.apply(rectangle.x1, rectangle.y1)
    let (left, right) = (Float(min(one.x, two.x)), Float(max(one.x, two.x)))
    let (top, bottom) = (Float(min(one.y, two.y)), Float(max(one.y, two.y)))
    let lines = Float(max(1, count))
    let (width, height) = (right - left, bottom - top)
    if height > 1.5 * width, count == 1 {
      direction = Page.Vector(dx: 0, dy: -1)
      up = Page.Vector(dx: -width * (1 - Self.below), dy: 0)
      down = Page.Vector(dx: width * Self.below, dy: 0)
      (x, y) = (right - width * Self.below, bottom)
      length = height
    } else {
      let each = height / lines
      direction = Page.Vector(dx: 1, dy: 0)
      up = Page.Vector(dx: 0, dy: -each * (1 - Self.below))
      down = Page.Vector(dx: 0, dy: each * Self.below)
      (x, y) = (left, top + each * Float(line + 1) - each * Self.below)
      length = width
    }
  }
}

extension Page {
  /// A line as it is read: white space as single spaces, none at its ends.
  static func readable(_ line: some Sequence<UInt32>) -> [UInt32] {
    var text: [UInt32] = []
    for scalar in line {
      let plain = Font.plain(scalar)
      guard plain != Font.Text.nothing, plain != Font.Text.unknown else { continue }
      if plain == 0x20, text.isEmpty || text.last == 0x20 { continue }
      text.append(plain)
    }
    if text.last == 0x20 { text.removeLast() }
    return text
  }

  /// Appends one readable line as a run, its characters spread evenly over the box.
  mutating func append(_ text: [UInt32], in box: NoteBox, kind: Kind) {
    guard !text.isEmpty, box.x.isFinite, box.y.isFinite, box.length.isFinite else { return }
    let start = scalars.count
    let part = box.length / Float(text.count)
    for (index, scalar) in text.enumerated() {
      let shift = part * Float(index)
      scalars.append(scalar)
      marks.append(
        Mark(
          x: box.x + shift * box.direction.dx, y: box.y + shift * box.direction.dy, advance: part))
    }
    runs.append(
      Run(
        range: start..<scalars.count, direction: box.direction, up: box.up, down: box.down,
        kind: kind, visible: box.isVisible))
  }
}
