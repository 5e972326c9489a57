/// The glyphs of one line in reading order, without spaces, and the gaps between them.
struct Row {
  /// What lies between a glyph and the one before it.
  struct Gap {
    /// Free length between the two, in em.
    var size: Float
    /// It is exactly the letter spacing (Tc) of the operator that drew both.
    var isTracking = false
    /// It lies between two dots or dashes of a leader, which are spread by a rule of their own.
    var isLeader = false
    /// A space glyph was drawn in between.
    var hasSpace = false
    /// The glyphs were drawn by different show operators.
    var isBoundary = false
    /// ... each of which drew several glyphs, so that the gap can be told from their inner ones.
    var isSolid = false
    /// ... in different sizes.
    var isResized = false
    /// A space is read here.
    var breaks = false
  }

  /// Indices into the store's glyphs.
  private(set) var glyphs: [Int32] = []
  /// Parallel to ``glyphs``; the first stands for nothing.
  var gaps: [Gap] = []
  /// Mean advance in em.
  private(set) var advance: Float = 0.5
  /// Largest ``Gap/size`` where no space was drawn.
  private(set) var widest: Float = 0
  /// Smallest one at the boundary of two shows.
  private(set) var narrowest: Float = 0
  /// Largest letter spacing that is taken for one, in em; producers of tables abuse larger ones.
  private static let tracking: Float = 0.45
  /// Of a space that another glyph was drawn into, less than this remains, in em.
  private static let filled: Float = 0.1
  private var hasTracking = false
  /// Gaps that letters overlap in as no kerning makes them.
  private var crowded = 0
  /// Overlap beyond any kerning, in em.
  private static let crowding: Float = -0.3
  private var keys: [(along: Float, glyph: Int32)] = []

  /// Lays out a line's glyphs. Linear, but for lines whose chunks overlap: those are sorted.
  mutating func fill(
    _ line: Line, _ axis: Directions.Cluster, _ chunks: [Chunk], _ store: borrowing GlyphStore
  ) {
    glyphs.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    (widest, narrowest, hasTracking, crowded) = (0, 0, false, 0)
    if line.mixed {
      fillSorted(line, axis, chunks, store)
    } else {
      var index = line.head
      while index >= 0 {
        let chunk = chunks[Int(index)]
        var spaced = false
        for glyph in chunk.first..<chunk.end {
          if store.glyphs[Int(glyph)].scalar == 0x20 {
            spaced = true
          } else {
            add(glyph, spaced, axis, store)
            spaced = false
          }
        }
        index = chunk.next
      }
    }
    if hasTracking { doubtTracking(store) }
    measure(store)
    if 2 * crowded > gaps.count { doubtWidths(axis, store) }
  }

  private mutating func fillSorted(
    _ line: Line, _ axis: Directions.Cluster, _ chunks: [Chunk], _ store: borrowing GlyphStore
  ) {
    sort(line, axis, chunks, store)
    var spaced = false
    for key in keys {
      if store.glyphs[Int(key.glyph)].scalar == 0x20 {
        spaced = true
        continue
      }
      add(key.glyph, spaced, axis, store)
      // Another glyph may have been drawn over the space.
      if let gap = gaps.last, gap.size < Self.filled { gaps[gaps.count - 1].hasSpace = false }
      spaced = false
    }
  }

  private mutating func sort(
    _ line: Line, _ axis: Directions.Cluster, _ chunks: [Chunk], _ store: borrowing GlyphStore
  ) {
    keys.removeAll(keepingCapacity: true)
    var index = line.head
    while index >= 0 {
      let chunk = chunks[Int(index)]
      for number in chunk.first..<chunk.end {
        let glyph = store.glyphs[Int(number)]
        var along = axis.along(glyph.x, glyph.y)
        // An accent follows the letter that it stands over.
        if Accent.combining(glyph.scalar) != 0 { along += glyph.advance / 2 }
        keys.append((along, number))
      }
      index = chunk.next
    }
    keys.sort { ($0.along, $0.glyph) < ($1.along, $1.glyph) }
  }

  private mutating func add(
    _ index: Int32, _ spaced: Bool, _ axis: Directions.Cluster, _ store: borrowing GlyphStore
  ) {
    var gap = Gap(size: 0, hasSpace: spaced)
    if let last = glyphs.last {
      let before = store.glyphs[Int(last)]
      let glyph = store.glyphs[Int(index)]
      let from = store.shows[Int(before.show)]
      let em = max(1e-3, (from.em + store.shows[Int(glyph.show)].em) / 2)
      let length =
        axis.along(glyph.x, glyph.y) - axis.along(before.x, before.y) - before.advance
      gap.size = length / em
      gap.isBoundary = glyph.show != before.show
      gap.isTracking =
        !gap.isBoundary && from.tracking > 0 && from.tracking < Self.tracking * em
        && abs(length - from.tracking) < 0.02 * em
      if gap.isTracking { hasTracking = true }
      gap.isLeader = glyph.scalar == before.scalar && Self.isLeader(glyph.scalar)
      if gap.isBoundary {
        let (old, new) = (abs(from.height), abs(store.shows[Int(glyph.show)].height))
        gap.isResized = min(old, new) < 0.92 * max(old, new)
        gap.isSolid =
          store.count(ofShow: Int(glyph.show)) > 1 && store.count(ofShow: Int(before.show)) > 1
      }
      if gap.size < Self.crowding { crowded += 1 }
      if !spaced {
        widest = max(widest, gap.size)
        if gap.isSolid { narrowest = min(narrowest, gap.size) }
      }
    }
    glyphs.append(index)
    gaps.append(gap)
  }

  /// What leads the eye across a line when it is repeated.
  @inline(__always)
  private static func isLeader(_ scalar: UInt32) -> Bool {
    scalar == 0x2E || scalar == 0x2D || scalar == 0x5F || scalar == 0xB7 || scalar == 0x2026
  }

  /// Takes letter spacing for none in operators most of whose letters are moved back over it: some
  /// producers make it as wide as a space, and set words by `TJ` against it.
  private mutating func doubtTracking(_ store: borrowing GlyphStore) {
    var start = 1
    while start < gaps.count {
      let show = store.glyphs[Int(glyphs[start])].show
      var (end, inner, tracked) = (start, 0, 0)
      while end < gaps.count, store.glyphs[Int(glyphs[end])].show == show {
        if !gaps[end].isBoundary, !gaps[end].hasSpace { inner += 1 }
        if gaps[end].isTracking { tracked += 1 }
        end += 1
      }
      if 2 * tracked < inner {
        for index in start..<end { gaps[index].isTracking = false }
      }
      start = end
    }
  }

  /// Measures the gaps anew where the font says that its letters are far wider than they stand apart:
  /// by the share of that width that they usually step on.
  private mutating func doubtWidths(
    _ axis: Directions.Cluster, _ store: borrowing GlyphStore
  ) {
    func step(_ index: Int) -> (length: Float, advance: Float) {
      let (before, glyph) = (store.glyphs[Int(glyphs[index - 1])], store.glyphs[Int(glyphs[index])])
      let length = axis.along(glyph.x, glyph.y) - axis.along(before.x, before.y)
      return (length, before.advance)
    }
    var shares: [Float] = []
    for index in 1..<gaps.count where !gaps[index].hasSpace {
      let (length, advance) = step(index)
      if advance > 0 { shares.append(length / advance) }
    }
    shares.sort()
    guard !shares.isEmpty, shares[shares.count / 2] > 0 else { return }
    let share = shares[shares.count / 2]
    (widest, narrowest) = (0, 0)
    for index in 1..<gaps.count {
      let (length, advance) = step(index)
      let em = max(1e-3, store.shows[Int(store.glyphs[Int(glyphs[index])].show)].em)
      gaps[index].size = (length - share * advance) / em
      if !gaps[index].hasSpace { widest = max(widest, gaps[index].size) }
    }
    advance *= share
  }

  private mutating func measure(_ store: borrowing GlyphStore) {
    var sum: Float = 0
    for index in glyphs {
      let glyph = store.glyphs[Int(index)]
      sum += glyph.advance / max(1e-3, store.shows[Int(glyph.show)].em)
    }
    advance = glyphs.isEmpty ? 0.5 : sum / Float(glyphs.count)
    if advance < 0.1 { advance = 0.5 }
  }
}
