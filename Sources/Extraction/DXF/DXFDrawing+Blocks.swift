/// Entities that draw blocks: insertions, dimensions, tables, leaders.
extension DXFDrawing {
  mutating func addInsert(_ group: DXFGroup, to space: inout DXFSpace) {
    guard let name = group.word(2), !name.isEmpty else { return }
    let turn = Matrix.rotation(group.number(50) ?? 0)
    let matrix =
      turn
      .concatenated(with: .translation(group.number(10) ?? 0, group.number(20) ?? 0))
      .concatenated(with: plane(group, elevation: group.number(30) ?? 0))
    var insert = DXFInsert(
      block: Self.capitals(name), matrix: matrix, layer: layer(group), isHidden: isHidden(group))
    insert.scale = .scale(scale(group.number(41)), scale(group.number(42)))
    insert.columns = max(1, group.integer(70) ?? 1)
    insert.rows = max(1, group.integer(71) ?? 1)
    insert.spacing = (group.number(44) ?? 0, group.number(45) ?? 0)
    space.entities.append(.insert(insert))
  }

  /// A factor; 0 would make the block vanish and is how some programs write 1.
  private func scale(_ value: Double?) -> Double {
    guard let value, value != 0, abs(value) < 1e12 else { return 1 }
    return value
  }

  // MARK: - Dimensions

  /// A dimension shows its block, which was drawn when it was made; without one with text, its text.
  mutating func addDimension(_ group: DXFGroup, to space: inout DXFSpace) {
    let layer = layer(group)
    var own = group
    own.tags = group.tags.filter { ![10, 20, 40, 41, 44, 50, 71].contains($0.code) }
    let text = dimensionText(group)
    var label = mtext(own, text, layer: layer)
    // The text's middle (11, 21); its rotation (53).
    label.matrix = Matrix.rotation(group.number(53) ?? 0)
      .concatenated(with: .translation(group.number(11) ?? 0, group.number(21) ?? 0))
      .concatenated(with: plane(group, elevation: 0))
    var insert = DXFInsert(
      block: Self.capitals(group.word(2) ?? []), matrix: .identity, layer: layer,
      isHidden: isHidden(group))
    if !label.runs.isEmpty { insert.fallback = [label] }
    space.entities.append(.insert(insert))
  }

  /// The override (group 1) with the measured value for `<>`; none or `<>` is the value, a blank is nothing.
  private func dimensionText(_ group: DXFGroup) -> [UInt32] {
    let override = string(group, [1])
    let value = measurement(group).unicodeScalars.map(\.value)
    if override.isEmpty { return value }
    var text: [UInt32] = []
    var at = 0
    while at < override.count {
      if override[at] == 0x3C, at + 1 < override.count, override[at + 1] == 0x3E {
        text += value
        at += 2
      } else {
        text.append(override[at])
        at += 1
      }
    }
    return text
  }

  /// The measured value, to four places at most; angles in degrees, a diameter or radius with its sign.
  private func measurement(_ group: DXFGroup) -> String {
    guard let value = group.number(42), value >= 0, value < 1e9 else { return "" }
    let kind = (group.integer(70) ?? 0) & 7
    if kind == 2 || kind == 5 { return Self.decimal(value * 180 / .pi) + "\u{B0}" }
    let sign = kind == 3 ? "\u{D8}" : kind == 4 ? "R" : ""
    return sign + Self.decimal(value)
  }

  static func decimal(_ value: Double) -> String {
    guard let scaled = Int(exactly: (value * 10_000).rounded()) else { return "" }
    let whole = String(scaled / 10_000)
    var part = String(scaled % 10_000 + 10_000).dropFirst()
    while part.last == "0" { part = part.dropLast() }
    return part.isEmpty ? whole : whole + "." + part
  }

  // MARK: - Tables

  /// Rows and columns of a table that are placed; what lies beyond stands at its corner.
  private static let gridLimit = 10_000

  /// A table shows its block; without one with text, its cells (groups 1 and 2, or 302 since R2007).
  mutating func addTable(_ group: DXFGroup, to space: inout DXFSpace) {
    let layer = layer(group)
    let matrix = Matrix.translation(group.number(10) ?? 0, group.number(20) ?? 0)
    var insert = DXFInsert(
      block: Self.capitals(group.word(2) ?? []), matrix: matrix, layer: layer,
      isHidden: isHidden(group))
    let heights = group.tags.filter { $0.code == 141 }.prefix(Self.gridLimit).map(group.number)
    let widths = group.tags.filter { $0.code == 142 }.prefix(Self.gridLimit).map(group.number)
    let columns = max(1, widths.count)
    for (index, bytes) in cells(group).enumerated() where !bytes.isEmpty {
      let (row, column) = (index / columns, index % columns)
      let y = -heights.prefix(row).reduce(0, +)
      let x = widths.prefix(column).reduce(0, +)
      let tall = row < heights.count ? heights[row] : 1
      let size = height(min(height(group.number(140) ?? tall / 2), height(tall)))
      let lines = MText.lines(codePage.scalars(bytes), codePage, height: Float(size))
      let runs = DXFLayout.block(
        lines, height: Float(size), attachment: 1,
        width: column < widths.count ? Float(widths[column]) : 0, spacing: 1)
      guard !runs.isEmpty else { continue }
      insert.fallback.append(
        DXFText(
          runs: runs, matrix: Matrix.translation(x, y).concatenated(with: matrix), layer: layer,
          isHidden: insert.isHidden))
    }
    space.entities.append(.insert(insert))
  }

  /// The text of each cell, row by row; a cell begins with its type (171).
  private func cells(_ group: DXFGroup) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    var hasValue = false
    for tag in group.tags {
      switch tag.code {
      case 171:
        cells.append([])
        hasValue = false
      case 1, 2, 3:
        guard !cells.isEmpty, !hasValue else { continue }
        cells[cells.count - 1].append(contentsOf: group.bytes[tag.range])
      case 302:
        // The same text once more, as R2007 writes it, in one piece.
        guard !cells.isEmpty, !tag.range.isEmpty else { continue }
        cells[cells.count - 1] = Array(group.bytes[tag.range])
        hasValue = true
      default: break
      }
    }
    return cells
  }
}
