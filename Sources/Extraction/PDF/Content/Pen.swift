/// Where the next glyph of one show operator goes, and what all its glyphs have in common.
struct Pen {
  /// How far the pen has moved since the operator began, in text space.
  var along = 0.0
  let size: Double
  let scale: Double
  let characterSpacing: Double
  let wordSpacing: Double
  let isVertical: Bool
  /// Displayed position at `along` 0, and displayed vector of a unit along the line.
  let x: Double
  let y: Double
  let dx: Double
  let dy: Double
  /// Displayed length of an advance of 1 (times the font size).
  let length: Float
  let show: Show
  let font: Font
  /// Index of the show in the store once a glyph was drawn.
  var index: UInt32?

  /// Nil without a font.
  init?(_ interpreter: borrowing ContentInterpreter) {
    let state = interpreter.state
    guard state.font >= 0 else { return nil }
    font = interpreter.fonts.fonts[state.font]
    size = state.size
    scale = state.scale
    characterSpacing = state.characterSpacing
    wordSpacing = state.wordSpacing
    isVertical = font.isVertical
    let matrix = interpreter.textMatrix.concatenated(with: state.matrix)
    (x, y) = matrix.apply(0, state.rise)
    (dx, dy) = isVertical ? (matrix.c, matrix.d) : (matrix.a, matrix.b)
    let stretch = isVertical ? -size : size * scale
    let unit = (dx * dx + dy * dy).squareRoot()
    length = Float(abs(stretch) * unit)
    var show = Show(
      direction: Page.Vector(dx: 1, dy: 0), up: Page.Vector(dx: 0, dy: 0),
      down: Page.Vector(dx: 0, dy: 0), em: length * font.em, height: 0, tracking: 0, first: 0,
      kind: interpreter.kind, visible: interpreter.hidden == 0 && !state.isInvisible)
    if unit > 0 {
      let sign = stretch < 0 ? -1.0 : 1.0
      show.direction = Page.Vector(dx: Float(sign * dx / unit), dy: Float(sign * dy / unit))
      let spacing = characterSpacing * (isVertical ? 1 : scale) * unit * sign
      show.tracking = Float(spacing)
    }
    Self.measure(&show, matrix, state, font, isVertical: isVertical)
    self.show = show
  }

  /// Sets the vectors to ascent and descent, and the height.
  private static func measure(
    _ show: inout Show, _ matrix: Matrix, _ state: GraphicsState, _ font: Font, isVertical: Bool
  ) {
    let size = Float(state.size) * font.em
    var x = Float(matrix.c) * size * font.upward
    var y = Float(matrix.d) * size * font.upward
    var (ascent, descent) = (font.ascent, font.descent)
    if isVertical {
      // The line runs down through the middle of the glyphs; seen along it they lie across.
      (x, y) = (Float(matrix.a * state.scale) * size, Float(matrix.b * state.scale) * size)
      (ascent, descent) = (0.5, -0.5)
    }
    show.up = Page.Vector(dx: x * ascent, dy: y * ascent)
    show.down = Page.Vector(dx: x * descent, dy: y * descent)
    show.height = x * show.direction.dy - y * show.direction.dx
  }

  /// Whether glyphs can be placed: all is finite, and there is a direction and a size.
  var isDrawable: Bool {
    let limit = 1e7
    return length > 1e-4 && length < 1e7 && abs(show.height) > 1e-4 && abs(show.height) < 1e7
      && abs(x) < limit && abs(y) < limit
  }

  /// A number of a `TJ` array (§9.4.3).
  @inline(__always)
  mutating func adjust(_ thousandths: Double) {
    let step = -thousandths / 1000 * size * (isVertical ? 1 : scale)
    if step.isFinite, abs(along + step) < 1e9 { along += step }
  }
}

extension ContentInterpreter {
  /// Draws a string from where the pen is.
  mutating func show(_ string: UnsafeBufferPointer<UInt8>, _ pen: inout Pen) {
    if let composite = pen.font.composite {
      showComposite(string, composite, &pen)
    } else {
      showSimple(string, &pen)
    }
  }

  private mutating func showSimple(_ string: UnsafeBufferPointer<UInt8>, _ pen: inout Pen) {
    let isDrawable = pen.isDrawable
    let font = pen.font
    for byte in string {
      let width = font.widths[Int(byte)]
      if isDrawable { record(font.texts[Int(byte)], width, &pen) }
      var step = Double(width) * pen.size + pen.characterSpacing
      if byte == 0x20 { step += pen.wordSpacing }
      pen.along += step * pen.scale
    }
    if !pen.along.isFinite { pen.along = 0 }
  }

  private mutating func showComposite(
    _ string: UnsafeBufferPointer<UInt8>, _ composite: CompositeFont, _ pen: inout Pen
  ) {
    let isDrawable = pen.isDrawable
    var at = 0
    while at < string.count {
      var code: UInt32
      var size = 2
      if composite.isTwoByte, at + 1 < string.count {
        code = UInt32(string[at]) << 8 | UInt32(string[at + 1])
      } else {
        (code, size) = composite.map.next(string, at: at)
      }
      at += size
      let entry = composite.entry(of: code, pen.font)
      var spacing = pen.characterSpacing
      if size == 1, code == 0x20 { spacing += pen.wordSpacing }
      if pen.isVertical {
        let metrics = composite.widths.vertical(of: composite.identifier(of: code))
        if isDrawable { record(entry.text, abs(metrics.advance), &pen) }
        pen.along += Double(metrics.advance) * pen.size + spacing
      } else {
        if isDrawable { record(entry.text, entry.width, &pen) }
        pen.along += (Double(entry.width) * pen.size + spacing) * pen.scale
      }
    }
    if !pen.along.isFinite { pen.along = 0 }
  }

  /// Keeps one glyph at the pen's place.
  @inline(__always)
  private mutating func record(_ text: UInt32, _ width: Float, _ pen: inout Pen) {
    guard text != Font.Text.nothing else { return }
    let x = Float(pen.x + pen.along * pen.dx)
    let y = Float(pen.y + pen.along * pen.dy)
    guard abs(x) < 1e7, abs(y) < 1e7 else { return }
    let show = open(&pen)
    // A damaged width must not make lengths that are no numbers.
    let advance = min(max(0, width * pen.length), 1e6)
    if text & Font.Text.sequence != 0 {
      record(sequence: text, x, y, advance, show, pen)
      return
    }
    if text != 0x20 {
      ink.glyphs &+= 1
      if text == Font.Text.unknown { ink.undecodableGlyphs &+= 1 }
    }
    let scalar = text == Font.Text.unknown ? 0xFFFD : text
    guard store.glyphs.count < budget.limits.pageScalars else { return }
    store.glyphs.append(Glyph(x: x, y: y, advance: advance, scalar: scalar, show: show))
  }

  /// Several characters in one glyph share its advance.
  private mutating func record(
    sequence text: UInt32, _ x: Float, _ y: Float, _ advance: Float, _ show: UInt32, _ pen: Pen
  ) {
    let scalars = pen.font.sequences[Int(text & ~Font.Text.sequence)]
    guard store.glyphs.count &+ scalars.count < budget.limits.pageScalars else { return }
    ink.glyphs &+= 1
    let part = advance / Float(max(1, scalars.count))
    for (index, scalar) in scalars.enumerated() {
      let shift = part * Float(index)
      store.glyphs.append(
        Glyph(
          x: x + shift * pen.show.direction.dx, y: y + shift * pen.show.direction.dy,
          advance: part, scalar: scalar, show: show))
    }
  }

  /// The index of the pen's show, which is kept with its first glyph.
  @inline(__always)
  private mutating func open(_ pen: inout Pen) -> UInt32 {
    if let index = pen.index { return index }
    let index = UInt32(truncatingIfNeeded: store.shows.count)
    var show = pen.show
    show.first = UInt32(truncatingIfNeeded: store.glyphs.count)
    store.shows.append(show)
    pen.index = index
    return index
  }
}
