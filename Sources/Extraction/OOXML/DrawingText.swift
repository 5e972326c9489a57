/// Reads the text of DrawingML parts: slides, notes, drawings in sheets, charts, diagrams (ECMA-376-1 §21.1).
///
/// A paragraph is a line, a cell of a table a run. Placeholders can be left out, as those of a master are.
struct DrawingText {
  /// Whether shapes that are placeholders are left out.
  var skipsPlaceholders = false
  /// Names of elements that hold text: `t` of DrawingML, and `v` of a chart's cached values.
  var values: Set<String> = ["t"]

  static let chart = DrawingText(values: ["t", "v"])

  func read(_ walk: inout XMLWalk, _ output: FlowOutput) throws(ExtractionError) {
    var reader = Reader(rules: self, output: output)
    while true {
      let event = try walk.next()
      if case .end = event { return output.endLine() }
      try reader.take(event, &walk)
    }
  }

  private struct Reader {
    let rules: DrawingText
    let output: FlowOutput
    var isText = false
    var rows = 0
    var isPlaceholder = false
    var scalars: [UInt32] = []

    mutating func take(_ event: XMLWalk.Event, _ walk: inout XMLWalk) throws(ExtractionError) {
      switch event {
      case .open(let name): try open(name, &walk)
      case .close(let name): try close(name)
      case .text:
        guard isText, !isPlaceholder else { return }
        scalars.removeAll(keepingCapacity: true)
        walk.appendText(to: &scalars)
        output.put(scalars)
      case .end: break
      }
    }

    private mutating func open(_ name: String, _ walk: inout XMLWalk) throws(ExtractionError) {
      switch name {
      case "sp": isPlaceholder = false
      case "ph": isPlaceholder = rules.skipsPlaceholders
      case "tr": rows += 1
      case "br": if !isPlaceholder { output.endLine() }
      case "tab": if !isPlaceholder { output.endRun() }
      // What older readers get instead of the choice before it (ECMA-376-3 §10.2).
      case "Fallback": try walk.skip()
      // Bullets and tab definitions are no text.
      case "pPr", "tabLst": try walk.skip()
      default: isText = rules.values.contains(name)
      }
    }

    private mutating func close(_ name: String) throws(ExtractionError) {
      isText = false
      switch name {
      case "sp": isPlaceholder = false
      case "tc": output.endRun()
      case "tr":
        rows = max(0, rows - 1)
        output.endLine()
      case "p", "pt", "v":
        if rows > 0 { output.endRun() } else { output.endLine() }
        try output.breathe()
      default: break
      }
    }
  }
}

extension OfficePackage {
  /// Reads the charts and diagrams that a part shows.
  func readGraphics(of relationships: [Relationship], _ output: FlowOutput)
    throws(ExtractionError)
  {
    for relationship in relationships {
      switch relationship.type {
      case "chart", "chartEx":
        try walk(relationship.target, output) { walk throws(ExtractionError) in
          try DrawingText.chart.read(&walk, output)
        }
      case "diagramData":
        try walk(relationship.target, output) { walk throws(ExtractionError) in
          try DrawingText().read(&walk, output)
        }
      default: break
      }
    }
  }
}
