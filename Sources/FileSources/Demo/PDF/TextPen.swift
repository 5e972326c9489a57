/// Writes texts into a canvas the way one exporter does.
struct TextPen {
  /// Which of the drawing's two fonts.
  enum Weight { case body, bold }

  let style: ExporterStyle
  private let body: DrawingFont
  private let bold: DrawingFont
  private var codes: [UInt8] = []

  init(_ style: ExporterStyle) {
    self.style = style
    switch style.letters {
    case .standard, .strokes: (body, bold) = (.helvetica, .helveticaBold)
    case .trueType: (body, bold) = (.trueType, .helveticaBold)
    case .identity: (body, bold) = (.identity, .identity)
    }
  }

  func font(_ weight: Weight) -> DrawingFont { weight == .body ? body : bold }

  /// Width in points.
  func width(_ text: String, _ size: Double, _ weight: Weight = .body) -> Double {
    style.letters == .strokes
      ? StrokeFont.width(text, size: size) : font(weight).width(text, size: size)
  }

  /// Draws `text` with its baseline beginning at `origin`.
  /// - Parameter spacing: additional space after each letter, in points.
  mutating func draw(
    _ text: String, at origin: Point, size: Double, axes: TextAxes = .level,
    weight: Weight = .body, spacing: Double = 0, showing: ExporterStyle.Showing? = nil,
    on canvas: inout Canvas
  ) {
    let length = width(text, size, weight) + spacing * Double(max(0, text.utf16.count - 1))
    canvas.texts.append(
      DrawnText(text: text, quad: Quad(origin, axes.along * length, axes.up * (size * 0.72))))
    if style.letters == .strokes {
      drawStrokes(text, origin, size, axes, spacing, on: &canvas)
      return
    }
    let line = TextLine(
      units: Array(text.utf16), origin: origin, size: size, axes: axes, font: font(weight),
      name: weight == .body ? style.fontNames.body : style.fontNames.bold, spacing: spacing)
    switch spacing > 0 ? .whole : showing ?? style.showing {
    case .whole: object(line, on: &canvas) { $0.show(0..<line.units.count, $1, &$2) }
    case .kerned: object(line, on: &canvas) { $0.kerned($1, &$2) }
    case .glyphs: object(line, on: &canvas) { $0.glyphs($1, &$2) }
    case .pieces: object(line, on: &canvas) { $0.pieces($1, &$2) }
    case .words: object(line, on: &canvas) { $0.words($1, &$2) }
    case .objects: objects(line, on: &canvas)
    }
  }

  // MARK: Strokes

  private func drawStrokes(
    _ text: String, _ origin: Point, _ size: Double, _ axes: TextAxes, _ spacing: Double,
    on canvas: inout Canvas
  ) {
    let unit = StrokeFont.unit(size)
    var start = origin
    canvas.save()
    canvas.lineWidth(size * 0.06)
    for character in text.utf16 {
      for stroke in StrokeFont.strokes(character) {
        canvas.path(stroke.map { start + axes.along * ($0.x * unit) + axes.up * ($0.y * unit) })
      }
      start = start + axes.along * (StrokeFont.advance * unit + spacing)
    }
    canvas.op("S")
    canvas.restore()
  }

  // MARK: Text objects (ISO 32000-2 §9.4)

  private mutating func object(
    _ line: TextLine, on canvas: inout Canvas,
    _ show: (inout TextPen, TextLine, inout Canvas) -> Void
  ) {
    canvas.op("BT")
    begin(line, at: line.origin, &canvas)
    show(&self, line, &canvas)
    if line.spacing > 0 { canvas.op("0 Tc") }
    canvas.op("ET")
  }

  /// Font, spacing and position.
  private func begin(_ line: TextLine, at origin: Point, _ canvas: inout Canvas) {
    let size = style.sizeInMatrix ? 1 : line.size
    canvas.raw {
      $0.append("/")
      $0.append(string: line.name)
      $0.append(0x20)
      $0.append(size, scale: 100)
      $0.append(" Tf\n")
      if line.spacing > 0 {
        $0.append(line.spacing / line.size * size, scale: 1_000)
        $0.append(" Tc\n")
      }
    }
    position(line, at: origin, &canvas)
  }

  private func position(_ line: TextLine, at origin: Point, _ canvas: inout Canvas) {
    if !style.sizeInMatrix, line.axes.along == Point(1, 0), line.axes.up == Point(0, 1),
      origin == line.origin
    {
      canvas.point(origin)
      canvas.op("Td")
      return
    }
    let factor = style.sizeInMatrix ? line.size : 1
    for axis in [line.axes.along * factor, line.axes.up * factor] {
      canvas.precise(axis.x)
      canvas.precise(axis.y)
    }
    canvas.point(origin)
    canvas.op("Tm")
  }

  private mutating func string(_ line: TextLine, _ range: Range<Int>, _ canvas: inout Canvas) {
    codes.removeAll(keepingCapacity: true)
    for index in range { line.font.encode(line.units[index], into: &codes) }
    canvas.raw { [codes] out in
      if style.hexadecimal {
        out.append(hexadecimal: codes)
      } else {
        out.append(literal: codes)
      }
    }
  }

  private mutating func show(_ range: Range<Int>, _ line: TextLine, _ canvas: inout Canvas) {
    string(line, range, &canvas)
    canvas.op(" Tj")
  }

  /// One `TJ` with small corrections between letters, as kerning tables give them.
  private mutating func kerned(_ line: TextLine, _ canvas: inout Canvas) {
    canvas.raw { $0.append("[") }
    var start = 0
    for index in line.units.indices.dropFirst() {
      // A hash of the pair stands for the table: the same pair is always kerned the same.
      let pair = (Int(line.units[index - 1]) * 31 + Int(line.units[index])) % 17
      guard pair < 4 else { continue }
      string(line, start..<index, &canvas)
      canvas.raw {
        $0.append(integer: pair * 22 - 30)
        $0.append(0x20)
      }
      start = index
    }
    string(line, start..<line.units.count, &canvas)
    canvas.op("] TJ")
  }

  /// Every glyph set on its own.
  private mutating func glyphs(_ line: TextLine, _ canvas: inout Canvas) {
    for index in line.units.indices where line.units[index] != 0x20 {
      if index > 0 { position(line, at: line.point(index), &canvas) }
      show(index..<index + 1, line, &canvas)
    }
  }

  /// Several strings one after another, cut anywhere.
  private mutating func pieces(_ line: TextLine, _ canvas: inout Canvas) {
    var start = 0
    while start < line.units.count {
      let end = min(line.units.count, start + 1 + (start * 7 + line.units.count) % 5)
      show(start..<end, line, &canvas)
      start = end
    }
  }

  /// Word by word, moved to its place; no space is ever shown.
  private mutating func words(_ line: TextLine, _ canvas: inout Canvas) {
    for range in line.words {
      if range.lowerBound > 0 { position(line, at: line.point(range.lowerBound), &canvas) }
      show(range, line, &canvas)
    }
  }

  /// A text object for each piece, a word cut in two where it is long.
  private mutating func objects(_ line: TextLine, on canvas: inout Canvas) {
    for word in line.words {
      let middle = word.lowerBound + (word.count > 5 ? word.count / 2 : word.count)
      for range in [word.lowerBound..<middle, middle..<word.upperBound] where !range.isEmpty {
        var piece = line
        piece.origin = line.point(range.lowerBound)
        object(piece, on: &canvas) { $0.show(range, $1, &$2) }
      }
    }
  }
}

/// One text to be shown.
private struct TextLine {
  let units: [UInt16]
  var origin: Point
  let size: Double
  let axes: TextAxes
  let font: DrawingFont
  let name: String
  let spacing: Double

  /// Where the letter at `index` begins.
  func point(_ index: Int) -> Point {
    var sum = 0
    for unit in units[..<index] { sum += font.width(unit) }
    return origin + axes.along * (Double(sum) * size / 1_000)
  }

  /// Ranges between spaces.
  var words: [Range<Int>] {
    units.split(separator: 0x20).map { $0.startIndex..<$0.endIndex }
  }
}
