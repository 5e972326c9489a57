extension PDFDocument {
  /// Hands out the pages in order, one at a time, with what they inherit.
  func forEachPage(_ body: (PDFPage) throws(ExtractionError) -> Void) throws(ExtractionError) {
  }
}
