/// Places the glyphs of one `text` element (SVG 2 §11).
struct SVGText {
  /// Positions that an element gives its characters one by one.
  private struct Lists {
    var x: [Double] = []
    var y: [Double] = []
    var dx: [Double] = []
    var dy: [Double] = []
    var rotate: [Double] = []
    /// Characters of the element so far.
    var used = 0
  }

  private let sheet: SVGSheet
  private let budget: Budget
  private var styles: [SVGStyle]
  private var lists: [Lists] = []
  private var x = 0.0
  private var y = 0.0
  /// Where the show began that is open, and what it is turned by; nil if none is.
  private var showBaseline: (y: Double, turn: Double)?
  /// The first glyph of the anchored chunk, and where it began.
  private var chunk: (first: Int, x: Double) = (0, 0)
  private var firstGlyph = 0
  private var endsInSpace = true
  private var scalars: [UInt32] = []
  private var textLength: Double?

  /// Ascent and descent in em.
  private static let ascent: Float = 0.75
  private static let descent: Float = 0.22
  private static let sans = StandardFont(flags: 0)

  init(_ style: SVGStyle, _ sheet: SVGSheet, _ budget: Budget) {
    styles = [style]
    self.sheet = sheet
    self.budget = budget
  }

  private var style: SVGStyle { styles[styles.count - 1] }

  mutating func read(_ walk: inout XMLWalk, into store: inout GlyphStore)
    throws(ExtractionError)
  {
    begin(store)
    textLength = SVGNumber.length(walk.attribute("textLength"), base: style.fontSize)
    push(walk)
    var skipped = 0
    while !styles.isEmpty {
      switch try walk.next() {
      case .open(let name):
        if ["title", "desc", "script", "style"].contains(name) {
          try walk.skip()
        } else if styles.count >= SVGReader.nesting {
          skipped += 1
        } else {
          open(name, walk, store)
        }
      case .close:
        if skipped > 0 { skipped -= 1 } else { close(&store) }
        if lists.isEmpty { return finish(&store) }
      case .text: put(&walk, &store)
      case .end: return finish(&store)
      }
    }
  }

  private mutating func begin(_ store: GlyphStore) {
    firstGlyph = store.glyphs.count
    chunk = (store.glyphs.count, 0)
  }

  private mutating func push(_ walk: XMLWalk) {
    func list(_ name: StaticString) -> [Double] { SVGNumber.list(walk.attribute(name) ?? "") }
    func lengths(_ name: StaticString) -> [Double] {
      guard let text = walk.attribute(name) else { return [] }
      let values = SVGNumber.list(text)
      // A single length may have a unit.
      guard values.count == 1, let value = SVGNumber.length(text, base: style.fontSize) else {
        return values
      }
      return [value]
    }
    lists.append(
      Lists(
        x: lengths("x"), y: lengths("y"), dx: lengths("dx"), dy: lengths("dy"),
        rotate: list("rotate")))
  }

  private mutating func open(_ name: String, _ walk: XMLWalk, _ store: GlyphStore) {
    var next = style
    next.inherit(name, walk, sheet)
    styles.append(next)
    push(walk)
    showBaseline = nil
  }

  private mutating func close(_ store: inout GlyphStore) {
    lists.removeLast()
    if styles.count > 1 { styles.removeLast() }
    showBaseline = nil
  }

  private mutating func put(_ walk: inout XMLWalk, _ store: inout GlyphStore) {
    scalars.removeAll(keepingCapacity: true)
    walk.appendText(to: &scalars)
    for scalar in scalars {
      let isSpace = scalar <= 0x20
      if isSpace, !style.keepsSpace {
        // SVG 1.1 §10.15: line ends go, and several spaces are one.
        if scalar == 0x0D || endsInSpace { continue }
      }
      endsInSpace = isSpace && !style.keepsSpace
      place(isSpace ? 0x20 : scalar, &store)
    }
  }

  /// Places one character, and moves on by its advance.
  private mutating func place(_ scalar: UInt32, _ store: inout GlyphStore) {
    let absolute = (x: own(\.x), y: own(\.y))
    if let x = absolute.x { moveTo(x: x, &store) }
    if let y = absolute.y { self.y = y }
    if absolute.x == nil, absolute.y != nil { startChunk(&store) }
    x += own(\.dx) ?? 0
    y += own(\.dy) ?? 0
    let turn = own(\.rotate, repeatsLast: true) ?? 0
    for index in lists.indices { lists[index].used += 1 }
    let advance = Self.advance(scalar, style) * style.fontSize
    record(scalar, advance, turn, &store)
    x += advance + style.letterSpacing
  }

  /// The value that the innermost element gives for the character at hand.
  private func own(_ list: KeyPath<Lists, [Double]>, repeatsLast: Bool = false) -> Double? {
    for element in lists.reversed() {
      let values = element[keyPath: list]
      if element.used < values.count { return values[element.used] }
      if repeatsLast, let last = values.last { return last }
    }
    return nil
  }

  private mutating func moveTo(x next: Double, _ store: inout GlyphStore) {
    fit(to: next, &store)
    startChunk(&store)
    x = next
    chunk = (store.glyphs.count, next)
  }

  /// Letters that are placed one by one as near as those of a word are one: the glyph before is made to end
  /// where the next begins, for we don't know how wide it is.
  private func fit(to next: Double, _ store: inout GlyphStore) {
    guard showBaseline?.turn == 0, store.glyphs.count > firstGlyph,
      chunk.first < store.glyphs.count,
      style.anchor == .start
    else { return }
    let last = store.glyphs.count - 1
    let width = Self.advance(store.glyphs[last].scalar, style) * style.fontSize
    let gap = next - (x - width - style.letterSpacing)
    let em = style.fontSize
    guard gap > 0.1 * em, gap < max(1.35 * width, width + 0.15 * em), width > 0 else { return }
    store.glyphs[last].advance *= Float(gap / width)
  }

  private mutating func startChunk(_ store: inout GlyphStore) {
    anchor(&store)
    chunk = (store.glyphs.count, x)
  }

  /// Shifts the chunk that ends here as its anchor says (§11.10.1).
  private func anchor(_ store: inout GlyphStore) {
    guard style.anchor != .start, chunk.first < store.glyphs.count else { return }
    let length = (x - chunk.x) * (style.anchor == .middle ? 0.5 : 1)
    let matrix = style.matrix
    let (dx, dy) = (Float(-length * matrix.a), Float(-length * matrix.b))
    guard dx.isFinite, dy.isFinite else { return }
    for index in chunk.first..<store.glyphs.count {
      store.glyphs[index].x += dx
      store.glyphs[index].y += dy
    }
  }

  private mutating func record(
    _ scalar: UInt32, _ advance: Double, _ turn: Double, _ store: inout GlyphStore
  ) {
    let place = style.matrix.apply(x, y)
    let limit = 1e7
    guard abs(place.x) < limit, abs(place.y) < limit,
      store.glyphs.count < budget.limits.pageScalars
    else { return }
    if showBaseline?.y != y || showBaseline?.turn != turn {
      guard let show = Self.show(style, turn, store.glyphs.count) else { return }
      store.shows.append(show)
      showBaseline = (y, turn)
    }
    let index = store.shows.count - 1
    let em = store.shows[index].em
    let length = Float(advance / style.fontSize) * em
    guard length.isFinite else { return }
    store.glyphs.append(
      Glyph(
        x: Float(place.x), y: Float(place.y), advance: max(0, length), scalar: scalar,
        show: UInt32(truncatingIfNeeded: index)))
  }

  /// What glyphs of one style and baseline have in common; nil if they have no size.
  private static func show(_ style: SVGStyle, _ turn: Double, _ first: Int) -> Show? {
    let matrix =
      turn == 0 ? style.matrix : Matrix.rotation(turn).concatenated(with: style.matrix)
    let unit = (matrix.a * matrix.a + matrix.b * matrix.b).squareRoot()
    let em = Float(unit * style.fontSize)
    guard em > 1e-4, em < 1e7 else { return nil }
    let direction = Page.Vector(dx: Float(matrix.a / unit), dy: Float(matrix.b / unit))
    let (ux, uy) = (Float(-matrix.c * style.fontSize), Float(-matrix.d * style.fontSize))
    let height = ux * direction.dy - uy * direction.dx
    guard abs(height) > 1e-4, abs(height) < 1e7 else { return nil }
    return Show(
      direction: direction, up: Page.Vector(dx: ux * ascent, dy: uy * ascent),
      down: Page.Vector(dx: -ux * descent, dy: -uy * descent), em: em, height: height,
      tracking: Float(style.letterSpacing * unit), first: UInt32(truncatingIfNeeded: first),
      kind: .text, visible: style.isSeen)
  }

  /// Advance in em.
  private static func advance(_ scalar: UInt32, _ style: SVGStyle) -> Double {
    if style.isMonospace { return 0.6 }
    // Ideographs are as wide as they are high.
    if (0x2E80...0xFFDC).contains(scalar) { return 1 }
    return Double(sans.latin(scalar))
  }

  private mutating func finish(_ store: inout GlyphStore) {
    stretch(&store)
    startChunk(&store)
  }

  /// Spreads the text over the length that it says it has (§11.9), where it is one chunk.
  private func stretch(_ store: inout GlyphStore) {
    guard let textLength, chunk.first == firstGlyph, chunk.first < store.glyphs.count else {
      return
    }
    let natural = x - chunk.x
    let ratio = Float(textLength / natural)
    guard natural > 0, ratio > 0.05, ratio < 20 else { return }
    let origin = store.glyphs[firstGlyph]
    for index in firstGlyph..<store.glyphs.count {
      let glyph = store.glyphs[index]
      store.glyphs[index].x = origin.x + (glyph.x - origin.x) * ratio
      store.glyphs[index].y = origin.y + (glyph.y - origin.y) * ratio
      store.glyphs[index].advance *= ratio
    }
  }

  /// Reads HTML inside SVG (§12.3): its blocks are lines from the box's corner.
  mutating func readForeign(_ walk: inout XMLWalk, into store: inout GlyphStore)
    throws(ExtractionError)
  {
    begin(store)
    let left = SVGNumber.length(walk.attribute("x"), base: style.fontSize) ?? 0
    x = left
    y = (SVGNumber.length(walk.attribute("y"), base: style.fontSize) ?? 0) + style.fontSize
    var depth = 1
    while depth > 0 {
      switch try walk.next() {
      case .open(let name):
        depth += 1
        if name == "style" || name == "script" {
          try walk.skip()
          depth -= 1
        } else if !["span", "b", "i", "font", "a", "sub", "sup", "strong", "em", "u"].contains(name)
        {
          newLine(left, store)
        }
      case .close: depth -= 1
      case .text: put(&walk, &store)
      case .end: return
      }
    }
  }

  private mutating func newLine(_ left: Double, _ store: GlyphStore) {
    guard store.glyphs.count > chunk.first else { return }
    chunk = (store.glyphs.count, left)
    x = left
    y += 1.2 * style.fontSize
    showBaseline = nil
    endsInSpace = true
  }
}
