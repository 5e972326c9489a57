/// Reads the text of PDF pages; keeps its buffers from page to page and from document to document.
struct PageReader {
  init() {}

  /// Starts a document: whatever was remembered of another one is dropped.
  mutating func begin(_ document: PDFDocument) {}

  /// Ends it, so that nothing keeps it alive.
  mutating func end() {}

  /// Appends the page's runs to `page`, whose number, width and height are set.
  mutating func read(
    _ source: PDFPage, of document: PDFDocument, into page: inout Page, budget: Budget
  ) throws(ExtractionError) -> PageInk {
    PageInk()
  }
}
