/// Lays out the text of documents whose pages are not drawn (office files, HTML, mail) and hands the pages on.
///
/// The grid is ``PlainText``'s: a line is ``PlainText/lineHeight`` points, a character
/// ``PlainText/cellWidth`` wide. Runs of one line (cells, tab stops) begin at every eighth column, at least
/// two columns apart; a spreadsheet moves to its own cells first. White space in a run is one space.
final class FlowOutput {
  typealias Body = (inout Page) throws -> Void

  let budget: Budget
  /// How many documents this one is inside of.
  let depth: Int
  private(set) var summary: Summary
  private(set) var page = Page()
  private let body: Body

  /// What runs to come are, and whether they are seen.
  var kind = Page.Kind.text
  var isVisible = true
  /// Whether the page shows a picture, which may be a scan where it is all there is.
  var hasPicture = false

  private var x = PlainText.margin
  private var y = PlainText.margin
  private var column = 0
  private var runStart = 0
  private var spacePending = false
  private var widest: Float = 0
  private var lowest: Float = 0
  /// Where the line began, once a cell went below it.
  private var lineTop: Float?

  /// Height of letters over and under the baseline.
  private static let ascent: Float = 9
  private static let descent: Float = 3
  /// Columns between the starts of runs of one line, and the least between them.
  private static let stop = 8
  private static let gap = 2
  /// End of a run and end of a line in text that is put.
  static let runEnd: UInt32 = 0x09
  static let lineEnd: UInt32 = 0x0A

  init(_ format: Format, budget: Budget, depth: Int, body: @escaping Body) {
    self.budget = budget
    self.depth = depth
    self.body = body
    summary = Summary(format: format)
    summary.flowing = true
    reset()
  }

  /// Puts text: tabs end a run, line ends a line, other white space is one space.
  func put(_ scalars: some Sequence<UInt32>) {
    for scalar in scalars { put(scalar) }
  }

  func put(_ text: String) {
    for scalar in text.unicodeScalars { put(scalar.value) }
  }

  func put(_ scalar: UInt32) {
    switch scalar {
    case Self.runEnd: endRun()
    case Self.lineEnd, 0x0B, 0x0C, 0x85, 0x2028, 0x2029: endLine()
    case 0x0D, 0x20: spacePending = page.scalars.count > runStart
    case 0..<0x20: break
    default:
      guard page.scalars.count < budget.limits.pageScalars else {
        budget.fail(.tooLarge("a page of more than \(budget.limits.pageScalars) characters"))
        return
      }
      if spacePending { append(0x20) }
      spacePending = false
      append(scalar)
    }
  }

  private func append(_ scalar: UInt32) {
    page.scalars.append(scalar)
    page.marks.append(
      Page.Mark(
        x: x + Float(column) * PlainText.cellWidth, y: y + Self.ascent,
        advance: PlainText.cellWidth))
    column = column &+ 1
  }

  /// Ends a run; the next one of the line stands apart from it.
  func endRun() {
    spacePending = false
    guard page.scalars.count > runStart else { return }
    page.runs.append(
      Page.Run(
        range: runStart..<page.scalars.count, direction: .init(dx: 1, dy: 0),
        up: .init(dx: 0, dy: -Self.ascent), down: .init(dx: 0, dy: Self.descent), kind: kind,
        visible: isVisible))
    runStart = page.scalars.count
    widest = max(widest, x + Float(column) * PlainText.cellWidth)
    lowest = max(lowest, y + PlainText.lineHeight)
    column = (column &+ Self.gap &+ Self.stop &- 1) / Self.stop * Self.stop
  }

  /// Ends the line; an empty one takes no room.
  func endLine() {
    endRun()
    guard column > 0 || x != PlainText.margin || lineTop != nil else { return }
    x = PlainText.margin
    y = max(y + PlainText.lineHeight, lowest)
    lineTop = nil
    column = 0
  }

  /// Ends the run; the next one of the line begins `offset` points from the margin.
  func column(at offset: Float) {
    endRun()
    x = PlainText.margin + offset
    y = lineTop ?? y
    column = 0
  }

  /// Puts text of a cell, whose lines stand under one another.
  func putCell(_ scalar: UInt32) {
    guard scalar == Self.lineEnd else { return put(scalar == Self.runEnd ? 0x20 : scalar) }
    endRun()
    lineTop = lineTop ?? y
    y += PlainText.lineHeight
    column = 0
  }

  /// Looks at the budget, and hands the page on if it is full. Call it between lines.
  func breathe() throws(ExtractionError) {
    try budget.check()
    if page.scalars.count > PlainText.pageScalars { try endPage() }
  }

  /// Hands the page on.
  /// - Parameter always: even if there is no text on it.
  func endPage(always: Bool = false) throws(ExtractionError) {
    endLine()
    guard always || hasPicture || !page.runs.isEmpty else { return }
    page.width = Double(widest + PlainText.margin)
    page.height = Double(lowest + PlainText.margin)
    page.verdict = !page.runs.isEmpty ? .text : hasPicture ? .scanned : .empty
    try hand()
  }

  /// Hands on a page for something a person may read and we can't.
  func unread(_ verdict: Verdict, _ why: String) throws(ExtractionError) {
    try endPage()
    note(why)
    page.verdict = verdict
    try hand()
  }

  /// Notes damage in the summary.
  func note(_ repair: String) {
    if summary.repairs.count < Limits.repairsTold { summary.repairs.append(repair) }
  }

  /// The summary, once the last page is handed on; a document without a page has an empty one.
  func finish() throws(ExtractionError) -> Summary {
    try endPage(always: summary.pages == 0)
    return summary
  }

  private func hand() throws(ExtractionError) {
    // A string that a million cells share is work each time.
    try budget.charge(operators: page.scalars.count)
    guard summary.pages < budget.limits.pages else {
      throw .tooLarge("more than \(budget.limits.pages) pages")
    }
    page.number = summary.pages + 1
    summary.count(page)
    try Extractor.hand(&page, to: body)
    reset()
  }

  private func reset() {
    page.reset(number: summary.pages + 1, width: 0, height: 0)
    page.flowing = true
    (x, y) = (PlainText.margin, PlainText.margin)
    (column, runStart, widest, lowest) = (0, 0, 0, 0)
    lineTop = nil
    spacePending = false
    hasPicture = false
  }

  /// Reads a document inside this one; its pages follow, all of one kind.
  /// - Parameter kind: nil keeps what the document says.
  func read(_ bytes: [UInt8], name: String, as kind: Page.Kind?) throws(ExtractionError) {
    guard depth < budget.limits.attachments else {
      return try unread(.undecodable, "\(name) is nested too deeply and was not read")
    }
    try endPage()
    var extractor = Extractor(limits: budget.limits)
    do {
      let inner = try bytes.withUnsafeBufferPointer { raw throws(ExtractionError) in
        try extractor.read(
          UnsafeRawBufferPointer(raw), name: name, budget: budget, depth: depth + 1
        ) { page in try self.pass(&page, kind) }
      }
      summary.recognition.add(inner.recognition)
      for repair in inner.repairs { note("\(name): \(repair)") }
    } catch .encrypted(let why) {
      try unread(.encrypted, "\(name): \(why)")
    } catch .unreadable(let why) {
      try unread(Self.isPicture(bytes) ? .scanned : .undecodable, "\(name): \(why)")
    }
  }

  private func pass(_ inner: inout Page, _ kind: Page.Kind?) throws {
    inner.number = summary.pages + 1
    if let kind {
      for index in inner.runs.indices where inner.runs[index].kind != .ocr {
        inner.runs[index].kind = kind
      }
    }
    summary.count(inner)
    try body(&inner)
  }

  /// Whether bytes begin like an image.
  static func isPicture(_ bytes: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [
      [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x49, 0x49, 0x2A], [0x4D, 0x4D, 0, 0x2A],
      Array("GIF8".utf8), Array("BM".utf8),
    ]
    return starts.contains { bytes.starts(with: $0) }
  }
}
