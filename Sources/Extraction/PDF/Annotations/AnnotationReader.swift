/// Reads the text of a page's annotations and form fields (ISO 32000-2 §12.5, §12.7).
///
/// What an appearance stream draws is drawn like content. Text that only stands in `Contents` or in a
/// field's value is placed in the annotation's rectangle.
struct AnnotationReader {
  private let document: PDFDocument
  /// Texts that no appearance draws.
  private var notes: [Note] = []

  /// Annotations read on one page; sheets full of SHX text have some thousands.
  private static let limit = 100_000
  /// Parents of a field that are asked for what it inherits.
  private static let parentLimit = 16

  private struct Note {
    var text: [UInt32]
    var rectangle: Rectangle
    var display: Matrix
    var kind: Page.Kind
    var visible: Bool
  }

  init(_ document: PDFDocument) { self.document = document }

  /// Draws the appearances of a page's annotations.
  mutating func read(
    _ page: PDFPage, _ interpreter: inout ContentInterpreter
  ) throws(ExtractionError) {
    guard let items = document.array(page.dictionary, .annotations) else { return }
    for item in items.prefix(Self.limit) {
      try document.budget.check()
      guard let annotation = document.resolve(item).dictionary else { continue }
      try read(annotation, page, &interpreter)
    }
  }

  private mutating func read(
    _ annotation: PDFDictionary, _ page: PDFPage, _ interpreter: inout ContentInterpreter
  ) throws(ExtractionError) {
    let subtype = document.name(annotation, .subtype)
    guard subtype != .popup else { return }
    let flags = document.integer(annotation, .flagsOfAnnotation) ?? 0
    let layer = annotation[.optionalContent]
    // Hidden (2) and NoView (6), §12.5.3.
    let isHidden =
      flags & 0b100010 != 0 || !layer.isNull && interpreter.layers.isHidden(layer, document)
    let kind = subtype == .widget ? Page.Kind.form : .annotation
    let rectangle = document.rectangle(annotation, .rect) ?? Rectangle(0, 0, 0, 0)
    let first = interpreter.store.glyphs.count
    let appearance = appearance(annotation)
    if let stream = appearance {
      interpreter.resume(page.display, kind: kind, isHidden: isHidden)
      if let matrix = placement(stream, rectangle) {
        interpreter.state.matrix = matrix.concatenated(with: interpreter.state.matrix)
      }
      try interpreter.draw(stream, inherited: page.resources ?? PDFDictionary())
      // Letters in the boxes of a comb stand too far apart to be read as words.
      if kind == .form, isComb(annotation) { interpreter.store.truncate(to: first) }
    }
    let texts = texts(annotation, isField: kind == .form, hasAppearance: appearance != nil)
    for text in texts {
      if Self.draws(text, interpreter.store, from: first) { continue }
      notes.append(
        Note(
          text: text, rectangle: rectangle, display: page.display, kind: kind, visible: !isHidden))
    }
  }

  /// The normal appearance in its current state (§12.5.5).
  private func appearance(_ annotation: PDFDictionary) -> PDFStream? {
    guard let list = document.dictionary(annotation, .appearance) else { return nil }
    let normal = document.value(list, .normal)
    if let stream = normal.stream { return stream }
    guard let states = normal.dictionary, let state = document.name(annotation, .appearanceState)
    else { return nil }
    return document.stream(states, state)
  }

  /// Algorithm 8: the matrix that brings the appearance's box into the annotation's rectangle.
  private func placement(_ stream: PDFStream, _ rectangle: Rectangle) -> Matrix? {
    guard let box = document.rectangle(stream.dictionary, .boundingBox) else { return nil }
    let matrix = document.matrix(stream.dictionary, .matrix) ?? .identity
    let corners = [
      matrix.apply(box.x0, box.y0), matrix.apply(box.x1, box.y0), matrix.apply(box.x0, box.y1),
      matrix.apply(box.x1, box.y1),
    ]
    let left = corners.map(\.x).min() ?? 0
    let right = corners.map(\.x).max() ?? 0
    let low = corners.map(\.y).min() ?? 0
    let high = corners.map(\.y).max() ?? 0
    guard right > left, high > low, rectangle.width > 0, rectangle.height > 0 else { return nil }
    let x = rectangle.width / (right - left)
    let y = rectangle.height / (high - low)
    return Matrix(a: x, d: y, e: rectangle.x0 - left * x, f: rectangle.y0 - low * y)
  }

  // MARK: - Text

  /// What the annotation says besides its appearance.
  private func texts(
    _ annotation: PDFDictionary, isField: Bool, hasAppearance: Bool
  ) -> [[UInt32]] {
    if isField {
      return (value(annotation).map { [$0] } ?? []) + (hasAppearance ? [] : options(annotation))
    }
    guard let contents = document.string(annotation, .contents), !contents.isEmpty
    else { return [] }
    return [TextString.scalars(contents)]
  }

  /// Whether a text field spreads its letters over boxes (flag 25, table 231), and has a value.
  private func isComb(_ field: PDFDictionary) -> Bool {
    let parent = document.dictionary(field, .parent)
    let flags =
      document.integer(field, .fieldFlags)
      ?? parent.flatMap { document.integer($0, .fieldFlags) } ?? 0
    return flags & 1 << 24 != 0 && value(field) != nil
  }

  /// The value of a text or choice field, which it may have from its parents (§12.7.4).
  private func value(_ field: PDFDictionary) -> [UInt32]? {
    var type: Name?
    var value = PDFObject.null
    var current: PDFDictionary? = field
    for _ in 0..<Self.parentLimit {
      guard let dictionary = current else { break }
      if type == nil { type = document.name(dictionary, .fieldType) }
      if value.isNull { value = document.value(dictionary, .fieldValue) }
      current = document.dictionary(dictionary, .parent)
    }
    guard type == Name("Tx") || type == Name("Ch") else { return nil }
    switch value {
    case .string(let bytes): return TextString.scalars(bytes)
    case .array(let items):
      let parts = items.compactMap { document.resolve($0).string }.map { TextString.scalars($0) }
      return parts.isEmpty ? nil : Array(parts.joined(separator: [0x0A]))
    case .stream(let stream):
      var bytes: [UInt8] = []
      guard case .bytes? = try? document.decode(stream, into: &bytes) else { return nil }
      return TextString.scalars(bytes)
    default: return nil
    }
  }

  /// What a list box without an appearance offers: viewers draw it, but for combo boxes (flag 18,
  /// §12.7.5.4).
  private func options(_ field: PDFDictionary) -> [[UInt32]] {
    guard document.name(field, .fieldType) == Name("Ch"),
      (document.integer(field, .fieldFlags) ?? 0) & 1 << 17 == 0,
      let options = document.array(field, Name("Opt"))
    else { return [] }
    let texts = options.prefix(Self.optionLimit).compactMap { option -> [UInt32]? in
      let shown = document.resolve(option)
      let text = shown.array.flatMap { $0.last }.map { document.resolve($0) } ?? shown
      return text.string.map { TextString.scalars($0) }
    }
    return texts.isEmpty ? [] : [Array(texts.joined(separator: [0x0A]))]
  }

  /// Options read of one list box.
  private static let optionLimit = 10_000

  /// Whether the glyphs drawn since `first` say what `text` says, spaces and line ends aside.
  private static func draws(_ text: [UInt32], _ store: GlyphStore, from first: Int) -> Bool {
    let wanted = text.map { Font.plain($0) }.filter { $0 > 0x20 && $0 != Font.Text.nothing }
    guard !wanted.isEmpty else { return true }
    let drawn = store.glyphs[min(first, store.glyphs.count)...].map(\.scalar).filter { $0 > 0x20 }
    guard drawn.count >= wanted.count else { return false }
    if drawn.elementsEqual(wanted) { return true }
    // Compare bags of characters: an appearance may break lines elsewhere or add a border's label.
    var counts: [UInt32: Int] = [:]
    for scalar in drawn { counts[scalar, default: 0] += 1 }
    for scalar in wanted {
      guard let count = counts[scalar], count > 0 else { return false }
      counts[scalar] = count - 1
    }
    return true
  }

  // MARK: - Placing

  /// Appends the texts that no appearance draws, each line a run.
  ///
  /// A line is left out where the page's own text, or another note, says the same in the same place:
  /// links and SHX text repeat what is drawn beneath them.
  func place(into page: inout Page) {
    guard !notes.isEmpty else { return }
    for line in lines(beyond: DrawnLines(page)) {
      page.append(line.text, in: line.box, kind: line.kind)
    }
  }

  private func lines(
    beyond drawn: DrawnLines
  ) -> [(text: [UInt32], box: NoteBox, kind: Page.Kind)] {
    var kept: [(text: [UInt32], box: NoteBox, kind: Page.Kind)] = []
    var drawn = drawn
    for note in notes {
      let lines = note.text.split { $0 == 0x0A || $0 == 0x0D || $0 == 0x2028 || $0 == 0x2029 }
      for (index, line) in lines.enumerated() {
        let text = Page.readable(line)
        guard !text.isEmpty else { continue }
        var box = NoteBox(note.rectangle, note.display, line: index, of: lines.count)
        box.isVisible = note.visible
        guard drawn.isNew(text, in: box) else { continue }
        kept.append((text, box, note.kind))
      }
    }
    return kept
  }
}
