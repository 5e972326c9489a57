/// Text objects and text operators (ISO 32000-2 §9.3, §9.4).
extension ContentInterpreter {
  mutating func performText(
    _ lexer: inout Lexer, _ operands: Operands, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    switch lexer.keyword {
    case 0x4254:  // BT
      textMatrix = .identity
      lineMatrix = .identity
    case 0x5463: state.characterSpacing = operands.number(1, &lexer)  // Tc
    case 0x5477: state.wordSpacing = operands.number(1, &lexer)  // Tw
    case 0x547A: state.scale = operands.number(1, &lexer) / 100  // Tz
    case 0x544C: state.leading = operands.number(1, &lexer)  // TL
    case 0x5473: state.rise = operands.number(1, &lexer)  // Ts
    case 0x5472:  // Tr
      state.renderingMode = Int(exactly: operands.number(1, &lexer).rounded()) ?? 0
    case 0x5466:  // Tf
      state.size = operands.number(1, &lexer)
      if let name = operands.name { state.font = try font(name, resources) }
    case 0x5464:  // Td
      moveLine(operands.number(2, &lexer), operands.number(1, &lexer))
    case 0x5444:  // TD
      let down = operands.number(1, &lexer)
      state.leading = -down
      moveLine(operands.number(2, &lexer), down)
    case 0x546D:  // Tm
      guard operands.count >= 6 else { return }
      lineMatrix = operands.matrix(&lexer)
      textMatrix = lineMatrix
    case 0x542A: moveLine(0, -state.leading)  // T*
    case 0x546A:  // Tj
      if let string = operands.string { show(string) }
    case 0x544A:  // TJ
      if operands.adjustment != 0 { adjust(operands.adjustment) }
    case 0x27:  // '
      moveLine(0, -state.leading)
      if let string = operands.string { show(string) }
    case 0x22:  // "
      state.wordSpacing = operands.number(2, &lexer)
      state.characterSpacing = operands.number(1, &lexer)
      moveLine(0, -state.leading)
      if let string = operands.string { show(string) }
    default: break
    }
  }

  private mutating func moveLine(_ x: Double, _ y: Double) {
    let (e, f) = lineMatrix.apply(x, y)
    lineMatrix.e = e
    lineMatrix.f = f
    textMatrix = lineMatrix
  }

  private mutating func show(_ string: UnsafeBufferPointer<UInt8>) {
    guard var pen = Pen(self) else { return }
    show(string, &pen)
    advance(pen.along)
  }

  /// Draws the strings of an array as they are met; what comes behind the last one waits for `TJ`, since
  /// an array of numbers can be a dash pattern as well.
  mutating func showArray(_ lexer: inout Lexer, _ operands: inout Operands) {
    operands.isArray = true
    var pen: Pen?
    var moved = 0.0
    var depth = 1
    while depth > 0 {
      switch lexer.next() {
      case .end: depth = 0
      case .integer, .real: moved += lexer.number
      case .arrayOpen, .dictionaryOpen: depth &+= 1
      case .arrayClose, .dictionaryClose: depth &-= 1
      case .keyword:
        // An operator inside: the bracket was never closed.
        lexer.position = lexer.tokenStart
        depth = 0
      case .string:
        if pen == nil { pen = Pen(self) }
        guard pen != nil else { continue }
        pen?.adjust(moved)
        moved = 0
        if var open = pen {
          show(lexer.string, &open)
          pen = open
        }
      default: continue
      }
    }
    if let pen { advance(pen.along) }
    operands.adjustment = min(max(moved, -1e9), 1e9)
  }

  /// Moves by a number of a `TJ` array, in thousandths of the font size (§9.4.3).
  private mutating func adjust(_ thousandths: Double) {
    guard var pen = Pen(self) else { return }
    pen.adjust(thousandths)
    advance(pen.along)
  }

  /// Moves the text matrix along the line by a length in text space.
  private mutating func advance(_ length: Double) {
    let isVertical = state.font >= 0 && fonts.fonts[state.font].isVertical
    let (e, f) = isVertical ? textMatrix.apply(0, length) : textMatrix.apply(length, 0)
    guard e.isFinite, f.isFinite else { return }
    textMatrix.e = e
    textMatrix.f = f
  }
}
