/// What stands on a page, to tell notes that only repeat it.
struct DrawnLines {
  /// Boxes by the text of the runs drawn.
  private var drawn: [ArraySlice<UInt32>: [Page.Box]] = [:]
  private var noted: Set<Note> = []

  /// Text of a note and where its baseline begins, in whole points.
  private struct Note: Hashable {
    var text: [UInt32]
    var x: Int
    var y: Int
  }

  /// Boxes kept of one text: the same word a thousand times is no sign of a copy.
  private static let boxLimit = 64

  init(_ page: Page) {
    for run in page.runs {
      let text = page.scalars[run.range]
      guard drawn[text, default: []].count < Self.boxLimit else { continue }
      drawn[text, default: []].append(page.bounds(of: run.range, in: run))
    }
  }

  /// Whether a note's line stands in this place for the first time.
  mutating func isNew(_ text: [UInt32], in box: NoteBox) -> Bool {
    if let boxes = drawn[text[...]], boxes.contains(where: { box.holdsMiddle(of: $0) }) {
      return false
    }
    guard let x = Int(exactly: box.x.rounded()), let y = Int(exactly: box.y.rounded()) else {
      return true
    }
    return noted.insert(Note(text: text, x: x, y: y)).inserted
  }
}

extension NoteBox {
  /// How far outside a note's box the middle of the same text may lie, in points.
  private static let slack: Float = 2

  /// Whether the middle of a run's box lies in the line's own box, or near.
  fileprivate func holdsMiddle(of other: Page.Box) -> Bool {
    let (x, y) = ((other.x0 + other.x1) / 2 - self.x, (other.y0 + other.y1) / 2 - self.y)
    let along = x * direction.dx + y * direction.dy
    let height = (up.dx * up.dx + up.dy * up.dy).squareRoot()
    guard height > 0 else { return false }
    let across = (x * up.dx + y * up.dy) / height
    let below = (down.dx * down.dx + down.dy * down.dy).squareRoot()
    return (-Self.slack...length + Self.slack).contains(along)
      && (-below - Self.slack...height + Self.slack).contains(across)
  }
}
