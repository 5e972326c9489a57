/// An Office Open XML package: its parts and how they refer to one another (ECMA-376-2).
struct OfficePackage {
  /// A reference from one part to another.
  struct Relationship {
    let id: String
    /// The last part of the type's URI, which transitional and strict documents share.
    let type: String
    /// The part's name, without a leading slash.
    let target: String
  }

  let archive: Archive
  let budget: Budget
  let format: Format
  /// The part that the package is about.
  let main: String

  init(_ archive: Archive, budget: Budget) throws(ExtractionError) {
    self.archive = archive
    self.budget = budget
    let roots = try Self.relationships(of: "", archive, budget)
    let guesses = ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"]
    guard
      let main = roots.first(where: { $0.type == "officeDocument" && archive.has($0.target) })?
        .target
        ?? guesses.first(where: { archive.has($0) })
    else { throw Self.foreign(archive) }
    self.main = main
    guard let bytes = try archive.part(main) else { throw Self.foreign(archive) }
    var walk = XMLWalk(bytes, budget: budget)
    while true {
      switch try walk.next() {
      case .open("document"): format = .docx
      case .open("workbook"): format = .xlsx
      case .open("presentation"): format = .pptx
      case .text, .close: continue
      case .open, .end: throw Self.foreign(archive)
      }
      return
    }
  }

  private static func foreign(_ archive: Archive) -> ExtractionError {
    if archive.has("xl/workbook.bin") {
      return .unreadable("a binary workbook (.xlsb), which is not read: save it as .xlsx")
    }
    if archive.has("visio/document.xml") {
      return .unreadable("a Visio drawing, which is not read: export it as PDF")
    }
    if archive.has("FixedDocSeq.fdseq") || archive.has("FixedDocumentSequence.fdseq") {
      return .unreadable("an XPS document, which is not read: export it as PDF")
    }
    return .unreadable("an Office package without a document that is read: export it as PDF")
  }

  func read(_ output: FlowOutput) throws(ExtractionError) {
    switch format {
    case .xlsx: try Workbook(self).read(output)
    case .pptx: try Presentation(self).read(output)
    default: try WordDocument(self).read(output)
    }
    try readEmbedded(output)
  }

  /// Walks through a part; a damaged or missing one is told, and leaves a page that says so.
  func walk(
    _ part: String, _ output: FlowOutput, _ body: (inout XMLWalk) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    do {
      guard let bytes = try archive.part(part) else { return output.note("\(part) is missing") }
      var walk = XMLWalk(bytes, budget: budget)
      try body(&walk)
      output.endLine()
      if let at = walk.damage {
        try output.unread(.undecodable, "\(part) is damaged at byte \(at)")
      }
    } catch .unreadable(let why) {
      try output.unread(.undecodable, why)
    } catch .encrypted(let why) {
      try output.unread(.encrypted, why)
    }
  }

  /// The relationships of a part; none where it has none, or they can't be read.
  func relationships(of part: String) throws(ExtractionError) -> [Relationship] {
    try Self.relationships(of: part, archive, budget)
  }

  private static func relationships(of part: String, _ archive: Archive, _ budget: Budget)
    throws(ExtractionError) -> [Relationship]
  {
    let (folder, name) = split(part)
    let bytes: [UInt8]
    do {
      guard let found = try archive.part("\(folder)_rels/\(name).rels") else { return [] }
      bytes = found
    } catch .unreadable { return [] }
    var found: [Relationship] = []
    var walk = XMLWalk(bytes, budget: budget)
    while true {
      switch try walk.next() {
      case .open("Relationship"):
        guard let id = walk.attribute("Id"), let type = walk.attribute("Type"),
          let target = walk.attribute("Target"), walk.attribute("TargetMode") != "External"
        else { continue }
        found.append(
          Relationship(
            id: id, type: type.split(separator: "/").last.map(String.init) ?? "",
            target: resolve(target, from: folder)))
      case .end: return found
      default: break
      }
    }
  }

  /// The folder of a part, with its slash, and its name in it.
  private static func split(_ part: String) -> (folder: String, name: String) {
    guard let slash = part.lastIndex(of: "/") else { return ("", part) }
    return (String(part[...slash]), String(part[part.index(after: slash)...]))
  }

  /// A reference to a part, relative to a folder (RFC 3986 §5.2).
  private static func resolve(_ target: String, from folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts: [Substring] = []
    for part in (folder + target).split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  /// Reads the documents that are embedded in this one.
  private func readEmbedded(_ output: FlowOutput) throws(ExtractionError) {
    for entry in archive.entries where entry.name.lowercased().contains("/embeddings/") {
      do {
        let bytes = try archive.contents(of: entry)
        // An OLE object shows as a picture, and holds what we don't read.
        if bytes.starts(with: [0x50, 0x4B]) || bytes.starts(with: "%PDF".utf8) {
          try output.read(bytes, name: entry.name, as: .attachment)
        }
      } catch .unreadable(let why) { output.note(why) } catch .encrypted(let why) {
        output.note(why)
      }
    }
  }
}
