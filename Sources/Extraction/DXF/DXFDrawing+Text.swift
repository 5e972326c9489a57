/// Reading the entities that carry text or draw blocks (DXF Reference, "ENTITIES Section").
extension DXFDrawing {
  /// Takes in an entity with text or a block; false for any other.
  mutating func readText(_ group: DXFGroup, into space: inout DXFSpace) -> Bool {
    switch String(decoding: group.type, as: UTF8.self) {
    case "TEXT", "ARCALIGNEDTEXT", "RTEXT": add(text(group, string: 1), to: &space)
    case "MTEXT": add(mtext(group), to: &space)
    case "ATTRIB": addAttribute(group, to: &space)
    case "ATTDEF": addDefinition(group, to: &space)
    case "TOLERANCE": add(tolerance(group), to: &space)
    case "INSERT": addInsert(group, to: &space)
    case "DIMENSION", "ARC_DIMENSION", "LARGE_RADIAL_DIMENSION": addDimension(group, to: &space)
    case "ACAD_TABLE": addTable(group, to: &space)
    case "MULTILEADER", "MLEADER": addLeader(group, to: &space)
    default: return false
    }
    return true
  }

  func add(_ text: DXFText?, to space: inout DXFSpace) {
    if let text, !text.runs.isEmpty { space.entities.append(.text(text)) }
  }

  mutating func layer(_ group: DXFGroup) -> Int {
    group.word(8).map { layers.number($0) } ?? layers.zero
  }

  /// Whether the entity itself says that it is not shown.
  func isHidden(_ group: DXFGroup) -> Bool { group.integer(60) == 1 }

  /// The plane an entity with coordinates of its own stands on.
  func plane(_ group: DXFGroup, elevation: Double) -> Matrix {
    guard let z = group.number(230) else { return .identity }
    return .plane(
      group.number(210) ?? 0, group.number(220) ?? 0, z, elevation: elevation)
  }

  /// The scalars of all groups of these codes, one after another: long strings are cut within characters.
  func string(_ group: DXFGroup, _ codes: Set<Int>) -> [UInt32] {
    var bytes: [UInt8] = []
    for tag in group.tags where codes.contains(tag.code) {
      bytes.append(contentsOf: group.bytes[tag.range])
    }
    return codePage.scalars(bytes)
  }

  /// A text height that can be drawn; entities without one get 1.
  func height(_ value: Double?) -> Double {
    guard let value, value > 1e-9, value < 1e12 else { return 1 }
    return value
  }

  // MARK: - TEXT, ATTRIB, ATTDEF

  /// A line of text that the group `string` holds.
  mutating func text(_ group: DXFGroup, string code: Int) -> DXFText? {
    let raw = group.tags.first { $0.code == code }.map { Array(group.bytes[$0.range]) } ?? []
    guard !raw.isEmpty else { return nil }
    let factor = Float(group.number(41) ?? 1)
    let scale = factor > 0.001 && factor < 1000 ? factor : 1
    let line = DXFEscapes.line(codePage.scalars(raw), codePage, scale: scale)
    let height = height(group.number(40))
    return DXFText(
      runs: DXFLayout.single(line, height: Float(height)),
      matrix: frame(group, width: Double(line.width) * height, height: height),
      layer: layer(group), isHidden: isHidden(group))
  }

  /// The frame of a text by its alignment (groups 72 and 73), rotation, slant and mirroring.
  private func frame(_ group: DXFGroup, width: Double, height: Double) -> Matrix {
    let first = (x: group.number(10) ?? 0, y: group.number(20) ?? 0)
    let horizontal = group.integer(72) ?? 0
    // Group 73 is another thing in ATTRIB and ATTDEF, where 74 says it.
    let isAttribute = group.isType("ATTRIB") || group.isType("ATTDEF")
    let vertical = group.integer(isAttribute ? 74 : 73) ?? 0
    let second = group.number(11).map { (x: $0, y: group.number(21) ?? 0) }
    var anchor = first
    var offset = (x: 0.0, y: 0.0)
    var rotation = Matrix.rotation(group.number(50) ?? 0)
    var stretch = Matrix.identity
    if horizontal == 3 || horizontal == 5, let second {
      let (dx, dy) = (second.x - first.x, second.y - first.y)
      let length = (dx * dx + dy * dy).squareRoot()
      if length > 0, width > 0, length.isFinite {
        rotation = Matrix(a: dx / length, b: dy / length, c: -dy / length, d: dx / length)
        stretch = .scale(length / width, horizontal == 3 ? length / width : 1)
      }
    } else if horizontal != 0 || vertical != 0 {
      anchor = second ?? first
      offset.x = horizontal == 1 || horizontal == 4 ? -width / 2 : horizontal == 2 ? -width : 0
      offset.y =
        horizontal == 4 || vertical == 2
        ? -height / 2 : vertical == 3 ? -height : vertical == 1 ? height / 4 : 0
    }
    let flags = group.integer(71) ?? 0
    return Matrix(c: slant(group.number(51) ?? 0), e: offset.x, f: offset.y)
      .concatenated(with: stretch)
      .concatenated(with: .scale(flags & 2 != 0 ? -1 : 1, flags & 4 != 0 ? -1 : 1))
      .concatenated(with: rotation)
      .concatenated(with: .translation(anchor.x, anchor.y))
      .concatenated(with: plane(group, elevation: group.number(30) ?? 0))
  }

  /// How far the top leans over for an oblique angle, which AutoCAD keeps within 85 degrees.
  private func slant(_ degrees: Double) -> Double {
    guard abs(degrees) <= 85, degrees != 0 else { return 0 }
    let turn = Matrix.rotation(degrees)
    return turn.b / turn.a
  }

  /// An attribute of an insertion, of one line or, since R2018, with MTEXT embedded (group 101).
  private mutating func addAttribute(_ group: DXFGroup, to space: inout DXFSpace) {
    guard var text = attributeText(group, string: 1) else { return }
    // Flag 1 of group 70: invisible.
    if (group.integer(70) ?? 0) & 1 != 0 { text.isHidden = true }
    add(text, to: &space)
  }

  private mutating func attributeText(_ group: DXFGroup, string code: Int) -> DXFText? {
    if let embedded = embedded(group), code == 1, var text = mtext(embedded), !text.runs.isEmpty {
      text.layer = layer(group)
      return text
    }
    return text(main(group), string: code)
  }

  /// A definition shows itself where it stands loose, by its tag; in a block only a constant one (flag 2)
  /// is drawn by insertions, with its text.
  private mutating func addDefinition(_ group: DXFGroup, to space: inout DXFSpace) {
    let flags = group.integer(70) ?? 0
    if flags & 2 != 0, var text = attributeText(group, string: 1) {
      if flags & 1 != 0 { text.isHidden = true }
      add(text, to: &space)
    } else if var text = text(main(group), string: 2) {
      text.isDefinition = true
      add(text, to: &space)
    }
  }

  /// What stands before an embedded object.
  private func main(_ group: DXFGroup) -> DXFGroup {
    guard let at = group.tags.firstIndex(where: { $0.code == 101 }) else { return group }
    var part = group
    part.tags = Array(group.tags[..<at])
    return part
  }

  private func embedded(_ group: DXFGroup) -> DXFGroup? {
    guard let at = group.tags.firstIndex(where: { $0.code == 101 }) else { return nil }
    var part = group
    part.tags = Array(group.tags[at...])
    return part
  }

  // MARK: - MTEXT

  mutating func mtext(_ group: DXFGroup) -> DXFText? {
    // An embedded object of MTEXT says how its columns are laid out, with codes of the same numbers.
    let group = group.isType("MTEXT") ? main(group) : group
    let layer = layer(group)
    return mtext(group, string(group, [1, 3]), layer: layer)
  }

  func mtext(_ group: DXFGroup, _ text: [UInt32], layer: Int) -> DXFText {
    let height = height(group.number(40))
    let lines = MText.lines(text, codePage, height: Float(height))
    let runs = DXFLayout.block(
      lines, height: Float(height), attachment: group.integer(71) ?? 1,
      width: Float(group.number(41) ?? 0), spacing: Float(group.number(44) ?? 1))
    let anchor = Matrix.translation(group.number(10) ?? 0, group.number(20) ?? 0)
    return DXFText(
      runs: runs, matrix: direction(group).concatenated(with: anchor), layer: layer,
      isHidden: isHidden(group))
  }

  /// The direction of the lines: a rotation (50) or a vector (11, 21), whichever comes last.
  private func direction(_ group: DXFGroup) -> Matrix {
    let last = group.tags.last { $0.code == 50 || $0.code == 11 }
    let plane = plane(group, elevation: 0)
    guard let last, last.code == 11 else {
      return Matrix.rotation(group.number(50) ?? 0).concatenated(with: plane)
    }
    let (x, y) = (group.number(last), group.number(21) ?? 0)
    let length = (x * x + y * y).squareRoot()
    guard length > 1e-12, length.isFinite else { return plane }
    // The vector is of the world; the letters' tops point where the plane's left-hand side is.
    let side = plane.determinant < 0 ? -1.0 : 1.0
    return Matrix(
      a: x / length, b: y / length, c: -y / length * side, d: x / length * side)
  }

  /// A feature control frame: its boxes in one line.
  private mutating func tolerance(_ group: DXFGroup) -> DXFText? {
    var own = group
    own.tags = group.tags.filter { ![40, 41, 44, 71].contains($0.code) }
    let text = mtext(own, string(group, [1]), layer: layer(group))
    return text
  }
}
