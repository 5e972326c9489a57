/// Encodes rows as `sheetData` (ECMA-376-1 §18.3.1.73, §18.3.1.4).
///
/// Text is written inline (§18.18.11 `inlineStr`): a table of shared strings would have to be
/// held until the end.
struct RowEncoder {
  /// What the cells of a row came to beside their bytes.
  struct Effects {
    var cutCells = 0
    var droppedLinks = 0
    var droppedCells = 0
  }

  struct Link {
    /// As `B7`.
    let cell: String
    let target: LinkTarget
  }

  /// `A`, `B`, … `XFD`, as far as they were needed.
  private var letters: [[UInt8]] = []
  private(set) var effects = Effects()
  /// Links of the rows since the caller last took them.
  var links: [Link] = []

  /// Appends a row, counted from 1.
  mutating func append(
    _ cells: [Cell], row: Int, style: CellStyle = .plain, to output: inout [UInt8]
  ) {
    let digits = Array(String(row).utf8)
    output.append(contentsOf: "<row r=\"".utf8)
    output.append(contentsOf: digits)
    output.append(contentsOf: "\">".utf8)
    for (column, cell) in cells.enumerated() where !Self.isEmpty(cell) {
      guard column < WorkbookLimits.columns else {
        effects.droppedCells += 1
        continue
      }
      while letters.count <= column { letters.append(Self.name(ofColumn: letters.count)) }
      output.append(contentsOf: "<c r=\"".utf8)
      output.append(contentsOf: letters[column])
      output.append(contentsOf: digits)
      output.append(0x22)
      if case .link(_, let target) = cell, Self.canLink(target) {
        let reference = String(decoding: letters[column] + digits, as: UTF8.self)
        links.append(Link(cell: reference, target: LinkTarget(target)))
      }
      append(cell, style, to: &output)
    }
    output.append(contentsOf: "</row>".utf8)
  }

  /// Whether a cell needs no markup; a reader takes what isn't there for empty.
  private static func isEmpty(_ cell: Cell) -> Bool {
    switch cell {
    case .empty: true
    case .text(let text), .label(let text): text.isEmpty
    case .link(let text, let target): text.isEmpty && !canLink(target)
    case .number, .integer, .time: false
    }
  }

  /// Links of a row that will be hyperlinks.
  static func linkCount(_ cells: [Cell]) -> Int {
    var count = 0
    for case .link(_, let target) in cells.prefix(WorkbookLimits.columns) where canLink(target) {
      count += 1
    }
    return count
  }

  static func canLink(_ target: String) -> Bool {
    // Encoding makes three characters of one at most.
    if target.utf8.count * 3 <= WorkbookLimits.linkLength { return !target.isEmpty }
    return LinkTarget(target).length <= WorkbookLimits.linkLength
  }

  private mutating func append(_ cell: Cell, _ style: CellStyle, to output: inout [UInt8]) {
    switch cell {
    case .empty: break
    case .text(let text): append(text: text, style, to: &output)
    case .label(let text): append(text: text, .label, to: &output)
    case .number(let value): append(number: value, style, to: &output)
    case .integer(let value):
      if value.magnitude < 1_000_000_000_000_000 {
        append(value: String(value), style, to: &output)
      } else {
        append(text: String(value), style, to: &output)
      }
    case .time(let seconds): append(time: seconds, to: &output)
    case .link(let text, let target):
      let links = Self.canLink(target)
      if !links { effects.droppedLinks += 1 }
      append(text: text, links ? .link : style, to: &output)
    }
  }

  private mutating func append(text: String, _ style: CellStyle, to output: inout [UInt8]) {
    var text = text
    if text.utf8.count > WorkbookLimits.cellLength, let cut = Self.cut(text) {
      effects.cutCells += 1
      text = cut
    }
    text.withUTF8 { bytes in
      let isFormula = bytes.first.map(Formula.begins(with:)) ?? false
      append(isFormula ? style.quotePrefixed : style, to: &output)
      output.append(contentsOf: " t=\"inlineStr\"><is><t".utf8)
      if Self.needsPreserving(bytes) {
        output.append(contentsOf: " xml:space=\"preserve\"".utf8)
      }
      output.append(0x3E)
      MarkupText.append(cell: bytes, to: &output)
      output.append(contentsOf: "</t></is></c>".utf8)
    }
  }

  private func append(number value: Double, _ style: CellStyle, to output: inout [UInt8]) {
    guard value.isFinite else {
      output.append(contentsOf: " t=\"e\"><v>#NUM!</v></c>".utf8)
      return
    }
    append(value: value == 0 ? "0" : "\(value)", style, to: &output)
  }

  /// Days since 1899-12-30 (§18.17.4.1), to the millisecond.
  private func append(time seconds: Double, to output: inout [UInt8]) {
    let days = seconds / 86_400 + 25_569
    // Excel shows no date before 1900-03-01 rightly, and none after 9999.
    guard days >= 61, days < 2_958_466 else {
      append(number: .nan, .plain, to: &output)
      return
    }
    append(value: "\(days)", .time, to: &output)
  }

  private func append(value: String, _ style: CellStyle, to output: inout [UInt8]) {
    append(style, to: &output)
    output.append(contentsOf: "><v>".utf8)
    output.append(contentsOf: value.utf8)
    output.append(contentsOf: "</v></c>".utf8)
  }

  private func append(_ style: CellStyle, to output: inout [UInt8]) {
    guard style != .plain else { return }
    output.append(contentsOf: " s=\"".utf8)
    output.append(0x30 + style.rawValue)
    output.append(0x22)
  }

  /// The text cut to Excel's length with an ellipsis, or `nil` where it is short enough.
  private static func cut(_ text: String) -> String? {
    guard text.utf16.count > WorkbookLimits.cellLength else { return nil }
    let end = text.utf16.index(text.startIndex, offsetBy: WorkbookLimits.cellLength - 1)
    // Rounds down to a whole scalar.
    let scalar = text.unicodeScalars.index(before: text.unicodeScalars.index(after: end))
    return String(text.unicodeScalars[..<scalar]) + "…"
  }

  /// Whether a reader would trim what stands at the ends (XML 1.0 §2.10).
  private static func needsPreserving(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    return first <= 0x20 || last <= 0x20 || bytes.contains(0x0A)
  }

  /// The letters of a column counted from 0.
  static func name(ofColumn column: Int) -> [UInt8] {
    var name: [UInt8] = []
    var rest = column + 1
    while rest > 0 {
      name.insert(0x41 + UInt8((rest - 1) % 26), at: 0)
      rest = (rest - 1) / 26
    }
    return name
  }
}
