/// Finds words whose letters stand on no common baseline: along an arc, or upright below one another.
///
/// Looks only at lines of one chunk with few letters that were drawn one after another, so a page of
/// level text costs a comparison a line.
struct Chains {
  /// Most letters of one line that can be part of an arc.
  private static let arcLetters = 3
  /// Fewest links of a chain.
  private static let least = 3
  /// Smallest cosine between letters side by side on an arc (40 degrees), and the largest between
  /// such that count as turned (a quarter of a degree).
  private static let turn: (most: Float, least: Float) = (0.766, 0.99999)
  /// Where the next letter of an arc may begin, in em from the end of the last: along and across.
  private static let step: (back: Float, ahead: Float, across: Float) = (0.4, 0.6, 0.5)
  /// Distance between stacked letters in em across them, and how far it may vary.
  private static let pitch: (least: Float, most: Float, drift: Float) = (0.7, 1.35, 0.12)
  /// How far stacked letters' centres may stand beside each other, in em.
  private static let aside: Float = 0.25
  /// A gap on an arc that ends a word: at least, and over the usual one, in em.
  private static let word: (least: Float, more: Float) = (0.2, 0.15)

  /// One line as a link: its chunk's glyphs.
  private struct Link {
    let first: Int
    let last: Int
    let line: Int
  }

  private var links: [Link] = []
  private var gaps: [Float] = []

  /// Glyphs of the chain found last, in reading order; -1 is a space.
  private(set) var text: [Int32] = []

  /// The number of lines from `position` on that are one chain; 1 if there is none.
  mutating func length(
    from position: Int, of order: [UInt64], _ sweep: borrowing LineSweep, _ chunks: [Chunk],
    _ store: borrowing GlyphStore
  ) -> Int {
    guard let head = link(position, order, sweep, chunks) else { return 1 }
    links.removeAll(keepingCapacity: true)
    links.append(head)
    gaps.removeAll(keepingCapacity: true)
    var isArc = true
    var turned: Float = 0
    var next = position + 1
    while next < order.count, let link = link(next, order, sweep, chunks) {
      let before = links[links.count - 1]
      guard Self.alike(before, link, sweep, store) else { break }
      if links.count == 1 { isArc = Self.isTurned(before, link, store) }
      let gap =
        isArc
        ? Self.arc(before, link, &turned, store) : stacked(before, link, store)
      guard let gap else { break }
      gaps.append(gap)
      links.append(link)
      next += 1
    }
    guard links.count >= Self.least, isArc || isWord(sweep, chunks, store) else { return 1 }
    write(isArc: isArc, store)
    return links.count
  }

  private func link(
    _ position: Int, _ order: [UInt64], _ sweep: borrowing LineSweep, _ chunks: [Chunk]
  ) -> Link? {
    let index = Int(order[position] & 0xFFFF_FFFF)
    let line = sweep.lines[index]
    guard line.head == line.tail else { return nil }
    let chunk = chunks[Int(line.head)]
    guard Int(chunk.end - chunk.first) <= Self.arcLetters else { return nil }
    return Link(first: Int(chunk.first), last: Int(chunk.end) - 1, line: index)
  }

  /// Whether two links can be of one word: drawn in one size, of one kind.
  private static func alike(
    _ one: Link, _ two: Link, _ sweep: borrowing LineSweep, _ store: borrowing GlyphStore
  ) -> Bool {
    let (a, b) = (sweep.lines[one.line], sweep.lines[two.line])
    guard a.kind == b.kind, a.visible == b.visible else { return false }
    let (from, to) = (show(one.last, store), show(two.first, store))
    guard from.height * to.height > 0 else { return false }
    let (small, tall) = (
      min(abs(from.height), abs(to.height)), max(abs(from.height), abs(to.height))
    )
    return tall <= 1.15 * small
  }

  private static func show(_ glyph: Int, _ store: borrowing GlyphStore) -> Show {
    store.shows[Int(store.glyphs[glyph].show)]
  }

  private static func isTurned(_ one: Link, _ two: Link, _ store: borrowing GlyphStore) -> Bool {
    let (a, b) = (show(one.last, store).direction, show(two.first, store).direction)
    return a.dx * b.dx + a.dy * b.dy < turn.least
  }

  // MARK: - Arcs

  /// The gap in em to the next link of an arc that turns one way; nil if it is none.
  private static func arc(
    _ one: Link, _ two: Link, _ turned: inout Float, _ store: borrowing GlyphStore
  ) -> Float? {
    let (from, to) = (show(one.last, store), show(two.first, store))
    let (a, b) = (from.direction, to.direction)
    let cosine = a.dx * b.dx + a.dy * b.dy
    let sine = a.dx * b.dy - a.dy * b.dx
    guard cosine >= turn.most, sine * turned >= 0 else { return nil }
    if turned == 0 { turned = sine }
    let mean = ((2 + 2 * cosine).squareRoot())
    let (mx, my) = ((a.dx + b.dx) / mean, (a.dy + b.dy) / mean)
    let last = store.glyphs[one.last]
    let next = store.glyphs[two.first]
    let x = next.x - last.x - last.advance * a.dx
    let y = next.y - last.y - last.advance * a.dy
    let em = max(1e-3, (from.em + to.em) / 2)
    let along = (x * mx + y * my) / em
    let across = abs(y * mx - x * my) / em
    guard along > -step.back, along < step.ahead, across < step.across else { return nil }
    return along
  }

  // MARK: - Stacks

  /// The distance in em down to the next letter of a stack; nil if it is none.
  private func stacked(_ one: Link, _ two: Link, _ store: borrowing GlyphStore) -> Float? {
    guard one.first == one.last, two.first == two.last else { return nil }
    let (from, to) = (Self.show(one.last, store), Self.show(two.first, store))
    let direction = from.direction
    guard direction.dx * to.direction.dx + direction.dy * to.direction.dy > Self.turn.least,
      from.height > 0
    else { return nil }
    let (upper, lower) = (store.glyphs[one.first], store.glyphs[two.first])
    let (middle, other) = (upper.advance / 2, lower.advance / 2)
    let x = lower.x - upper.x
    let y = lower.y - upper.y
    let along = x * direction.dx + y * direction.dy + other - middle
    let across = (y * direction.dx - x * direction.dy) / max(1e-3, from.height)
    guard abs(along) <= Self.aside * from.em, across >= Self.pitch.least,
      across <= Self.pitch.most
    else { return nil }
    if let first = gaps.first, abs(across - first) > Self.pitch.drift * first { return nil }
    return across
  }

  /// Whether a stack reads as a word: not a column of numbers, nor one of a table, whose rows go on
  /// beside it.
  private func isWord(
    _ sweep: borrowing LineSweep, _ chunks: [Chunk], _ store: borrowing GlyphStore
  ) -> Bool {
    let hasLetter = links.contains { link in
      Unicode.Scalar(store.glyphs[link.first].scalar)?.properties.isAlphabetic ?? false
    }
    guard hasLetter else { return false }
    var rows = 0
    for link in links where hasNeighbour(link, sweep, chunks) { rows += 1 }
    return 3 * rows < 2 * links.count
  }

  /// Whether a text of several letters stands on the baseline of a stacked one, within 25 em.
  private func hasNeighbour(
    _ link: Link, _ sweep: borrowing LineSweep, _ chunks: [Chunk]
  ) -> Bool {
    let line = sweep.lines[link.line]
    let reach = 25 * line.em
    for other in sweep.lines where other.cluster == line.cluster {
      guard abs(other.baseline - line.baseline) < 0.05 * line.height else { continue }
      let head = chunks[Int(other.head)]
      if other.head == other.tail, head.end == head.first + 1 { continue }
      if other.start < line.stop + reach, other.stop > line.start - reach { return true }
    }
    return false
  }

  // MARK: - Writing

  private mutating func write(isArc: Bool, _ store: borrowing GlyphStore) {
    text.removeAll(keepingCapacity: true)
    let usual = gaps.sorted()[gaps.count / 2]
    for (index, link) in links.enumerated() {
      if index > 0, isArc {
        let hasSpace = store.glyphs[links[index - 1].last + 1].scalar == 0x20
        let gap = gaps[index - 1]
        if hasSpace || gap > max(Self.word.least, usual + Self.word.more) { text.append(-1) }
      }
      for glyph in link.first...link.last where store.glyphs[glyph].scalar != 0x20 {
        text.append(Int32(truncatingIfNeeded: glyph))
      }
    }
  }
}
