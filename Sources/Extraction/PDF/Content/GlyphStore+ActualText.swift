extension GlyphStore {
  /// Replacement texts up to this length are placed; longer ones stand for whole passages, whose
  /// glyphs read better as they are.
  private static let actualTextLimit = 200

  /// Lets the glyphs from `first` on read as `text` (ISO 32000-2 §14.9.4), spread over their extent.
  ///
  /// Does nothing where they are not on one baseline.
  mutating func replace(from first: Int, with text: [UInt32]) {
    let count = glyphs.count - first
    guard count > 0, text.count <= Self.actualTextLimit, first >= 0 else { return }
    let scalars = text.map { Font.plain($0) }.filter {
      $0 != Font.Text.nothing && $0 != Font.Text.unknown
    }
    if scalars.count == count {
      for index in 0..<count { glyphs[first + index].scalar = scalars[index] }
      return
    }
    guard isOneLine(from: first), let last = glyphs.last else { return }
    let start = glyphs[first]
    let show = shows[Int(start.show)]
    let (ux, uy) = (show.direction.dx, show.direction.dy)
    let length = max(0, (last.x - start.x) * ux + (last.y - start.y) * uy + last.advance)
    glyphs.removeLast(count)
    shows.removeLast(shows.count - Int(start.show) - 1)
    let part = length / Float(max(1, scalars.count))
    for (index, scalar) in scalars.enumerated() {
      let shift = part * Float(index)
      glyphs.append(
        Glyph(
          x: start.x + shift * ux, y: start.y + shift * uy, advance: part, scalar: scalar,
          show: start.show))
    }
  }

  private func isOneLine(from first: Int) -> Bool {
    let start = glyphs[first]
    let show = shows[Int(start.show)]
    for glyph in glyphs[first...] {
      let across = (glyph.y - start.y) * show.direction.dx - (glyph.x - start.x) * show.direction.dy
      if abs(across) > 0.5 * abs(show.height) { return false }
      let along = (glyph.x - start.x) * show.direction.dx + (glyph.y - start.y) * show.direction.dy
      if along < -show.em { return false }
    }
    return true
  }
}
