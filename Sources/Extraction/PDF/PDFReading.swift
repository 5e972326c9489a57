extension Extractor {
  /// Reads a PDF page by page; then its XFA form and the files in it.
  mutating func readPDF(
    _ bytes: UnsafeRawBufferPointer, budget: Budget, depth: Int, into summary: inout Summary,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    let document = try PDFDocument(bytes, budget: budget)
    reader.begin(document)
    var attachments = Attachments(document)
    var form = XFAForm(document)
    let recognizer = budget.recognizer.map { PageRecognition($0, bytes) }
    defer {
      recognizer?.end()
      reader.end()
      let room = Limits.repairsTold - document.repairs.entries.count
      summary.repairs = document.repairs.entries + summary.repairs.prefix(max(0, room))
    }
    try document.forEachPage { source throws(ExtractionError) in
      page.reset(number: source.number, width: source.width, height: source.height)
      let ink = try reader.read(source, of: document, into: &page, budget: budget)
      try budget.check()
      page.verdict = source.isDamaged ? .damaged : Verdict(ink, scalars: page.scalars.count)
      if page.verdict.isRecognizable {
        try recognizer?.read(&page, number: source.number, budget, &summary)
      }
      form?.note(page)
      attachments.collect(from: source)
      summary.count(page)
      try Self.hand(&page, to: body)
    }
    try readForm(form, into: &summary, body)
    try readAttachments(attachments, depth: depth, into: &summary, body)
  }

  /// Calls back with a page; what the callback throws is passed on in ``ExtractionError/interrupted(_:)``.
  static func hand(_ page: inout Page, to body: (inout Page) throws -> Void)
    throws(ExtractionError)
  {
    do {
      try body(&page)
    } catch let error as ExtractionError {
      throw error
    } catch {
      throw .interrupted(error)
    }
  }
}
