/// A stretch of glyphs that follow one another on one baseline in drawing order, without a hole that
/// another glyph could stand in.
struct Chunk {
  /// Range of glyphs in the store; neither the first nor the last is a space.
  var first: Int32
  var end: Int32
  /// Direction cluster, see ``Directions``.
  var cluster: Int32 = 0
  /// The next chunk of its line, or -1.
  var next: Int32 = -1
  /// Extent along the cluster's direction.
  var start: Float = 0
  var stop: Float = 0
  /// Distance of the first origin and of the end from the cluster's axis.
  var baseline: Float = 0
  var lastBaseline: Float = 0
  /// Em along and (absolute) across the baseline.
  var em: Float
  var height: Float
}

/// Splits the glyphs of a page into chunks; one pass, a dozen operations a glyph.
struct Chunker {
  /// Largest forward gap inside a chunk, in em: less than the narrowest letters could fill.
  private static let forward: Float = 0.6
  /// The same where each glyph is shown by itself: others may come to fill what is left free.
  private static let forwardSingle: Float = 0.25
  /// Backward steps that kerning makes, in em and as a share of the glyph stepped back over.
  private static let backward: (least: Float, most: Float, share: Float) = (0.1, 0.35, 0.6)
  /// Least step from origin to origin, in em, of letters that one operator draws forward, however wide
  /// their font says they are: some state widths in other units and step back by `TJ`.
  private static let forwardStep: Float = 0.15
  /// How far off the baseline the next glyph may stand, in em across it.
  private static let drift: Float = 0.12
  /// Smallest cosine between the directions of two shows on one baseline (2 degrees).
  private static let parallel: Float = 0.9994

  func run(_ store: borrowing GlyphStore, _ chunks: inout [Chunk]) {
    chunks.removeAll(keepingCapacity: true)
    store.glyphs.withUnsafeBufferPointer { glyphs in
      store.shows.withUnsafeBufferPointer { shows in
        var open = 0
        for index in shows.indices {
          let first = Int(shows[index].first)
          let end = index + 1 < shows.count ? Int(shows[index + 1].first) : glyphs.count
          guard first < end else { continue }
          if open < first, !follows(first, end - first, glyphs, shows) {
            close(open, first, glyphs, shows, &chunks)
            open = first
          }
          open = scan(first, end, open, glyphs, shows, &chunks)
        }
        close(open, glyphs.count, glyphs, shows, &chunks)
      }
    }
  }

  /// Whether the first glyph of a show continues the one drawn before it.
  private func follows(
    _ index: Int, _ count: Int, _ glyphs: UnsafeBufferPointer<Glyph>,
    _ shows: UnsafeBufferPointer<Show>
  ) -> Bool {
    let glyph = glyphs[index]
    let last = glyphs[index - 1]
    guard Accent.combining(glyph.scalar) == 0, Accent.combining(last.scalar) == 0
    else { return false }
    let from = shows[Int(last.show)]
    let to = shows[Int(glyph.show)]
    let cosine = from.direction.dx * to.direction.dx + from.direction.dy * to.direction.dy
    guard cosine > Self.parallel, from.height * to.height > 0 else { return false }
    guard from.kind == to.kind, from.visible == to.visible else { return false }
    guard abs(from.height) < 1.15 * abs(to.height), abs(to.height) < 1.15 * abs(from.height)
    else { return false }
    let dx = glyph.x - last.x - last.advance * from.direction.dx
    let dy = glyph.y - last.y - last.advance * from.direction.dy
    let across = dy * from.direction.dx - dx * from.direction.dy
    guard abs(across) <= Self.drift * abs(from.height) else { return false }
    let along = dx * from.direction.dx + dy * from.direction.dy
    let isSingle = count <= 2 || index &- Int(from.first) <= 2
    if isSingle, along > Self.forwardSingle * from.em { return false }
    return near(along, last.advance, from.em)
  }

  @inline(__always)
  private func near(_ gap: Float, _ advance: Float, _ em: Float) -> Bool {
    let back = max(
      Self.backward.least * em, min(Self.backward.most * em, Self.backward.share * advance))
    return gap >= -back && gap <= Self.forward * em
  }

  /// Walks the glyphs of one show and closes a chunk wherever one does not follow the other.
  private func scan(
    _ first: Int, _ end: Int, _ open: Int, _ glyphs: UnsafeBufferPointer<Glyph>,
    _ shows: UnsafeBufferPointer<Show>, _ chunks: inout [Chunk]
  ) -> Int {
    var open = open
    let show = shows[Int(glyphs[first].show)]
    let (ux, uy) = (show.direction.dx, show.direction.dy)
    var expected = glyphs[first].x * ux + glyphs[first].y * uy + glyphs[first].advance
    var index = first + 1
    while index < end {
      let glyph = glyphs[index]
      let along = glyph.x * ux + glyph.y * uy
      let advance = glyphs[index - 1].advance
      if !near(along - expected, advance, show.em)
        && (along > expected || along - expected + advance < Self.forwardStep * show.em)
        || Accent.combining(glyph.scalar) != 0
        || Accent.combining(glyphs[index - 1].scalar) != 0
      {
        close(open, index, glyphs, shows, &chunks)
        open = index
      }
      expected = along + glyph.advance
      index += 1
    }
    return open
  }

  /// Keeps glyphs `first ..< end` as a chunk, less the spaces around them.
  private func close(
    _ first: Int, _ end: Int, _ glyphs: UnsafeBufferPointer<Glyph>,
    _ shows: UnsafeBufferPointer<Show>, _ chunks: inout [Chunk]
  ) {
    var (first, end) = (first, end)
    while first < end, glyphs[first].scalar == 0x20 { first += 1 }
    while end > first, glyphs[end - 1].scalar == 0x20 { end -= 1 }
    guard first < end else { return }
    let show = shows[Int(glyphs[first].show)]
    chunks.append(
      Chunk(
        first: Int32(truncatingIfNeeded: first), end: Int32(truncatingIfNeeded: end),
        em: show.em, height: abs(show.height)))
  }
}
