/// Reads a Word document (ECMA-376-1 §17).
///
/// A new page begins where the document breaks pages, or Word last did. Headers stand before the body,
/// footers, footnotes and endnotes after it, then comments, charts and diagrams.
struct WordDocument {
  private let package: OfficePackage

  init(_ package: OfficePackage) { self.package = package }

  func read(_ output: FlowOutput) throws(ExtractionError) {
    let relationships = try package.relationships(of: package.main)
    try read(relationships, ["header"], output)
    try read(part: package.main, output)
    try read(relationships, ["footer", "footnotes", "endnotes"], output)
    output.kind = .annotation
    try read(relationships, ["comments"], output)
    output.kind = .text
    try package.readGraphics(of: relationships, output)
    for relationship in relationships where relationship.type == "aFChunk" {
      if let bytes = try package.archive.part(relationship.target) {
        try output.read(bytes, name: relationship.target, as: nil)
      }
    }
  }

  private func read(
    _ relationships: [OfficePackage.Relationship], _ types: [String], _ output: FlowOutput
  ) throws(ExtractionError) {
    for type in types {
      for relationship in relationships where relationship.type == type {
        try read(part: relationship.target, output)
      }
    }
  }

  private func read(part: String, _ output: FlowOutput) throws(ExtractionError) {
    try package.walk(part, output) { walk throws(ExtractionError) in
      var story = WordStory(output)
      try story.read(&walk)
    }
  }
}
