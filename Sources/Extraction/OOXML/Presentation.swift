/// Reads a presentation: a page for each slide, in order, then its notes and comments (ECMA-376-1 §19).
///
/// The text that a slide has from its layout and master is read with the first slide that uses them.
struct Presentation {
  private struct Slide {
    let part: String
  }

  private let package: OfficePackage

  init(_ package: OfficePackage) { self.package = package }

  func read(_ output: FlowOutput) throws(ExtractionError) {
    var seen: Set<String> = []
    for slide in try slides(output) {
      try read(slide, &seen, output)
      try output.endPage(always: true)
      output.isVisible = true
      output.kind = .text
    }
  }

  /// The slides' parts, in the order of presentation.
  private func slides(_ output: FlowOutput) throws(ExtractionError) -> [Slide] {
    let relationships = try package.relationships(of: package.main)
    var slides: [Slide] = []
    try package.walk(package.main, output) { walk throws(ExtractionError) in
      while true {
        switch try walk.next() {
        case .open("sldId"):
          let id = walk.relationship
          if let found = relationships.first(where: { $0.id == id && $0.type == "slide" }) {
            slides.append(Slide(part: found.target))
          }
        case .end: return
        default: break
        }
      }
    }
    guard slides.isEmpty else { return slides }
    return relationships.filter { $0.type == "slide" }.map { Slide(part: $0.target) }
  }

  private func read(_ slide: Slide, _ seen: inout Set<String>, _ output: FlowOutput)
    throws(ExtractionError)
  {
    let relationships = try package.relationships(of: slide.part)
    try package.walk(slide.part, output) { walk throws(ExtractionError) in
      if case .open = try walk.nextElement() { output.isVisible = !isFalse(walk.attribute("show")) }
      try DrawingText().read(&walk, output)
    }
    try package.readGraphics(of: relationships, output)
    try readMasters(relationships, &seen, output)
    for relationship in relationships {
      switch relationship.type {
      case "notesSlide":
        try readNotes(relationship.target, output)
      case "comments":
        try readComments(relationship.target, output)
      default: break
      }
    }
  }

  private func readMasters(
    _ relationships: [OfficePackage.Relationship], _ seen: inout Set<String>,
    _ output: FlowOutput
  ) throws(ExtractionError) {
    var rules = DrawingText()
    rules.skipsPlaceholders = true
    guard let layout = relationships.first(where: { $0.type == "slideLayout" })?.target else {
      return
    }
    let master = try package.relationships(of: layout).first { $0.type == "slideMaster" }?.target
    for part in [layout, master] {
      guard let part, seen.insert(part).inserted else { continue }
      try package.walk(part, output) { walk throws(ExtractionError) in
        try rules.read(&walk, output)
      }
    }
  }

  private func readNotes(_ part: String, _ output: FlowOutput) throws(ExtractionError) {
    output.kind = .annotation
    try package.walk(part, output) { walk throws(ExtractionError) in
      try DrawingText().read(&walk, output)
    }
  }

  /// Comments have their text in `p:text` (§19.4.6), newer ones in DrawingML.
  private func readComments(_ part: String, _ output: FlowOutput) throws(ExtractionError) {
    output.kind = .annotation
    try package.walk(part, output) { walk throws(ExtractionError) in
      try DrawingText(values: ["t", "text"]).read(&walk, output)
    }
  }
}

/// Whether an attribute says no (xsd:boolean, and ST_OnOff).
func isFalse(_ value: String?) -> Bool {
  switch value {
  case "0", "false", "off": true
  default: false
  }
}

extension XMLWalk {
  /// The first token that is an element's start, or the end.
  mutating func nextElement() throws(ExtractionError) -> Event {
    while true {
      let event = try next()
      switch event {
      case .open, .end: return event
      case .close, .text: break
      }
    }
  }
}
