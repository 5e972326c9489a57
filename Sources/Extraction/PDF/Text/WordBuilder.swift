/// Rebuilds what a person reads from the glyphs of a page, by their places alone.
///
/// Keeps its buffers from page to page. O(n log n) in glyphs, close to linear where text is drawn
/// in reading order.
struct WordBuilder {
  private var chunker = Chunker()
  private var sweep = LineSweep()
  private var row = Row()
  private var spacing = Spacing()
  private var chains = Chains()
  private var chunks: [Chunk] = []
  private var order: [UInt64] = []
  private var text: [Int32] = []

  /// Stands for a space in ``text``.
  private static let space: Int32 = -1
  /// Set on a glyph that is an accent over the letter before it.
  private static let accent: Int32 = 1 << 30
  private static let indexMask: Int32 = accent - 1
  /// Free length that ends a run even where spaces were drawn across it, in em.
  private static let columnGap: Float = 2

  /// Appends the runs of `store` to `page`, in drawing order.
  mutating func build(_ store: borrowing GlyphStore, into page: inout Page) {
    guard !store.glyphs.isEmpty else { return }
    chunker.run(store, &chunks)
    sweep.run(&chunks, store)
    order.removeAll(keepingCapacity: true)
    for index in sweep.lines.indices {
      let first = UInt64(truncatingIfNeeded: sweep.lines[index].first)
      order.append(first << 32 | UInt64(truncatingIfNeeded: index))
    }
    order.sort()
    page.scalars.reserveCapacity(page.scalars.count + store.glyphs.count + order.count)
    page.marks.reserveCapacity(page.marks.count + store.glyphs.count + order.count)
    page.runs.reserveCapacity(page.runs.count + order.count)
    var position = 0
    while position < order.count {
      let line = sweep.lines[Int(order[position] & 0xFFFF_FFFF)]
      let length = chains.length(from: position, of: order, sweep, chunks, store)
      if length > 1 {
        text = chains.text
        finish(line, store, &page)
      } else {
        write(line, store, &page)
      }
      position += length
    }
  }

  private mutating func write(
    _ line: Line, _ store: borrowing GlyphStore, _ page: inout Page
  ) {
    row.fill(line, sweep.cluster(line), chunks, store)
    spacing.run(&row)
    text.removeAll(keepingCapacity: true)
    for index in row.glyphs.indices {
      let gap = row.gaps[index]
      if index > 0, gap.size > Self.columnGap {
        finish(line, store, &page)
      } else if index > 0, gap.breaks {
        text.append(Self.space)
      }
      let glyph = row.glyphs[index]
      text.append(isAccent(index, line, store) ? glyph | Self.accent : glyph)
    }
    finish(line, store, &page)
  }

  /// Whether a glyph is an accent drawn over the letter before it.
  private func isAccent(_ index: Int, _ line: Line, _ store: borrowing GlyphStore) -> Bool {
    guard line.mixed, index > 0 else { return false }
    let glyph = store.glyphs[Int(row.glyphs[index])]
    guard Accent.combining(glyph.scalar) != 0 else { return false }
    let letter = store.glyphs[Int(row.glyphs[index - 1])]
    let overlap = -row.gaps[index].size * store.shows[Int(glyph.show)].em
    return overlap > 0.5 * min(glyph.advance, letter.advance)
  }

  /// Writes what is in ``text`` as a run.
  private mutating func finish(
    _ line: Line, _ store: borrowing GlyphStore, _ page: inout Page
  ) {
    guard let first = text.first else { return }
    if RightToLeft.isNeeded(text, store) { RightToLeft.reorder(&text, store) }
    let start = page.scalars.count
    let (wide, high) = (Float(page.width), Float(page.height))
    var isInside = false
    for position in text.indices {
      let item = text[position]
      if item == Self.space {
        page.append(spaceBetween: text[position - 1], text[position + 1], store)
        continue
      }
      let glyph = store.glyphs[Int(item & Self.indexMask)]
      let scalar = item & Self.accent == 0 ? glyph.scalar : Accent.combining(glyph.scalar)
      page.scalars.append(scalar)
      page.marks.append(Page.Mark(x: glyph.x, y: glyph.y, advance: glyph.advance))
      if glyph.x > -1, glyph.x < wide + 1, glyph.y > -1, glyph.y < high + 1 { isInside = true }
    }
    let show = store.shows[Int(store.glyphs[Int(first & Self.indexMask)].show)]
    page.runs.append(
      Page.Run(
        range: start..<page.scalars.count, direction: show.direction, up: show.up, down: show.down,
        kind: line.kind, visible: line.visible && isInside))
    text.removeAll(keepingCapacity: true)
  }
}

extension Page {
  /// Appends the space between two glyphs, where the first one ends.
  fileprivate mutating func append(
    spaceBetween before: Int32, _ after: Int32, _ store: borrowing GlyphStore
  ) {
    let mask: Int32 = 1 << 30 - 1
    let left = store.glyphs[Int(before & mask)]
    let right = store.glyphs[Int(after & mask)]
    let direction = store.shows[Int(left.show)].direction
    let x = left.x + left.advance * direction.dx
    let y = left.y + left.advance * direction.dy
    let gap = (right.x - x) * direction.dx + (right.y - y) * direction.dy
    scalars.append(0x20)
    marks.append(Mark(x: x, y: y, advance: max(0, gap)))
  }
}
