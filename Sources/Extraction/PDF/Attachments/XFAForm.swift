/// The text of an XFA form (ISO 32000-1 §12.7.8, XFA 3.3): what its template and its data say.
///
/// A dynamic form's pages show nothing but a request to open it elsewhere; a static one's show the same
/// text again, which is left out here.
struct XFAForm {
  private let document: PDFDocument
  /// Texts that pages show.
  private var shown: Set<[UInt32]> = []

  /// Texts of pages that are remembered.
  private static let shownLimit = 200_000
  /// Packets of a form; there are some ten.
  private static let packetLimit = 64

  /// Nil for a document without an XFA form.
  init?(_ document: PDFDocument) {
    guard let form = document.dictionary(document.catalog, .acroForm),
      !document.value(form, .xfa).isNull
    else { return nil }
    self.document = document
  }

  /// Remembers what a page shows.
  mutating func note(_ page: borrowing Page) {
    for run in page.runs where shown.count < Self.shownLimit {
      shown.insert(Array(page.scalars[run.range]))
    }
  }

  /// The texts that no page shows, each a line, in the order of the form.
  func lines() throws(ExtractionError) -> [[UInt32]] {
    var text = XFAText()
    for stream in packets() {
      var bytes: [UInt8] = []
      guard case .bytes = try document.decode(stream, into: &bytes) else { continue }
      text.take(bytes)
      try document.budget.checkClock()
    }
    var seen = shown
    return text.finish().filter { seen.insert($0).inserted }
  }

  /// The one stream, or the streams between the names of packets.
  private func packets() -> [PDFStream] {
    guard let form = document.dictionary(document.catalog, .acroForm) else { return [] }
    switch document.value(form, .xfa) {
    case .stream(let stream): return [stream]
    case .array(let items):
      return items.prefix(2 * Self.packetLimit).compactMap { document.resolve($0).stream }
    default: return []
    }
  }
}

extension Extractor {
  /// Hands on the text of an XFA form that its pages don't show, as one more page.
  mutating func readForm(
    _ form: XFAForm?, into summary: inout Summary, _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    guard let form else { return }
    let lines = try form.lines()
    guard !lines.isEmpty else { return }
    page.reset(number: summary.pages + 1, width: 0, height: 0)
    var layout = PlainText()
    for line in lines where page.scalars.count < limits.pageScalars {
      for scalar in line { layout.put(scalar, on: &page) }
      layout.endLine(on: &page)
    }
    layout.finish(&page)
    for index in page.runs.indices { page.runs[index].kind = .form }
    summary.count(page)
    try Self.hand(&page, to: body)
  }
}
