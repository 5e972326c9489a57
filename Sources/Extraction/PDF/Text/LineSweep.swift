/// Puts chunks together into lines, whatever the order they were drawn in.
///
/// Chunks are sorted across their baselines into bands that no line leaves, and each band is swept
/// along its direction with the few lines that reach the current position.
/// O(n log n) in chunks; n times ``activeLimit`` at worst.
struct LineSweep {
  /// Set by the sweep alone.
  var lines: [Line] = []
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
    var best = -1
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
      let cost: Float
      switch Fit(chunk, lines[number], show) {
      case .apart: continue
      case .follows(let distance): cost = distance
      case .overlaps(let distance):
        if merge(index, chunk, show, number, &chunks, store) { return }
        cost = distance
      }
      if cost < lowest { (best, lowest) = (number, cost) }
    }
    if best >= 0 {
      link(index, chunk, to: best, &chunks)
    } else {
      if active.count >= Self.activeLimit { active.removeFirst() }
      active.append(Int32(truncatingIfNeeded: lines.count))
      lines.append(Line(index, chunk, show))
    }
  }

  /// Settles a chunk that overlaps a line, unless it is just another text.
  private mutating func merge(
    _ index: Int32, _ chunk: Chunk, _ show: Show, _ number: Int, _ chunks: inout [Chunk],
    _ store: borrowing GlyphStore
  ) -> Bool {
    switch overlap(chunk, number, chunks, store) {
    case .none: return false
    case .doubled: break
    case .goesOn(let first):
      trim(index, to: first, &chunks, store)
      link(index, chunks[Int(index)], to: number, &chunks)
    case .inserts:
      lines[number].mixed = true
      link(index, chunk, to: number, &chunks)
      return true
    }
    lines[number].visible = lines[number].visible || show.visible
    return true
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
