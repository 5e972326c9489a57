/// Reads the cells of a sheet (ECMA-376-1 §18.3.1), each a run at its place on the grid.
///
/// A column is ``columnWidth`` points wide, a row ``PlainText/lineHeight`` high; rows that are not there
/// take no room.
struct SheetReader {
  /// Room of 10 characters.
  static let columnWidth: Float = 72
  /// Columns of a sheet in Excel; a reference beyond them stands there.
  static let columns = 16_384

  private let strings: SharedStrings
  private let styles: CellStyles
  private let output: FlowOutput
  private let isHidden: Bool
  private var hiddenColumns: [Bool] = []
  private var columnRanges = 0

  private var column = -1
  private var isRowHidden = false
  private var type = "n"
  private var style = 0
  private var value: [UInt32] = []
  private var isValue = false
  private var isHeader = false

  init(_ strings: SharedStrings, _ styles: CellStyles, _ output: FlowOutput, isHidden: Bool) {
    self.strings = strings
    self.styles = styles
    self.output = output
    self.isHidden = isHidden
  }

  mutating func read(_ walk: inout XMLWalk) throws(ExtractionError) {
    while true {
      switch try walk.next() {
      case .open(let name): try begin(name, &walk)
      case .close(let name): try end(name)
      case .text: if isValue || isHeader { walk.appendText(to: &value) }
      case .end: return output.endLine()
      }
    }
  }

  private mutating func begin(_ name: String, _ walk: inout XMLWalk) throws(ExtractionError) {
    switch name {
    case "c": beginCell(walk)
    case "v", "t": isValue = true
    // A formula, and phonetic text, are not what the cell shows.
    case "f", "rPh": try walk.skip()
    case "row":
      column = -1
      isRowHidden = isTrue(walk.attribute("hidden"))
    case "col": hideColumns(walk)
    case "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter":
      isHeader = true
      value.removeAll(keepingCapacity: true)
    default: break
    }
  }

  private mutating func beginCell(_ walk: XMLWalk) {
    let stated = walk.attribute("r").flatMap(Self.column(of:))
    column = min(stated ?? column + 1, Self.columns - 1)
    type = walk.attribute("t") ?? "n"
    style = walk.attribute("s").flatMap { Int($0) } ?? 0
    value.removeAll(keepingCapacity: true)
  }

  /// A sheet has 16,384 columns, so no more ranges than that make sense.
  private mutating func hideColumns(_ walk: XMLWalk) {
    guard isTrue(walk.attribute("hidden")), columnRanges < Self.columns,
      let first = walk.attribute("min").flatMap({ Int($0) }),
      let last = walk.attribute("max").flatMap({ Int($0) }), first >= 1, first <= last,
      first <= Self.columns
    else { return }
    columnRanges += 1
    if hiddenColumns.isEmpty { hiddenColumns = Array(repeating: false, count: Self.columns) }
    for column in first - 1..<min(last, Self.columns) {
      hiddenColumns[column] = true
    }
  }

  private mutating func end(_ name: String) throws(ExtractionError) {
    switch name {
    case "v", "t": isValue = false
    case "c": try endCell()
    case "row":
      output.endLine()
      try output.breathe()
    case "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter":
      isHeader = false
      HeaderCodes.put(value, output)
      output.endLine()
    default: break
    }
  }

  private mutating func endCell() throws(ExtractionError) {
    guard !value.isEmpty else { return }
    output.isVisible =
      !isHidden && !isRowHidden
      && !(hiddenColumns.indices.contains(column) && hiddenColumns[column])
    output.column(at: Float(column) * Self.columnWidth)
    // Lines of a cell stand under one another.
    let text = shown
    // Cells may share one long string, of which nothing is kept.
    try output.budget.charge(operators: text.count)
    for scalar in text { output.putCell(scalar) }
    output.endRun()
    output.isVisible = !isHidden
    value.removeAll(keepingCapacity: true)
  }

  /// What the cell shows.
  private var shown: [UInt32] {
    let text = String(String.UnicodeScalarView(value.compactMap { Unicode.Scalar($0) }))
    switch type {
    case "s":
      guard let index = Int(text.trimmed), let found = strings.text(index) else { return [] }
      return EscapedText.decode(found)
    case "b": return Array((text.trimmed == "1" ? "TRUE" : "FALSE").unicodeScalars.map(\.value))
    case "n":
      guard let number = Double(text.trimmed) else { return value }
      return styles.show(number, style: style).unicodeScalars.map(\.value)
    default: return EscapedText.decode(value[...])
    }
  }

  /// The column of a reference such as `AB12`, from 0.
  private static func column(of reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      let letter = byte & 0xDF
      guard (0x41...0x5A).contains(letter) else { break }
      column = column * 26 + Int(letter - 0x40)
      if column > columns { return columns - 1 }
    }
    return column > 0 ? column - 1 : nil
  }
}

/// Whether an attribute says yes (xsd:boolean).
func isTrue(_ value: String?) -> Bool { value == "1" || value == "true" || value == "on" }

extension String {
  /// Without white space around it.
  var trimmed: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

/// The codes in a sheet's headers and footers (ECMA-376-1 §18.3.1.46).
enum HeaderCodes {
  /// Puts the text without its codes; the parts left, middle and right are runs.
  static func put(_ text: [UInt32], _ output: FlowOutput) {
    var at = 0
    while at < text.count {
      guard text[at] == 0x26, at + 1 < text.count else {
        output.put(text[at])
        at += 1
        continue
      }
      let code = text[at + 1]
      at += 2
      switch code {
      case 0x26: output.put(0x26)
      // &L, &C and &R.
      case 0x4C, 0x43, 0x52: output.endRun()
      // &"font,style"
      case 0x22:
        while at < text.count, text[at] != 0x22 { at += 1 }
        at += 1
      // &K and a colour of six hexadecimal digits.
      case 0x4B: at += 6
      // A font size.
      case 0x30...0x39: while at < text.count, (0x30...0x39).contains(text[at]) { at += 1 }
      default: break
      }
    }
  }
}
