/// How a chunk stands to a line that reaches its position.
enum Fit {
  case apart
  /// It goes on where the line ends; the cost is a distance.
  case follows(Float)
  /// It begins before the line's end. The cost is infinite if it can't simply follow.
  case overlaps(Float)

  /// Baselines nearer than this, in em of the smaller text, are one.
  private static let level: Float = 0.3
  /// The same for what stands close beside, within `beside` em: a letter a little raised or lowered.
  private static let raised: Float = 0.36
  private static let beside: Float = 0.2
  /// The same for text drawn twice.
  private static let doubled: Float = 0.35
  /// Overlap up to this, in em, is kerning (the A of LaTeX's logo goes back 0.36, at large sizes 0.41).
  private static let kerned: Float = 0.42

  init(_ chunk: Chunk, _ line: Line, _ show: Show) {
    let gap = chunk.start - line.stop
    let em = max(chunk.em, line.em)
    let offset = abs(chunk.baseline - line.baseline)
    let small = min(chunk.height, line.height)
    let tall = max(chunk.height, line.height)
    let level =
      offset <= Self.level * small
      || offset <= Self.raised * small && abs(gap) <= Self.beside * em
    // A superscript or subscript: smaller, shifted, and right beside.
    let script = small <= 0.86 * tall && offset <= 0.62 * tall && gap <= 0.3 * em
    let alike = line.kind == show.kind && line.visible == show.visible
    let cost = abs(gap) + 4 * offset
    if gap >= -0.04 * em {
      let follows = alike && (level || script) && gap <= LineSweep.columnGap * em
      self = follows ? .follows(cost) : .apart
    } else if offset <= Self.doubled * small && tall <= 1.3 * small
      || offset <= 0.7 * tall && chunk.end == chunk.first + 1
      || script && gap >= -Self.kerned * em
    {
      let follows = alike && (level || script) && gap >= -Self.kerned * em
      self = .overlaps(follows ? cost : .infinity)
    } else {
      self = .apart
    }
  }
}

/// What a chunk that overlaps a line is.
enum Overlap {
  /// All its glyphs are there already.
  case doubled
  /// It begins with what the line ends with, and goes on with the glyph of this index.
  case goesOn(Int32)
  /// It fits into a hole of the line, or is an accent over one of its letters.
  case inserts
  case none
}

extension LineSweep {
  /// How far apart two drawings of one glyph may be along the baseline.
  @inline(__always)
  private static func tolerance(_ advance: Float, _ em: Float) -> Float {
    max(0.04 * em, min(0.2 * em, 0.5 * advance))
  }

  /// Compares an overlapping chunk with a line, from the line's cursor on.
  mutating func overlap(
    _ chunk: Chunk, _ number: Int, _ chunks: [Chunk], _ store: borrowing GlyphStore
  ) -> Overlap {
    let axis = cluster(lines[number])
    let slack = 0.25 * chunk.em
    var walk = Walk(lines[number].cursor)
    // What ends well before this chunk can't meet a later one either.
    while let index = walk.glyph(chunks) {
      let glyph = store.glyphs[index]
      if axis.along(glyph.x, glyph.y) + glyph.advance > chunk.start - slack { break }
      walk.step(chunks)
    }
    lines[number].cursor = (walk.chunk, walk.index)
    let lone = chunk.end == chunk.first + 1
    if lone || lines[number].stop - lines[number].start < 1.2 * chunk.em {
      let scalar = store.glyphs[Int(chunk.first)].scalar
      if lone, Accent.combining(scalar) != 0 { return accent(chunk, number) }
    }
    if let matched = doubles(chunk, walk, axis, chunks, store) { return matched }
    if accented(chunk, number, chunks, store) { return .inserts }
    return fits(chunk, walk, axis, chunks, store) ? .inserts : .none
  }

  /// Whether an accent's centre lies over the line.
  private func accent(_ chunk: Chunk, _ number: Int) -> Overlap {
    let centre = (chunk.start + chunk.stop) / 2
    return centre > lines[number].start && centre < lines[number].stop ? .inserts : .none
  }

  /// Whether the line is but an accent that belongs over this chunk's first letter.
  private func accented(
    _ chunk: Chunk, _ number: Int, _ chunks: [Chunk], _ store: borrowing GlyphStore
  ) -> Bool {
    let line = lines[number]
    let head = chunks[Int(line.head)]
    guard line.head == line.tail, head.end == head.first + 1 else { return false }
    guard Accent.combining(store.glyphs[Int(head.first)].scalar) != 0 else { return false }
    return abs(chunk.baseline - line.baseline) < 0.7 * chunk.height
  }

  /// Compares the scalars and places of a chunk with those of a line from `walk` on; nil if it holds
  /// another text.
  private func doubles(
    _ chunk: Chunk, _ walk: Walk, _ axis: Directions.Cluster, _ chunks: [Chunk],
    _ store: borrowing GlyphStore
  ) -> Overlap? {
    var walk = walk
    var same = 0
    var isEntire = true
    for index in chunk.first..<chunk.end {
      let glyph = store.glyphs[Int(index)]
      if glyph.scalar == 0x20 { continue }
      let along = axis.along(glyph.x, glyph.y)
      let tolerance = Self.tolerance(glyph.advance, chunk.em)
      var isFound = false
      while !isFound, let other = walk.glyph(chunks) {
        let drawn = store.glyphs[other]
        let distance = axis.along(drawn.x, drawn.y) - along
        if distance > tolerance { break }
        walk.step(chunks)
        isFound = distance >= -tolerance && drawn.scalar == glyph.scalar
        // A glyph of the line that the chunk has not, other than before its beginning.
        if !isFound, drawn.scalar != 0x20, same > 0 { isEntire = false }
      }
      if isFound {
        same += 1
      } else {
        return same > 0 && isEntire && walk.glyph(chunks) == nil ? .goesOn(index) : nil
      }
    }
    return .doubled
  }

  /// Whether a chunk stands between two neighbouring glyphs of a line.
  private func fits(
    _ chunk: Chunk, _ walk: Walk, _ axis: Directions.Cluster, _ chunks: [Chunk],
    _ store: borrowing GlyphStore
  ) -> Bool {
    var walk = walk
    let slack = 0.12 * chunk.em
    while let index = walk.glyph(chunks) {
      let glyph = store.glyphs[index]
      let along = axis.along(glyph.x, glyph.y)
      if along + slack >= chunk.stop { return true }
      if along + glyph.advance > chunk.start + slack, glyph.scalar != 0x20 { return false }
      walk.step(chunks)
    }
    return false
  }
}

/// A place in the glyphs of a line.
private struct Walk {
  var chunk: Int32
  var index: Int32

  init(_ cursor: (chunk: Int32, glyph: Int32)) { (chunk, index) = cursor }

  /// The glyph here, or nil past the end.
  @inline(__always)
  func glyph(_ chunks: [Chunk]) -> Int? { chunk >= 0 ? Int(index) : nil }

  @inline(__always)
  mutating func step(_ chunks: [Chunk]) {
    index += 1
    guard index >= chunks[Int(chunk)].end else { return }
    chunk = chunks[Int(chunk)].next
    if chunk >= 0 { index = chunks[Int(chunk)].first }
  }
}
