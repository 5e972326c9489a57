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
  /// A backward step over a drawn space that undoes it.
  private static let undone: Float = -0.12

  /// Sets ``Row/Gap/breaks``.
  mutating func run(_ row: inout Row) {
    let limit = Self.limit(row.advance)
    let isPlain = row.widest <= Self.solid
    var start = 1
    var index = 1
    while index < row.gaps.count {
      let gap = row.gaps[index]
      let ends = gap.hasSpace ? gap.size > Self.undone : gap.extra > limit
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
    for index in range { sorted.append(row.gaps[index].extra) }
    sorted.sort()
    guard let widest = sorted.last, widest > Self.solid else { return }
    let usual = usualGap(row.advance)
    let count = sorted.count
    let scatter = count > 3 ? (sorted[count * 3 / 4] - sorted[count / 4]) / 2 : 0
    for index in range {
      let gap = row.gaps[index]
      var margin = gap.isBoundary ? Self.between : Self.inside
      if gap.isSolid, scatter < 0.02 { margin = Self.solid }
      if usual > 0 { margin = max(0.12, 0.35 * usual) }
      margin = min(max(margin, 2.5 * scatter), 0.3)
      if gap.extra > usual + margin { row.gaps[index].breaks = true }
    }
  }

  /// The gap that letters have here: 0 for text set solid, more where it is evenly spread.
  private func usualGap(_ advance: Float) -> Float {
    let count = sorted.count
    var usual: Float = 0
    if count == 2 {
      usual = sorted[1] - sorted[0] < 0.05 ? (sorted[0] + sorted[1]) / 2 : sorted[0]
    } else if count > 2 {
      let quarter = sorted[count / 4]
      usual = sorted[count / 2]
      if usual - quarter > max(0.06, 0.35 * usual) { usual = quarter }
    }
    // What is that narrow is text set solid, with kerning.
    return usual < 0.04 ? 0 : min(usual, 0.55 * advance)
  }
}
