/// Reads the text of an SVG drawing with its places (SVG 2).
///
/// Glyphs stand where `transform`, `x`, `y`, `dx`, `dy` and `rotate` put them, as wide as Helvetica's or a
/// typewriter's, and ``WordBuilder`` makes words of them. What `use` repeats is read each time.
struct SVGReader {
  /// Elements inside one another; deeper ones have the last one's place and style.
  static let nesting = 1024

  let budget: Budget
  var store = GlyphStore()
  var ink = PageInk()
  private(set) var width = 0.0
  private(set) var height = 0.0
  private(set) var damage: Int?

  private var sheet = SVGSheet()
  private var references: [String: Range<Int>] = [:]
  private var source: [UInt8] = []

  init(_ budget: Budget) { self.budget = budget }

  mutating func read(_ bytes: [UInt8]) throws(ExtractionError) {
    source = DocumentType.blanked(bytes)
    try index()
    try walk(source, SVGStyle(), uses: 0)
  }

  /// Collects style sheets, and where the elements with text stand that are used elsewhere.
  private mutating func index() throws(ExtractionError) {
    var walk = XMLWalk(source, budget: budget)
    source = walk.bytes
    var open: [(id: String, start: Int)?] = []
    var isStyle = false
    var text: [UInt32] = []
    while true {
      switch try walk.next() {
      case .open(let name):
        isStyle = name == "style"
        guard open.count < Self.nesting else { continue }
        let id = walk.attribute("id")
        open.append(id.flatMap { id in walk.start.map { (id, $0) } })
      case .text: if isStyle { walk.appendText(to: &text) }
      case .close:
        isStyle = false
        guard let last = open.popLast(), let (id, start) = last, let end = walk.closeEnd else {
          continue
        }
        note(id, start..<end)
      case .end:
        sheet.add(String(String.UnicodeScalarView(text.compactMap { Unicode.Scalar($0) })))
        return
      }
    }
  }

  private mutating func note(_ id: String, _ range: Range<Int>) {
    let holdsText = source.withUnsafeBytes {
      let part = UnsafeRawBufferPointer(rebasing: $0[range])
      return Search.find("text", in: part) != nil || Search.find("use", in: part) != nil
    }
    if holdsText { references[id] = references[id] ?? range }
  }

  private mutating func walk(_ bytes: [UInt8], _ style: SVGStyle, uses: Int)
    throws(ExtractionError)
  {
    var walk = XMLWalk(bytes, budget: budget)
    var styles = [style]
    var overflow = 0
    while true {
      switch try walk.next() {
      case .open(let name):
        guard styles.count < Self.nesting else {
          overflow += 1
          continue
        }
        let isRoot = styles.count == 1
        guard var next = styles.last else { return }
        inherit(name, walk, &next)
        if try enter(name, &walk, &next, isRoot: isRoot, uses: uses) { styles.append(next) }
      case .close:
        if overflow > 0 { overflow -= 1 } else if styles.count > 1 { styles.removeLast() }
      case .text: break
      case .end:
        if uses == 0 { damage = walk.damage }
        return
      }
    }
  }

  /// Takes an element in; false if it was read to its end.
  private mutating func enter(
    _ name: String, _ walk: inout XMLWalk, _ style: inout SVGStyle, isRoot: Bool, uses: Int
  ) throws(ExtractionError) -> Bool {
    switch name {
    case "svg": view(walk, &style, isRoot: isRoot && uses == 0)
    case "text":
      var text = SVGText(style, sheet, budget)
      try text.read(&walk, into: &store)
      ink.glyphs += 1
      return false
    case "foreignObject":
      var text = SVGText(style, sheet, budget)
      try text.readForeign(&walk, into: &store)
      return false
    case "use":
      try use(walk, style, uses)
    case "path", "polyline", "polygon": ink.pathSegments &+= max(1, walk.size(of: "d") / 8)
    case "line", "rect", "circle", "ellipse": ink.pathSegments &+= 1
    case "image": image(walk, style)
    // Shown only where they are used, or not at all.
    case "symbol", "clipPath", "mask", "pattern", "marker", "defs":
      if !isRoot || uses == 0 {
        try walk.skip()
        return false
      }
    case "title", "desc", "metadata", "style", "script":
      try walk.skip()
      return false
    default: break
    }
    return true
  }

  /// Applies an element's own attributes to what it inherits.
  private func inherit(_ name: String, _ walk: XMLWalk, _ style: inout SVGStyle) {
    style.inherit(name, walk, sheet)
    if let transform = walk.attribute("transform") {
      style.matrix = Matrix(svg: transform).concatenated(with: style.matrix)
    }
    if !style.matrix.isSound { style.matrix = .identity }
  }

  /// The size of the drawing, or of one inside of it, and its view box (SVG 2 §8.2).
  private mutating func view(_ walk: XMLWalk, _ style: inout SVGStyle, isRoot: Bool) {
    let box = SVGNumber.list(walk.attribute("viewBox") ?? "")
    let hasBox = box.count >= 4 && box[2] > 0 && box[3] > 0
    func side(_ name: StaticString, _ index: Int) -> Double {
      let text = walk.attribute(name)
      let stated = text?.hasSuffix("%") == true ? nil : SVGNumber.length(text, base: 16)
      return max(0, stated ?? (hasBox ? box[index] : 0))
    }
    let (wide, high) = (side("width", 2), side("height", 3))
    if isRoot {
      // Pixels are 3/4 of a point.
      (width, height) = (wide * 0.75, high * 0.75)
      style.matrix = Matrix(a: 0.75, d: 0.75).concatenated(with: style.matrix)
    } else {
      let x = SVGNumber.length(walk.attribute("x"), base: 16) ?? 0
      let y = SVGNumber.length(walk.attribute("y"), base: 16) ?? 0
      style.matrix = Matrix(e: x, f: y).concatenated(with: style.matrix)
    }
    guard hasBox, wide > 0, high > 0 else { return }
    let scale = min(wide / box[2], high / box[3])
    let toView = Matrix(
      a: scale, d: scale, e: (wide - scale * box[2]) / 2 - box[0] * scale,
      f: (high - scale * box[3]) / 2 - box[1] * scale)
    style.matrix = toView.concatenated(with: style.matrix)
  }

  private mutating func use(_ walk: XMLWalk, _ style: SVGStyle, _ uses: Int)
    throws(ExtractionError)
  {
    guard let href = walk.attribute("href"), href.hasPrefix("#") else { return }
    guard let range = references[String(href.dropFirst())] else {
      ink.pathSegments &+= 4
      return
    }
    guard uses < budget.limits.forms else { return }
    var style = style
    let x = SVGNumber.length(walk.attribute("x"), base: 16) ?? 0
    let y = SVGNumber.length(walk.attribute("y"), base: 16) ?? 0
    style.matrix = Matrix(e: x, f: y).concatenated(with: style.matrix)
    // Copying is work too, however little there is in it.
    try budget.charge(operators: range.count / 16 + 1)
    try self.walk(Array(source[range]), style, uses: uses + 1)
  }

  private mutating func image(_ walk: XMLWalk, _ style: SVGStyle) {
    ink.images += 1
    let wide = SVGNumber.length(walk.attribute("width"), base: 16) ?? 0
    let high = SVGNumber.length(walk.attribute("height"), base: 16) ?? 0
    let area = wide * high * abs(style.matrix.determinant)
    if width * height > 0, area.isFinite { ink.imageArea += area / (width * height) }
  }
}

extension SVGStyle {
  /// Properties that are attributes too (SVG 2 §6.6).
  private static let presentation: [(StaticString, Substring)] = [
    ("font-size", "font-size"), ("font-family", "font-family"), ("text-anchor", "text-anchor"),
    ("display", "display"), ("visibility", "visibility"), ("opacity", "opacity"),
    ("fill", "fill"), ("stroke", "stroke"), ("letter-spacing", "letter-spacing"),
  ]

  /// Applies an element's attributes, then style sheets, then its own style.
  mutating func inherit(_ name: String, _ walk: XMLWalk, _ sheet: SVGSheet) {
    for (attribute, property) in Self.presentation {
      if let value = walk.attribute(attribute) { apply(property, value[...]) }
    }
    if walk.attribute("space") == "preserve" { keepsSpace = true }
    if !sheet.isEmpty {
      sheet.apply(
        name, classes: walk.attribute("class"), id: walk.attribute("id"), to: &self)
    }
    if let style = walk.attribute("style") { apply(declarations: style) }
  }
}
