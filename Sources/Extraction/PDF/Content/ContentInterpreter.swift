/// Runs content streams as far as they draw or place text (ISO 32000-2 §8, §9).
///
/// Numbers are not read until an operator needs them: paths and images are passed over at the speed of
/// finding the next delimiter.
struct ContentInterpreter {
  let document: PDFDocument
  let budget: Budget
  var fonts = FontCache()
  var forms = FormCache()
  var layers: OptionalContent
  var store = GlyphStore()
  var ink = PageInk()

  var state = GraphicsState(matrix: .identity)
  var textMatrix = Matrix.identity
  var lineMatrix = Matrix.identity
  var kind = Page.Kind.text
  /// Layers and annotations that are off, around what is being drawn.
  var hidden = 0
  /// Area of the page in square points, for the share that images cover.
  var pageArea = 1.0
  /// Where the content stream being run began, which patterns are placed by.
  var base = Matrix.identity
  /// Patterns whose cell, and soft masks whose group, is drawn on this page.
  var patterns: Set<ObjectIdentifier> = []

  /// Resources around those of the form that is being drawn: careless producers rely on them.
  private var outer: [PDFDictionary] = []
  private var stack: [GraphicsState] = []
  private var ignoredSaves = 0
  private var marked: [MarkedContent] = []
  private var ignoredMarks = 0
  private var segments = 0
  private var running: [ObjectIdentifier] = []
  private let scratch = LexerScratch()

  /// Graphics states kept; the specification promises 28, real files stay below 100.
  private static let stackLimit = 512
  private static let markLimit = 512
  /// Operators between two polls of the budget.
  private static let batch = 256

  init(_ document: PDFDocument, budget: Budget) {
    self.document = document
    self.budget = budget
    layers = OptionalContent(document)
  }

  /// Starts a page: empties what is kept of another.
  mutating func begin(_ matrix: Matrix, area: Double) {
    state = GraphicsState(matrix: matrix)
    base = matrix
    patterns.removeAll(keepingCapacity: true)
    stack.removeAll(keepingCapacity: true)
    marked.removeAll(keepingCapacity: true)
    store.removeAll()
    ink = PageInk()
    (ignoredSaves, ignoredMarks, hidden, segments) = (0, 0, 0, 0)
    pageArea = max(area, 1)
    kind = .text
  }

  /// Starts an annotation's appearance on the page begun.
  mutating func resume(_ matrix: Matrix, kind: Page.Kind, isHidden: Bool) {
    state = GraphicsState(matrix: matrix)
    base = matrix
    stack.removeAll(keepingCapacity: true)
    marked.removeAll(keepingCapacity: true)
    (ignoredSaves, ignoredMarks, segments) = (0, 0, 0)
    hidden = isHidden ? 1 : 0
    self.kind = kind
  }

  // MARK: - The loop

  /// Runs one content stream with its resources.
  mutating func run(
    _ bytes: UnsafeRawBufferPointer, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    var lexer = Lexer(bytes, scratch: running.isEmpty ? scratch : LexerScratch())
    var operands = Operands()
    var count = 0
    while true {
      lexer.skipWhiteSpace()
      guard lexer.position < lexer.end else { break }
      let kind = lexer.classes[Int(lexer.base[lexer.position])]
      if kind & (CharacterClass.digit | CharacterClass.sign) != 0 {
        passNumbers(&lexer, &operands, &count)
        if count >= Self.batch { try charge(&count) }
        continue
      }
      switch lexer.next() {
      case .end: break
      case .keyword:
        count += 1
        if count >= Self.batch { try charge(&count) }
        try perform(&lexer, operands, resources)
        operands.removeAll()
      case .name: operands.name = lexer.name
      case .arrayOpen: showArray(&lexer, &operands)
      case .dictionaryOpen:
        operands.dictionary = ObjectParser(references: false).dictionary(&lexer, depth: 1)
      case .string:
        operands.string = lexer.string
      default: break
      }
    }
    try budget.charge(operators: count)
  }

  private func charge(_ count: inout Int) throws(ExtractionError) {
    try budget.charge(operators: count)
    count = 0
  }

  /// Passes over a number, and over the paths that begin with it.
  @inline(__always)
  private mutating func passNumbers(
    _ lexer: inout Lexer, _ operands: inout Operands, _ count: inout Int
  ) {
    let start = lexer.position
    if operands.areNumbers {
      var pass = PathPass(segments: segments)
      pass.run(&lexer, &operands, limit: Self.batch)
      segments = pass.segments
      ink.pathSegments &+= pass.painted
      count &+= pass.operators
    }
    guard lexer.position == start else { return }
    operands.push(start)
    lexer.passNumber()
  }

  /// Carries out one operator.
  private mutating func perform(
    _ lexer: inout Lexer, _ operands: Operands, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    switch lexer.keyword {
    case 0x6D, 0x6C, 0x68: segments &+= 1  // m l h
    case 0x63, 0x76, 0x79: segments &+= 1  // c v y
    case 0x7265: segments &+= 4  // re
    case 0x53, 0x73, 0x66, 0x46, 0x662A, 0x42, 0x422A, 0x62, 0x622A:  // S s f F f* B B* b b*
      ink.pathSegments &+= segments
      segments = 0
    case 0x6E: segments = 0  // n
    case 0x71: save()  // q
    case 0x51: restore()  // Q
    case 0x636D:  // cm
      guard operands.count >= 6 else { return }
      state.matrix = operands.matrix(&lexer).concatenated(with: state.matrix)
    case 0x446F:  // Do
      if let name = operands.name { try paint(name, resources) }
    case 0x73_636E, 0x53_434E:  // scn SCN
      if let name = operands.name { try drawPattern(name, resources) }
    case 0x6773:  // gs
      if let name = operands.name { try applyState(name, resources) }
    case 0x4249:  // BI
      lexer.skipInlineImage()
      countImage()
    case 0x7368: ink.pathSegments &+= 1  // sh
    case 0x4244_43, 0x424D_43: beginMarked(operands, resources)  // BDC BMC
    case 0x454D_43: endMarked()  // EMC
    default: try performText(&lexer, operands, resources)
    }
  }

  // MARK: - Graphics state (§8.4)

  private mutating func save() {
    guard stack.count < Self.stackLimit else {
      ignoredSaves &+= 1
      return
    }
    stack.append(state)
  }

  private mutating func restore() {
    if ignoredSaves > 0 {
      ignoredSaves &-= 1
    } else if let last = stack.popLast() {
      state = last
    }
  }

  /// A graphics state dictionary can set the font (table 57).
  private mutating func applyState(
    _ name: Name, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    guard let list = document.dictionary(resources, .extGState),
      let dictionary = document.dictionary(list, name)
    else { return }
    if let mask = document.dictionary(dictionary, Self.softMask) {
      try drawMask(mask, resources)
    }
    guard let pair = document.array(dictionary, .font), pair.count >= 2,
      let font = document.resolve(pair[0]).dictionary
    else { return }
    state.font = try fonts.index(of: font, document)
    state.size = document.resolve(pair[1]).number ?? state.size
  }

  private static let softMask = Name("SMask")
  private static let maskGroup = Name("G")

  /// Draws the text of a soft mask's group (§11.6.5.2) once a page: what is painted through the mask
  /// has its shape. Its other ink is none.
  private mutating func drawMask(
    _ mask: PDFDictionary, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    guard let group = document.stream(mask, Self.maskGroup),
      patterns.insert(ObjectIdentifier(group)).inserted
    else { return }
    let before = ink
    try draw(group, inherited: resources)
    let (glyphs, unknown) = (ink.glyphs, ink.undecodableGlyphs)
    ink = before
    (ink.glyphs, ink.undecodableGlyphs) = (glyphs, unknown)
  }

  private func countedImageShare() -> Double {
    let area = abs(state.matrix.determinant) / pageArea
    return area.isFinite ? min(area, 1) : 0
  }

  private mutating func countImage() {
    ink.images &+= 1
    ink.imageArea += countedImageShare()
  }

  // MARK: - Marked content (§14.6, §8.11.3.2)

  private mutating func beginMarked(_ operands: Operands, _ resources: PDFDictionary) {
    guard marked.count < Self.markLimit else {
      ignoredMarks &+= 1
      return
    }
    var mark = MarkedContent()
    mark.firstGlyph = store.glyphs.count
    var list = operands.dictionary
    if list == nil, let name = operands.name,
      let properties = document.dictionary(resources, .properties)
    {
      let entry = properties[name]
      if layers.isUsed { mark.isHidden = layers.isHidden(entry, document) }
      list = document.resolve(entry).dictionary
    }
    if let list, let text = document.string(list, .actualText) {
      mark.actualText = TextString.scalars(text)
    }
    if mark.isHidden { hidden &+= 1 }
    marked.append(mark)
  }

  private mutating func endMarked() {
    guard ignoredMarks == 0 else {
      ignoredMarks &-= 1
      return
    }
    guard let mark = marked.popLast() else { return }
    if mark.isHidden { hidden &-= 1 }
    if let text = mark.actualText { store.replace(from: mark.firstGlyph, with: text) }
  }

  // MARK: - XObjects (§8.10)

  private mutating func paint(
    _ name: Name, _ resources: PDFDictionary
  ) throws(ExtractionError) {
    guard let stream = xObject(name, resources) else { return }
    if document.name(stream.dictionary, .subtype) == .image {
      countImage()
    } else {
      try draw(stream, inherited: resources)
    }
  }

  private func xObject(_ name: Name, _ resources: PDFDictionary) -> PDFStream? {
    for around in CollectionOfOne(resources) + outer.reversed() {
      if let list = document.dictionary(around, .xObject),
        let stream = document.stream(list, name)
      {
        return stream
      }
    }
    return nil
  }

  /// The font of that name in the resources or those around them; -1 if there is none.
  mutating func font(
    _ name: Name, _ resources: PDFDictionary
  ) throws(ExtractionError) -> Int {
    var index = try fonts.index(name, in: resources, document)
    var depth = outer.count - 1
    while index < 0, depth >= 0 {
      index = try fonts.index(name, in: outer[depth], document)
      depth -= 1
    }
    return index
  }

  /// Draws a form XObject in the current state; a form inside itself, or nested too deep, is left out.
  mutating func draw(
    _ stream: PDFStream, inherited: PDFDictionary
  ) throws(ExtractionError) {
    let identifier = ObjectIdentifier(stream)
    guard running.count < budget.limits.forms, !running.contains(identifier) else { return }
    let form = forms.form(stream)
    if let known = form.inkWithoutText {
      ink.add(known, imageShare: countedImageShare())
      return
    }
    var content = form.content
    if !form.isDecoded {
      guard case .bytes = try document.decode(stream, into: &content) else { return }
      forms.settle(form, content)
    }
    let before = (ink: ink, glyphs: store.glyphs.count)
    running.append(identifier)
    defer { running.removeLast() }
    try drawInside(stream, content, inherited)
    if store.glyphs.count == before.glyphs, ink.glyphs == before.ink.glyphs {
      form.inkWithoutText = ink.difference(before.ink)
    }
  }

  private mutating func drawInside(
    _ stream: PDFStream, _ content: [UInt8], _ inherited: PDFDictionary
  ) throws(ExtractionError) {
    let saved = (
      state, stack, ignoredSaves, marked, ignoredMarks, hidden, textMatrix, lineMatrix, base
    )
    stack = []
    marked = []
    (ignoredSaves, ignoredMarks, segments) = (0, 0, 0)
    let layer = stream.dictionary[.optionalContent]
    if !layer.isNull, layers.isHidden(layer, document) { hidden &+= 1 }
    if let matrix = document.matrix(stream.dictionary, .matrix) {
      state.matrix = matrix.concatenated(with: state.matrix)
    }
    base = state.matrix
    let resources = document.dictionary(stream.dictionary, .resources) ?? inherited
    outer.append(inherited)
    defer { outer.removeLast() }
    try content.withUnsafeBufferPointer { (bytes) throws(ExtractionError) in
      try run(UnsafeRawBufferPointer(bytes), resources)
    }
    (state, stack, ignoredSaves, marked, ignoredMarks, hidden, textMatrix, lineMatrix, base) =
      saved
    segments = 0
  }
}
