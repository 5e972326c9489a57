/// One character as it was drawn, in displayed space (points, origin top left, y downward).
///
/// A glyph that stands for several characters is several records that share its advance.
struct Glyph {
  /// Origin on the baseline.
  var x: Float
  var y: Float
  /// Length along the baseline, without letter spacing; never negative.
  var advance: Float
  /// Unicode scalar value; U+0020 for all white space, U+FFFD where the meaning can't be told.
  var scalar: UInt32
  /// Index of its ``Show`` in the ``GlyphStore``.
  var show: UInt32
}

/// What all glyphs of one show operator have in common.
struct Show {
  /// Unit vector along the baseline.
  var direction: Page.Vector
  /// From the baseline to the font's ascent, as displayed.
  var up: Page.Vector
  /// From the baseline to the font's descent.
  var down: Page.Vector
  /// Length of one em along the baseline, in points.
  var em: Float
  /// Distance of one em across the baseline; its sign tells mirrored text: positive where the
  /// glyphs' tops are to the left of the reading direction, as a person expects.
  var height: Float
  /// Letter spacing (Tc) as displayed, along the baseline.
  var tracking: Float
  /// Index of its first glyph; the last is before the next show's.
  var first: UInt32
  var kind: Page.Kind
  var visible: Bool
}

/// The glyphs of one page in drawing order; kept from page to page for its buffers.
struct GlyphStore {
  var glyphs: [Glyph] = []
  var shows: [Show] = []

  /// Empties the store and keeps its buffers.
  mutating func removeAll() {
    glyphs.removeAll(keepingCapacity: true)
    shows.removeAll(keepingCapacity: true)
  }

  /// Drops the glyphs from `first` on, with the shows that drew nothing else.
  mutating func truncate(to first: Int) {
    guard first < glyphs.count else { return }
    glyphs.removeLast(glyphs.count - first)
    while let show = shows.last, Int(show.first) >= first { shows.removeLast() }
  }

  /// Number of glyphs of the show operator at `index`.
  @inline(__always)
  func count(ofShow index: Int) -> Int {
    let end = index + 1 < shows.count ? Int(shows[index + 1].first) : glyphs.count
    return end - Int(shows[index].first)
  }
}
