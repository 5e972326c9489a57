/// Reads the text of PDF pages; keeps its buffers from page to page and from document to document.
struct PageReader {
  private var interpreter: ContentInterpreter?
  private var words = WordBuilder()
  private var content: [UInt8] = []

  init() {}

  /// Starts a document: whatever was remembered of another one is dropped.
  mutating func begin(_ document: PDFDocument) {
    interpreter = ContentInterpreter(document, budget: document.budget)
  }

  /// Ends it, so that nothing keeps it alive.
  mutating func end() {
    interpreter = nil
  }

  /// Appends the page's runs to `page`, whose number, width and height are set.
  mutating func read(
    _ source: PDFPage, of document: PDFDocument, into page: inout Page, budget: Budget
  ) throws(ExtractionError) -> PageInk {
    if interpreter == nil { begin(document) }
    guard var interpreter = interpreter.take() else { return PageInk() }
    defer { self.interpreter = interpreter }
    let resources = source.resources ?? PDFDictionary()
    interpreter.begin(source.display, area: page.width * page.height)
    try document.contents(of: source, into: &content)
    try content.withUnsafeBufferPointer { (bytes) throws(ExtractionError) in
      try interpreter.run(UnsafeRawBufferPointer(bytes), resources)
    }
    var annotations = AnnotationReader(document)
    try annotations.read(source, &interpreter)
    words.build(interpreter.store, into: &page)
    var ink = interpreter.ink
    ink.lookForUnreadWords(page)
    annotations.place(into: &page)
    return ink
  }
}
