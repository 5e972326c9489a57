/// Puts chunks together into lines, whatever the order they were drawn in.
///
/// Chunks are sorted across their baselines into bands that no line leaves, and each band is swept
/// along its direction with the few lines that reach the current position.
/// O(n log n) in chunks; n times ``activeLimit`` at worst.
struct LineSweep {
  private(set) var lines: [Line] = []
  private var directions = Directions()
  private var keys: [UInt64] = []
  private var band: [UInt64] = []
  private var active: [Int32] = []

  /// Lines alive at one position of a band; more are only made to cost time.
  private static let activeLimit = 128
  /// Distance between baselines that can't belong to one line, in em of the taller one.
  private static let bandGap: Float = 0.75
  /// Gap that ends a line: a column's, in em.
  static let columnGap: Float = 1.5

  func cluster(_ line: Line) -> Directions.Cluster { directions.clusters[Int(line.cluster)] }

  /// Links `chunks` into ``lines``.
  mutating func run(_ chunks: inout [Chunk], _ store: borrowing GlyphStore) {
    lines.removeAll(keepingCapacity: true)
    directions.removeAll()
    sortAcross(&chunks, store)
    var index = 0
    while index < keys.count {
      let first = chunks[Int(keys[index] & Self.indexMask)]
      var last = first.baseline
      var tallest = first.height
      var end = index + 1
      while end < keys.count {
        let chunk = chunks[Int(keys[end] & Self.indexMask)]
        let reach = Self.bandGap * max(tallest, chunk.height)
        guard chunk.cluster == first.cluster, chunk.baseline - last <= reach else { break }
        last = chunk.baseline
        tallest = max(tallest, chunk.height)
        end += 1
      }
      sweep(index..<end, &chunks, store)
      index = end
    }
  }

  // MARK: - Sorting

  private static let indexMask: UInt64 = 0xFFF_FFFF
  private static let indexBits: UInt64 = 28

  /// A coordinate as an integer that sorts like it: 64 steps a point, in 26 bits.
  @inline(__always)
  private static func quantized(_ value: Float) -> UInt64 {
    let steps = Int64(min(max(value, -500_000), 500_000) * 64)
    return UInt64(truncatingIfNeeded: steps &+ 33_554_432)
  }

  /// Places each chunk in its cluster and sorts by cluster, then by baseline.
  private mutating func sortAcross(_ chunks: inout [Chunk], _ store: borrowing GlyphStore) {
    keys.removeAll(keepingCapacity: true)
    keys.reserveCapacity(chunks.count)
    for index in chunks.indices {
      place(&chunks[index], store)
      let chunk = chunks[index]
      let cluster = UInt64(truncatingIfNeeded: chunk.cluster)
      let key = cluster << 54 | Self.quantized(chunk.baseline) << Self.indexBits
      keys.append(key | UInt64(truncatingIfNeeded: index))
    }
    keys.sort()
  }

  private mutating func place(_ chunk: inout Chunk, _ store: borrowing GlyphStore) {
    let first = store.glyphs[Int(chunk.first)]
    let last = store.glyphs[Int(chunk.end) - 1]
    let show = store.shows[Int(first.show)]
    let number = directions.cluster(of: show)
    let cluster = directions.clusters[number]
    chunk.cluster = Int32(truncatingIfNeeded: number)
    chunk.next = -1
    chunk.start = cluster.along(first.x, first.y)
    chunk.stop = max(chunk.start, cluster.along(last.x, last.y) + last.advance)
    chunk.baseline = cluster.across(first.x, first.y)
    chunk.lastBaseline = cluster.across(last.x, last.y)
  }

  // MARK: - Sweeping

  /// Sweeps one band: `range` of the sorted keys.
  private mutating func sweep(
    _ range: Range<Int>, _ chunks: inout [Chunk], _ store: borrowing GlyphStore
  ) {
    if range.count == 1 {
      let index = Int32(truncatingIfNeeded: keys[range.lowerBound] & Self.indexMask)
      open(index, chunks[Int(index)], store)
      return
    }
    band.removeAll(keepingCapacity: true)
    for position in range {
      let index = keys[position] & Self.indexMask
      band.append(Self.quantized(chunks[Int(index)].start) << Self.indexBits | index)
    }
    band.sort()
    active.removeAll(keepingCapacity: true)
    for key in band {
      add(Int32(truncatingIfNeeded: key & Self.indexMask), &chunks, store)
    }
  }

  private mutating func open(_ index: Int32, _ chunk: Chunk, _ store: borrowing GlyphStore) {
    let show = store.shows[Int(store.glyphs[Int(chunk.first)].show)]
    lines.append(Line(index, chunk, show))
  }

  /// Joins a chunk to the active line it fits best, or opens a line for it.
  private mutating func add(
    _ index: Int32, _ chunks: inout [Chunk], _ store: borrowing GlyphStore
  ) {
    let chunk = chunks[Int(index)]
    let show = store.shows[Int(store.glyphs[Int(chunk.first)].show)]
    var best: Int32 = -1
    var lowest = Float.infinity
    var position = 0
    while position < active.count {
      let number = Int(active[position])
      if lines[number].stop + Self.columnGap * max(lines[number].em, chunk.em) < chunk.start {
        active.swapAt(position, active.count - 1)
        active.removeLast()
        continue
      }
      position += 1
      switch Fit(chunk, lines[number], show) {
      case .apart: continue
      case .follows(let cost):
        if cost < lowest { (best, lowest) = (Int32(truncatingIfNeeded: number), cost) }
      case .overlaps(let cost):
        switch overlap(chunk, number, chunks, store) {
        case .doubled:
          lines[number].visible = lines[number].visible || show.visible
          return
        case .goesOn(let first):
          lines[number].visible = lines[number].visible || show.visible
          trim(index, to: first, &chunks, store)
          link(index, chunks[Int(index)], to: number, &chunks)
          return
        case .inserts:
          lines[number].mixed = true
          link(index, chunk, to: number, &chunks)
          return
        case .none:
          if cost < lowest { (best, lowest) = (Int32(truncatingIfNeeded: number), cost) }
        }
      }
    }
    if best >= 0 {
      link(index, chunk, to: Int(best), &chunks)
    } else {
      if active.count >= Self.activeLimit { active.removeFirst() }
      active.append(Int32(truncatingIfNeeded: lines.count))
      lines.append(Line(index, chunk, show))
    }
  }

  private mutating func link(_ index: Int32, _ chunk: Chunk, to line: Int, _ chunks: inout [Chunk])
  {
    chunks[Int(lines[line].tail)].next = index
    lines[line].take(index, chunk)
  }

  /// Drops the glyphs before `first` from a chunk: the line's end has them already.
  private func trim(
    _ index: Int32, to first: Int32, _ chunks: inout [Chunk], _ store: borrowing GlyphStore
  ) {
    var first = first
    while first + 1 < chunks[Int(index)].end, store.glyphs[Int(first)].scalar == 0x20 {
      first += 1
    }
    let glyph = store.glyphs[Int(first)]
    chunks[Int(index)].first = first
    chunks[Int(index)].start =
      directions.clusters[Int(chunks[Int(index)].cluster)].along(glyph.x, glyph.y)
  }
}

/// How a chunk stands to a line that reaches its position.
private enum Fit {
  case apart
  /// It goes on where the line ends; the cost is a distance.
  case follows(Float)
  /// It begins before the line's end. The cost is infinite if it can't simply follow.
  case overlaps(Float)

  /// Baselines nearer than this, in em of the smaller text, are one.
  private static let level: Float = 0.25
  /// The same for text drawn twice.
  private static let doubled: Float = 0.35
  /// Overlap up to this, in em, is kerning (the A of TeX's logo goes back 0.36).
  private static let kerned: Float = 0.38

  init(_ chunk: Chunk, _ line: Line, _ show: Show) {
    let gap = chunk.start - line.stop
    let em = max(chunk.em, line.em)
    let offset = abs(chunk.baseline - line.baseline)
    let small = min(chunk.height, line.height)
    let tall = max(chunk.height, line.height)
    let level = offset <= Self.level * small
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
private enum Overlap {
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
  private mutating func overlap(
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
