/// Reads a workbook: a page for each sheet, hidden ones included (ECMA-376-1 §18).
///
/// A page begins with the sheet's name and its headers and footers; cells follow on their grid, then text
/// in drawings, and comments.
struct Workbook {
  private struct Sheet {
    let name: String
    let part: String
    let isHidden: Bool
  }

  private let package: OfficePackage

  init(_ package: OfficePackage) { self.package = package }

  func read(_ output: FlowOutput) throws(ExtractionError) {
    let relationships = try package.relationships(of: package.main)
    var strings = SharedStrings()
    var styles = CellStyles()
    for relationship in relationships {
      switch relationship.type {
      case "sharedStrings":
        try package.walk(relationship.target, output) { walk throws(ExtractionError) in
          try strings.read(&walk)
        }
      case "styles":
        try package.walk(relationship.target, output) { walk throws(ExtractionError) in
          try styles.read(&walk)
        }
      default: break
      }
    }
    for sheet in try sheets(relationships, output) {
      output.isVisible = !sheet.isHidden
      try read(sheet, strings, styles, output)
      output.endLine()
      output.isVisible = true
      output.kind = .text
      try output.endPage(always: true)
    }
  }

  private func sheets(_ relationships: [OfficePackage.Relationship], _ output: FlowOutput)
    throws(ExtractionError) -> [Sheet]
  {
    var sheets: [Sheet] = []
    try package.walk(package.main, output) { walk throws(ExtractionError) in
      while true {
        switch try walk.next() {
        case .open("sheet"):
          let id = walk.relationship
          guard let found = relationships.first(where: { $0.id == id }) else { continue }
          let state = walk.attribute("state") ?? "visible"
          sheets.append(
            Sheet(
              name: walk.attribute("name") ?? "", part: found.target, isHidden: state != "visible"))
        case .end: return
        default: break
        }
      }
    }
    return sheets
  }

  private func read(
    _ sheet: Sheet, _ strings: SharedStrings, _ styles: CellStyles, _ output: FlowOutput
  ) throws(ExtractionError) {
    output.put(sheet.name)
    output.endLine()
    try package.walk(sheet.part, output) { walk throws(ExtractionError) in
      var reader = SheetReader(strings, styles, output, isHidden: sheet.isHidden)
      try reader.read(&walk)
    }
    let relationships = try package.relationships(of: sheet.part)
    output.isVisible = !sheet.isHidden
    for relationship in relationships where relationship.type == "drawing" {
      try package.walk(relationship.target, output) { walk throws(ExtractionError) in
        try DrawingText().read(&walk, output)
      }
      try package.readGraphics(of: package.relationships(of: relationship.target), output)
    }
    output.kind = .annotation
    for relationship in relationships
    where relationship.type == "comments" || relationship.type == "threadedComment" {
      try package.walk(relationship.target, output) { walk throws(ExtractionError) in
        try readComments(&walk, isThreaded: relationship.type == "threadedComment", output)
      }
    }
  }

  /// Comments hold rich text (§18.7.3); threaded ones hold text alone.
  private func readComments(_ walk: inout XMLWalk, isThreaded: Bool, _ output: FlowOutput)
    throws(ExtractionError)
  {
    var isText = false
    var scalars: [UInt32] = []
    while true {
      switch try walk.next() {
      case .open("rPh"): try walk.skip()
      case .open(let name): isText = name == (isThreaded ? "text" : "t")
      case .text:
        guard isText else { continue }
        scalars.removeAll(keepingCapacity: true)
        walk.appendText(to: &scalars)
        output.put(scalars)
      case .close(let name):
        isText = false
        if name == "comment" || name == "threadedComment" {
          output.endLine()
          try output.breathe()
        }
      case .end: return output.endLine()
      }
    }
  }
}
