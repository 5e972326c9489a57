extension Extractor {
  /// Reads a PDF page by page.
  mutating func readPDF(
    _ bytes: UnsafeRawBufferPointer, budget: Budget, into summary: inout Summary,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    let document = try PDFDocument(bytes, budget: budget)
    reader.begin(document)
    defer {
      reader.end()
      summary.repairs = document.repairs.entries
    }
    try document.forEachPage { source throws(ExtractionError) in
      page.reset(number: source.number, width: source.width, height: source.height)
      let ink = try reader.read(source, of: document, into: &page, budget: budget)
      try budget.check()
      page.verdict = source.isDamaged ? .damaged : Verdict(ink, scalars: page.scalars.count)
      summary.count(page)
      try Self.hand(&page, to: body)
    }
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
