/// Reads the text of an OpenDocument part: content, or the headers and footers of its styles (ODF 1.3 part 3).
///
/// A table in a spreadsheet and a slide are pages; in a text a soft page break turns the page after its
/// paragraph. Notes, frames and annotations inside a paragraph stand after it.
struct OpenDocumentStory {
  private let output: FlowOutput
  private let isStyles: Bool
  /// Paragraphs that are open, the outermost first.
  private var open: [[UInt32]] = []
  /// What stands beside the paragraph: its text, and comments.
  private var beside: [UInt32] = []
  private var comments: [UInt32] = []
  private var annotations = 0
  private var breaksPage = false

  // Tables.
  private var tables: [Table] = []
  private var isSpreadsheet = false
  private var hiddenStyles: Set<String> = []
  private var styleName = ""

  private struct Table {
    var column = 0
    var isInCell = false
    /// How often the cell that is open stands in the row.
    var repeats = 1
    /// Its text, which is written once the cell ends.
    var text: [UInt32] = []
    var isRowHidden = false
  }

  /// Paragraphs inside one another; deeper ones join the last.
  private static let depthLimit = 32
  /// Tables inside one another; deeper ones are cells of the last.
  private static let tableLimit = 32
  /// How often a repeated cell with text is written: sheets repeat blanks a million times.
  private static let repeatLimit = 64
  /// Spaces that one element stands for.
  private static let spaceLimit = 1024

  init(_ output: FlowOutput, isStyles: Bool) {
    self.output = output
    self.isStyles = isStyles
  }

  mutating func read(_ walk: inout XMLWalk) throws(ExtractionError) {
    while true {
      switch try walk.next() {
      case .open(let name): try begin(name, &walk)
      case .close(let name): try end(name)
      case .text: if !open.isEmpty { walk.appendText(to: &open[open.count - 1]) }
      case .end:
        while !open.isEmpty { try endParagraph() }
        return output.endLine()
      }
    }
  }

  private mutating func begin(_ name: String, _ walk: inout XMLWalk) throws(ExtractionError) {
    switch name {
    case "p", "h": if !walk.hasPrefix("svg") { beginParagraph() }
    case "s": spaces(walk)
    case "image": output.hasPicture = true
    case "tab": put(FlowOutput.runEnd)
    case "line-break": put(FlowOutput.lineEnd)
    case "soft-page-break": breaksPage = true
    case "annotation": annotations += 1
    case "style": styleName = walk.attribute("name") ?? ""
    case "table-properties":
      if isFalse(walk.attribute("display")) { hiddenStyles.insert(styleName) }
    case "table": try beginTable(walk)
    case "table-row": beginRow(walk)
    case "table-cell", "covered-table-cell": beginCell(walk)
    case "spreadsheet": isSpreadsheet = true
    case "notes": output.kind = .annotation
    case "document", "document-content", "document-styles", "body": break
    // Deleted text; who wrote a comment and when; alternative text; reading aids; scripts.
    case "tracked-changes", "creator", "date", "date-string", "creator-initials", "ruby-text",
      "meta", "settings", "scripts", "font-face-decls", "binary-data", "event-listeners":
      if isPassedOver(name, walk) { try walk.skip() }
    case "title", "desc": if walk.hasPrefix("svg") { try walk.skip() }
    default: break
    }
  }

  /// Fields of a text have the names of what describes it: `text:creator` shows, `dc:creator` doesn't.
  private func isPassedOver(_ name: String, _ walk: XMLWalk) -> Bool {
    switch name {
    case "creator", "date": walk.hasPrefix("dc")
    default: true
    }
  }

  private mutating func end(_ name: String) throws(ExtractionError) {
    switch name {
    case "p", "h": if !open.isEmpty { try endParagraph() }
    case "annotation": annotations = max(0, annotations - 1)
    case "table-cell", "covered-table-cell": try endCell()
    case "table-row":
      if tables.count > 1 || !open.isEmpty {
        put(FlowOutput.lineEnd, besideText: true)
      } else {
        output.endLine()
        try output.breathe()
      }
    case "table": try endTable()
    case "page":
      output.kind = .text
      try output.endPage(always: !isStyles)
    case "notes": output.kind = .text
    default: break
    }
  }

  private mutating func put(_ scalar: UInt32) {
    if !open.isEmpty { open[open.count - 1].append(scalar) }
  }

  private mutating func spaces(_ walk: XMLWalk) {
    let count = walk.attribute("c").flatMap { Int($0) } ?? 1
    if count > 0, count <= Self.spaceLimit { put(0x20) }
  }

  private mutating func beginParagraph() {
    if open.count < Self.depthLimit { open.append([]) }
  }

  private mutating func endParagraph() throws(ExtractionError) {
    let text = open.removeLast()
    if annotations > 0 {
      comments += text
      comments.append(FlowOutput.lineEnd)
    } else if !open.isEmpty {
      beside += text
      beside.append(FlowOutput.lineEnd)
    } else if let last = tables.indices.last, tables[last].isInCell {
      tables[last].text += text
      tables[last].text.append(FlowOutput.lineEnd)
      if !beside.isEmpty {
        tables[last].text += beside
        beside.removeAll(keepingCapacity: true)
      }
    } else {
      output.put(text)
      output.endLine()
    }
    if open.isEmpty { try finishParagraph() }
  }

  /// Writes what stands beside the outermost paragraph.
  private mutating func finishParagraph() throws(ExtractionError) {
    guard tables.isEmpty else { return }
    if !beside.isEmpty {
      output.put(beside)
      output.endLine()
      beside.removeAll(keepingCapacity: true)
    }
    flushComments()
    if breaksPage {
      breaksPage = false
      try output.endPage()
    }
    try output.breathe()
  }

  private mutating func flushComments() {
    guard !comments.isEmpty else { return }
    let kind = output.kind
    output.kind = .annotation
    output.put(comments)
    output.endLine()
    output.kind = kind
    comments.removeAll(keepingCapacity: true)
  }

  private mutating func put(_ scalar: UInt32, besideText: Bool) {
    if !open.isEmpty {
      beside.append(scalar)
    } else if tables.count > 1, tables[tables.count - 2].isInCell {
      tables[tables.count - 2].text.append(scalar)
    }
  }

  // MARK: Tables

  private var isSheet: Bool { isSpreadsheet && tables.count == 1 && open.isEmpty }

  private mutating func beginTable(_ walk: XMLWalk) throws(ExtractionError) {
    guard tables.count < Self.tableLimit else { return }
    tables.append(Table())
    guard isSheet else { return }
    output.isVisible = !hiddenStyles.contains(walk.attribute("style-name") ?? "")
    output.put(walk.attribute("name") ?? "")
    output.endLine()
  }

  private mutating func endTable() throws(ExtractionError) {
    guard !tables.isEmpty else { return }
    let wasSheet = isSheet
    tables.removeLast()
    if wasSheet {
      flushComments()
      try output.endPage(always: true)
      output.isVisible = true
    } else if tables.isEmpty, open.isEmpty {
      try finishParagraph()
    }
  }

  private mutating func beginRow(_ walk: XMLWalk) {
    guard let last = tables.indices.last else { return }
    tables[last].column = 0
    let visibility = walk.attribute("visibility")
    tables[last].isRowHidden = visibility == "collapse" || visibility == "filter"
  }

  private mutating func beginCell(_ walk: XMLWalk) {
    guard let last = tables.indices.last else { return }
    tables[last].isInCell = true
    tables[last].text.removeAll(keepingCapacity: true)
    let repeats = walk.attribute("number-columns-repeated").flatMap { Int($0) } ?? 1
    tables[last].repeats = min(max(1, repeats), SheetReader.columns)
  }

  private mutating func endCell() throws(ExtractionError) {
    guard let last = tables.indices.last else { return }
    tables[last].isInCell = false
    let table = tables[last]
    if !open.isEmpty {
      // A table in a frame in a paragraph: its cells stand beside the text.
      beside += table.text
      beside.append(FlowOutput.runEnd)
    } else if last > 0 {
      tables[last - 1].text += table.text.map { $0 == FlowOutput.lineEnd ? FlowOutput.runEnd : $0 }
      tables[last - 1].text.append(FlowOutput.runEnd)
    } else if !table.text.isEmpty {
      write(table)
    }
    tables[last].column = min(table.column + table.repeats, SheetReader.columns)
    flushCell()
    try output.budget.check()
  }

  /// Comments of a sheet's cells wait for its end; those of a text's follow the row.
  private mutating func flushCell() {
    if tables.count == 1, open.isEmpty, !beside.isEmpty {
      output.endRun()
      for scalar in beside { output.putCell(scalar) }
      output.endRun()
      beside.removeAll(keepingCapacity: true)
    }
  }

  private func write(_ table: Table) {
    let wasVisible = output.isVisible
    if table.isRowHidden { output.isVisible = false }
    for index in 0..<min(table.repeats, Self.repeatLimit) {
      if isSheet {
        output.column(at: Float(table.column + index) * SheetReader.columnWidth)
      }
      for scalar in table.text.dropLast() {
        isSheet ? output.putCell(scalar) : output.putInRow(scalar)
      }
      output.endRun()
    }
    output.isVisible = wasVisible
  }
}

extension FlowOutput {
  /// Puts text of a cell of a text's table: its paragraphs are runs of the row.
  func putInRow(_ scalar: UInt32) {
    if scalar == Self.lineEnd { endRun() } else { put(scalar) }
  }
}
