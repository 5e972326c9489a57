/// Reads OpenDocument text, spreadsheets, presentations and drawings (ODF 1.3).
///
/// Headers and footers (styles.xml) stand before the content, embedded charts and formulas after it.
enum OpenDocument {
  /// The format that a package's `mimetype`, or a flat document's, says.
  static func format(_ type: String) -> Format? {
    let prefix = "application/vnd.oasis.opendocument."
    let old = "application/vnd.sun.xml."
    if type.hasPrefix(prefix + "spreadsheet") || type.hasPrefix(old + "calc") { return .ods }
    if type.hasPrefix(prefix + "presentation") || type.hasPrefix(old + "impress") { return .odp }
    if type.hasPrefix(prefix + "graphics") || type.hasPrefix(old + "draw") { return .odg }
    return type.hasPrefix(prefix) || type.hasPrefix(old) ? .odt : nil
  }

  static func read(_ archive: Archive, _ output: FlowOutput) throws(ExtractionError) {
    if let manifest = try archive.part("META-INF/manifest.xml") {
      // ODF 1.3 part 2 §4.4: an encrypted part is described by this element.
      let isEncrypted = manifest.withUnsafeBytes {
        Search.find("encryption-data", in: $0) != nil
      }
      if isEncrypted {
        throw .encrypted("an OpenDocument file with a password: save it without one")
      }
    }
    guard let content = try archive.part("content.xml") else {
      throw .unreadable("an OpenDocument file without content: save it again")
    }
    if let styles = try? archive.part("styles.xml") {
      try read(styles, "styles.xml", isStyles: true, output)
    }
    try read(content, "content.xml", isStyles: false, output)
    for entry in archive.entries {
      let parts = entry.name.split(separator: "/")
      guard parts.count == 2, parts[1] == "content.xml" else { continue }
      let bytes: [UInt8]
      do { bytes = try archive.contents(of: entry) } catch .unreadable(let why) {
        output.note(why)
        continue
      }
      try read(bytes, entry.name, isStyles: false, output)
    }
  }

  /// Reads a flat document (ODF 1.3 part 3 §3.1.2), or one part of a package.
  static func read(_ bytes: [UInt8], _ name: String, isStyles: Bool, _ output: FlowOutput)
    throws(ExtractionError)
  {
    var walk = XMLWalk(bytes, budget: output.budget)
    var story = OpenDocumentStory(output, isStyles: isStyles)
    try story.read(&walk)
    output.kind = .text
    output.isVisible = true
    if let at = walk.damage {
      try output.unread(.undecodable, "\(name) is damaged at byte \(at)")
    } else {
      try output.endPage()
    }
  }
}
