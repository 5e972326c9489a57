extension Extractor {
  /// Reads markup that was told in a text file.
  mutating func readMarkup(
    _ kind: MarkupKind, _ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding, budget: Budget,
    depth: Int, _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    switch kind {
    case .svg: return try readSVG(Array(bytes), budget: budget, body)
    case .html:
      let text = XMLBytes.transcode(Array(bytes), HTMLEncoding.of(bytes))
      return try flow(.html, budget: budget, depth: depth, body) {
        output throws(ExtractionError) in
        var reader = HTMLText(text, output)
        try reader.read()
      }
    case .mail:
      return try flow(.eml, budget: budget, depth: depth, body) {
        output throws(ExtractionError) in
        var reader = MailReader(Array(bytes), output)
        try reader.read()
      }
    case .openDocument:
      let text = Array(bytes)
      let type = Self.flatType(text, budget)
      return try flow(type, budget: budget, depth: depth, body) {
        output throws(ExtractionError) in
        try OpenDocument.read(text, "the document", isStyles: false, output)
      }
    case .word:
      return try flow(.docx, budget: budget, depth: depth, body) {
        output throws(ExtractionError) in
        var walk = XMLWalk(Array(bytes), budget: budget)
        var story = WordStory(output)
        try story.read(&walk)
        if let at = walk.damage {
          try output.unread(.undecodable, "the document is damaged at byte \(at)")
        }
      }
    }
  }

  private static func flatType(_ bytes: [UInt8], _ budget: Budget) -> Format {
    var walk = XMLWalk(bytes, budget: budget)
    guard let event = try? walk.nextElement(), case .open = event,
      let type = walk.attribute("mimetype")
    else { return .odt }
    return OpenDocument.format(type) ?? .odt
  }

  /// Reads a drawing: one page, its words made of placed glyphs.
  private mutating func readSVG(
    _ bytes: [UInt8], budget: Budget, _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    var summary = Summary(format: .svg)
    var reader = SVGReader(budget)
    try reader.read(bytes)
    try budget.checkClock()
    page.reset(number: 1, width: reader.width, height: reader.height)
    page.flowing = false
    var words = WordBuilder()
    words.build(reader.store, into: &page)
    page.verdict = Verdict(reader.ink, scalars: page.scalars.count)
    if let at = reader.damage {
      summary.repairs.append("the drawing is damaged at byte \(at)")
      page.verdict = .undecodable
    }
    summary.count(page)
    try Self.hand(&page, to: body)
    return summary
  }
}
