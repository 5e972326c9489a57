/// Reads one story of a Word document: body, header, footer, notes or comments.
///
/// Runs join to words, whatever they are split by; a text box in the middle of a word stands after its
/// paragraph. What is deleted is left out, what is hidden stands apart and is flagged.
struct WordStory {
  private let output: FlowOutput
  /// Paragraphs that are open, the outermost first: a text box stands inside of one.
  private var open: [[UInt32]] = [[]]
  /// Table rows that are open, for each of ``open``.
  private var rows = [0]
  /// Text boxes of the paragraph, and its hidden text.
  private var boxes: [UInt32] = []
  private var hidden: [UInt32] = []
  private var isText = false
  private var isHidden = false
  private var joinsNext = false
  private var breaksPage = false

  /// Text boxes inside one another; the paragraphs of deeper ones are those of the last.
  private static let boxLimit = 16

  init(_ output: FlowOutput) { self.output = output }

  mutating func read(_ walk: inout XMLWalk) throws(ExtractionError) {
    while true {
      switch try walk.next() {
      case .open(let name): try begin(name, &walk)
      case .close(let name): try end(name)
      case .text: if isText { take(&walk) }
      case .end:
        try finishParagraph()
        return output.endLine()
      }
    }
  }

  private mutating func take(_ walk: inout XMLWalk) {
    if isHidden {
      walk.appendText(to: &hidden)
    } else {
      walk.appendText(to: &open[open.count - 1])
    }
  }

  private mutating func put(_ scalar: UInt32) {
    if isHidden { hidden.append(scalar) } else { open[open.count - 1].append(scalar) }
  }

  private mutating func begin(_ name: String, _ walk: inout XMLWalk) throws(ExtractionError) {
    switch name {
    case "t": isText = true
    case "r": isHidden = false
    case "pPr": try readParagraphProperties(&walk)
    case "vanish": isHidden = isHidden || !isFalse(walk.attribute("val"))
    case "tab", "ptab": put(FlowOutput.runEnd)
    case "br", "cr":
      put(FlowOutput.lineEnd)
      if walk.attribute("type") == "page" { try breakPage() }
    case "lastRenderedPageBreak": try breakPage()
    case "noBreakHyphen": put(0x2011)
    case "softHyphen": put(0xAD)
    case "sym": symbol(walk)
    case "tr": rows[rows.count - 1] += 1
    case "txbxContent": openBox()
    case "textpath":
      boxes.append(contentsOf: (walk.attribute("string") ?? "").unicodeScalars.map(\.value))
      boxes.append(FlowOutput.lineEnd)
    // Moved away, older readers' copy, phonetic guides, and properties that hold no text.
    case "moveFrom", "Fallback", "rt", "sectPr", "tblPr", "tcPr", "trPr", "sdtPr": try walk.skip()
    default: break
    }
  }

  private mutating func end(_ name: String) throws(ExtractionError) {
    switch name {
    case "t": isText = false
    case "r": isHidden = false
    case "p": try endParagraph()
    case "tr":
      rows[rows.count - 1] = max(0, rows[rows.count - 1] - 1)
      if open.count > 1 { boxes.append(FlowOutput.lineEnd) } else { output.endLine() }
    case "txbxContent": closeBox()
    // The citation's text, where notes and comments are one after another.
    case "footnote", "endnote", "comment": output.endLine()
    default: break
    }
  }

  /// The properties of a paragraph: only the mark's deletion counts, which joins it to the next.
  private mutating func readParagraphProperties(_ walk: inout XMLWalk) throws(ExtractionError) {
    var depth = 1
    while depth > 0 {
      switch try walk.next() {
      case .open(let name):
        depth += 1
        if name == "del" || name == "moveFrom" { joinsNext = true }
        if name == "pageBreakBefore", !isFalse(walk.attribute("val")), open.count == 1 {
          try output.endPage()
        }
        if name == "pPrChange" {
          try walk.skip()
          depth -= 1
        }
      case .close: depth -= 1
      case .text: break
      case .end: return
      }
    }
  }

  /// Turns the page before a paragraph that begins here, else after it, so that no word is split.
  private mutating func breakPage() throws(ExtractionError) {
    let isAtStart = open.count == 1 && rows[0] == 0 && open[0].allSatisfy { $0 <= 0x20 }
    if isAtStart { try output.endPage() } else { breaksPage = true }
  }

  /// A character of a symbol font is of its own kind; one that is moved to the private area reads as that of
  /// the code below (§17.3.3.30), which is right for letters and digits.
  private mutating func symbol(_ walk: XMLWalk) {
    guard let code = walk.attribute("char").flatMap({ UInt32($0, radix: 16) }) else { return }
    let isPrivate = (0xF020...0xF07E).contains(code)
    let scalar = isPrivate ? code - 0xF000 : code
    if Unicode.Scalar(scalar) != nil { put(scalar) }
  }

  private mutating func openBox() {
    guard open.count < Self.boxLimit else { return }
    open.append([])
    rows.append(0)
  }

  private mutating func closeBox() {
    guard open.count > 1 else { return }
    boxes.append(contentsOf: open.removeLast())
    boxes.append(FlowOutput.lineEnd)
    rows.removeLast()
  }

  private mutating func endParagraph() throws(ExtractionError) {
    isText = false
    if joinsNext {
      joinsNext = false
      return
    }
    if open.count > 1 {
      let isCell = (rows.last ?? 0) > 0
      boxes.append(contentsOf: open[open.count - 1])
      boxes.append(isCell ? FlowOutput.runEnd : FlowOutput.lineEnd)
      open[open.count - 1].removeAll(keepingCapacity: true)
    } else {
      try finishParagraph()
    }
  }

  /// Writes the outermost paragraph, then what stands beside it.
  private mutating func finishParagraph() throws(ExtractionError) {
    while open.count > 1 { closeBox() }
    let isCell = (rows.first ?? 0) > 0
    output.put(open[0])
    open[0].removeAll(keepingCapacity: true)
    if isCell { output.endRun() } else { output.endLine() }
    if !hidden.isEmpty {
      output.isVisible = false
      output.put(hidden)
      output.endRun()
      output.isVisible = true
      hidden.removeAll(keepingCapacity: true)
      if !isCell { output.endLine() }
    }
    if !boxes.isEmpty {
      output.put(boxes)
      if isCell { output.endRun() } else { output.endLine() }
      boxes.removeAll(keepingCapacity: true)
    }
    if breaksPage, !isCell {
      breaksPage = false
      try output.endPage()
    }
    try output.breathe()
  }
}
