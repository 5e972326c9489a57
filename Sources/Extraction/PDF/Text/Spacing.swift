/// Tells gaps between words from gaps between letters, by a line's own spacing.
///
/// A gap is a word's end if a space was drawn there, or if it stands out from the gaps around it:
/// letters that are evenly spread stay one word. All lengths are in em.
struct Spacing {
  private var sorted: [Float] = []

  /// Gaps beyond what even spreading explains (40 % of a glyph's width is promised).
  private static func limit(_ advance: Float) -> Float { max(0.3, 0.6 * advance) }
  /// What a gap must have over the usual one inside a show operator, where kerning moves letters.
  private static let inside: Float = 0.14
  /// The same between two show operators.
  private static let between: Float = 0.1
  /// The same between two that drew several letters each, evenly.
  private static let solid: Float = 0.07
  /// Overlap of two show operators beyond any kerning, in different sizes and in one.
  private static let overlap: Float = -0.08
  private static let overlapAlike: Float = -0.22
  private static let tight: Float = -0.08
  /// Usual gap beyond which letters are spread.
  private static let spread: Float = 0.04
  /// A backward step over a drawn space that undoes it.
  private static let undone: Float = -0.12

  /// Sets ``Row/Gap/breaks``.
  mutating func run(_ row: inout Row) {
    let limit = Self.limit(row.advance)
    let isPlain = row.widest <= Self.solid && row.narrowest > Self.overlap
    var start = 1
    var index = 1
    while index < row.gaps.count {
      let gap = row.gaps[index]
      let ends = gap.hasSpace ? gap.size > Self.undone : gap.size > limit && !gap.isTracking
      if ends {
        row.gaps[index].breaks = true
        if !isPlain { judge(start..<index, &row) }
        start = index + 1
      }
      index += 1
    }
    if !isPlain, start < row.gaps.count { judge(start..<row.gaps.count, &row) }
  }

  /// Judges a stretch without drawn spaces or gaps beyond the limit.
  private mutating func judge(_ range: Range<Int>, _ row: inout Row) {
    guard !range.isEmpty else { return }
    sorted.removeAll(keepingCapacity: true)
    for index in range where !row.gaps[index].isLeader { sorted.append(row.gaps[index].size) }
    if sorted.isEmpty { for index in range { sorted.append(row.gaps[index].size) } }
    sorted.sort()
    guard let widest = sorted.last, let narrowest = sorted.first else { return }
    guard widest > Self.solid || narrowest < Self.overlap else { return }
    let (usual, scatter) = usualGap(row.advance)
    for index in range {
      let gap = row.gaps[index]
      var margin = gap.isBoundary ? Self.between : Self.inside
      if gap.isSolid, scatter < 0.02 { margin = Self.solid }
      if usual > Self.spread { margin = max(0.12, 0.35 * usual) }
      margin = min(max(margin, 2 * scatter), 0.3)
      // What steps back over letters drawn as one is another text, though it touches.
      let overlap = gap.isResized ? Self.overlap : Self.overlapAlike
      let overlaps = gap.isSolid && gap.size < overlap
      if gap.size > usual + margin && !gap.isTracking || overlaps { row.gaps[index].breaks = true }
    }
  }

  /// The gap that letters have here, and how much it varies: 0 for text set solid, more where it is
  /// evenly spread.
  ///
  /// Letter gaps are the narrow ones, so the scatter is that of the gaps below the usual one.
  private func usualGap(_ advance: Float) -> (usual: Float, scatter: Float) {
    let count = sorted.count
    if count == 1 { return (0, 0) }
    if count == 2 {
      let isEven = sorted[1] - sorted[0] < 0.05
      return (solid(isEven ? (sorted[0] + sorted[1]) / 2 : sorted[0], advance), 0)
    }
    var rank = count / 2
    if sorted[rank] - sorted[count / 4] > max(0.06, 0.35 * sorted[rank]) { rank = count / 4 }
    return (solid(sorted[rank], advance), sorted[rank] - sorted[rank / 2])
  }

  /// What is that narrow is text set solid, with kerning; letters are not set tighter than ``tight``.
  private func solid(_ gap: Float, _ advance: Float) -> Float {
    gap < Self.spread ? max(Self.tight, gap) : min(gap, 0.55 * advance)
  }
}
