extension Extractor {
  /// Reads the files in a PDF; their pages follow, their runs of kind `attachment`.
  ///
  /// A file that can't be read is a page of its own without text, so that it is not taken for read.
  mutating func readAttachments(
    _ attachments: Attachments, depth: Int, into summary: inout Summary,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    if attachments.isCut {
      Self.note("more than \(Attachments.fileLimit) files in it; the rest was not read", &summary)
    }
    let budget = attachments.document.budget
    // Another one, since this one's reader and page are of the document around it.
    var inner = Extractor(limits: limits)
    for file in attachments.files {
      try budget.checkClock()
      guard depth < limits.attachments else {
        try handUnread(.undecodable, file.name, "nested too deeply", &summary, body)
        continue
      }
      if attachments.areEnciphered {
        try handUnread(.encrypted, file.name, "encrypted", &summary, body)
        continue
      }
      guard let bytes = try attachments.bytes(of: file) else {
        try handUnread(.scanned, file.name, "an image", &summary, body)
        continue
      }
      if bytes.isEmpty { continue }
      try read(bytes, file.name, with: &inner, budget: budget, depth: depth, into: &summary, body)
    }
  }

  private mutating func read(
    _ bytes: [UInt8], _ name: String, with inner: inout Extractor, budget: Budget, depth: Int,
    into summary: inout Summary, _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    let limit = limits.pages
    do {
      let found = try bytes.withUnsafeBufferPointer { raw throws(ExtractionError) in
        try inner.read(
          UnsafeRawBufferPointer(raw), name: name, budget: budget, depth: depth + 1
        ) { page in
          guard summary.pages < limit else {
            throw ExtractionError.tooLarge("more than \(limit) pages")
          }
          page.number = summary.pages + 1
          for index in page.runs.indices where page.runs[index].kind != .ocr {
            page.runs[index].kind = .attachment
          }
          summary.count(page)
          try body(&page)
        }
      }
      summary.recognition.add(found.recognition)
      for repair in found.repairs { Self.note("\(name): \(repair)", &summary) }
    } catch .encrypted(let why) {
      try handUnread(.encrypted, name, why, &summary, body)
    } catch .unreadable(let why) {
      try handUnread(.undecodable, name, why, &summary, body)
    }
  }

  /// Hands on a page for a file that a person may read and we can't.
  private mutating func handUnread(
    _ verdict: Verdict, _ name: String, _ why: String, _ summary: inout Summary,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    Self.note("\(name): \(why)", &summary)
    page.reset(number: summary.pages + 1, width: 0, height: 0)
    page.verdict = verdict
    summary.count(page)
    try Self.hand(&page, to: body)
  }

  private static func note(_ text: String, _ summary: inout Summary) {
    if summary.repairs.count < Limits.repairsTold { summary.repairs.append(text) }
  }
}
