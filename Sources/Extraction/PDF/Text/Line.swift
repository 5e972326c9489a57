/// Chunks on one baseline, near enough to one another to be read as one stretch.
struct Line {
  /// First and last chunk; the rest hang on ``Chunk/next``.
  var head: Int32
  var tail: Int32
  var cluster: Int32
  /// Extent along the cluster's direction.
  var start: Float
  var stop: Float
  /// Baseline at the end of the tallest chunk, which superscripts and subscripts refer to.
  var baseline: Float
  var height: Float
  var em: Float
  var kind: Page.Kind
  var visible: Bool
  /// Least glyph index: lines are written in drawing order.
  var first: Int32
  /// Whether chunks overlap, so that the glyphs have to be sorted.
  var mixed = false
  /// Where the search for doubled glyphs goes on; what lies before can't meet a later chunk.
  var cursor: (chunk: Int32, glyph: Int32)

  init(_ index: Int32, _ chunk: Chunk, _ show: Show) {
    (head, tail, cluster) = (index, index, chunk.cluster)
    (start, stop) = (chunk.start, chunk.stop)
    (baseline, height, em) = (chunk.lastBaseline, chunk.height, chunk.em)
    (kind, visible, first) = (show.kind, show.visible, chunk.first)
    cursor = (index, chunk.first)
  }

  /// Takes in a chunk whose link has been set.
  mutating func take(_ index: Int32, _ chunk: Chunk) {
    tail = index
    start = min(start, chunk.start)
    stop = max(stop, chunk.stop)
    first = min(first, chunk.first)
    if chunk.height >= 0.9 * height {
      (baseline, height, em) = (chunk.lastBaseline, chunk.height, chunk.em)
    }
  }
}

/// Spacing accents that stand for combining ones when they are drawn over a letter.
enum Accent {
  /// The combining mark for an accent, 0 for anything else.
  @inline(__always)
  static func combining(_ scalar: UInt32) -> UInt32 {
    if scalar < 0xA8 { return scalar == 0x60 ? 0x300 : (scalar == 0x5E ? 0x302 : 0) }
    return slow(scalar)
  }

  private static func slow(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x300...0x36F: scalar
    case 0xA8: 0x308
    case 0xAF, 0x2C9: 0x304
    case 0xB4, 0x2CA: 0x301
    case 0xB8: 0x327
    case 0x2C6: 0x302
    case 0x2C7: 0x30C
    case 0x2CB: 0x300
    case 0x2D8: 0x306
    case 0x2D9: 0x307
    case 0x2DA: 0x30A
    case 0x2DB: 0x328
    case 0x2DC: 0x303
    case 0x2DD: 0x30B
    default: 0
    }
  }
}
