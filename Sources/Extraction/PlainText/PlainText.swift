/// Lays a text file out as pages of a monospace grid.
///
/// One page, or one for each form feed. A line is a run; its scalars stand in cells of ``cellWidth`` by
/// ``lineHeight`` points from the margin; tabs go to every eighth column. The page is as large as its text.
struct PlainText {
  /// 10 characters an inch, 6 lines an inch: a line printer's.
  static let cellWidth: Float = 7.2
  static let lineHeight: Float = 12
  static let margin: Float = 36
  private static let tabStop = 8
  /// A page ends with the line that passes this, so that a long file is matched piece by piece.
  static let pageScalars = 500_000
  /// Height of letters over and under the baseline.
  private static let ascent: Float = 9
  private static let descent: Float = 3

  private var column = 0
  private var row = 0
  private var lineStart = 0
  private var widest = 0

  static func isNamedCSV(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower.hasSuffix(".csv") || lower.hasSuffix(".tsv")
  }

  /// Puts a scalar of the line on the grid.
  mutating func put(_ scalar: UInt32, on page: inout Page) {
    if scalar == 0x09 {
      let next = (column / Self.tabStop + 1) * Self.tabStop
      place(0x20, cells: next - column, on: &page)
    } else {
      place(scalar, cells: 1, on: &page)
    }
  }

  private mutating func place(_ scalar: UInt32, cells: Int, on page: inout Page) {
    page.scalars.append(scalar)
    page.marks.append(
      Page.Mark(
        x: Self.margin + Float(column) * Self.cellWidth, y: baseline,
        advance: Float(cells) * Self.cellWidth))
    column = column &+ cells
  }

  private var baseline: Float { Self.margin + Float(row) * Self.lineHeight + Self.ascent }

  /// Ends the line: what was put since the last one is a run.
  mutating func endLine(on page: inout Page) {
    if page.scalars.count > lineStart {
      page.runs.append(
        Page.Run(
          range: lineStart..<page.scalars.count, direction: .init(dx: 1, dy: 0),
          up: .init(dx: 0, dy: -Self.ascent), down: .init(dx: 0, dy: Self.descent)))
    }
    widest = max(widest, column)
    lineStart = page.scalars.count
    column = 0
    row += 1
  }

  /// Sets the size and the verdict of a page that is full, and starts anew.
  mutating func finish(_ page: inout Page) {
    page.width = Double(2 * Self.margin + Float(widest) * Self.cellWidth)
    page.height = Double(2 * Self.margin + Float(row) * Self.lineHeight)
    page.verdict = page.runs.isEmpty ? .empty : .text
    self = PlainText()
  }
}

extension Extractor {
  /// Scalars between two looks at the budget.
  private static let textStride = 65_536

  /// Reads a text file line by line.
  mutating func readText(
    _ bytes: UnsafeRawBufferPointer, in encoding: TextEncoding, budget: Budget,
    into summary: inout Summary, _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    var decoder = ScalarDecoder(bytes, encoding)
    var quotes = summary.format == .csv ? CSVQuotes() : nil
    var layout = PlainText()
    var afterReturn = false
    var sinceCheck = 0
    page.reset(number: 1, width: 0, height: 0)
    while let read = decoder.next() {
      guard let scalar = quotes == nil ? read : quotes?.take(read) else { continue }
      sinceCheck += 1
      if sinceCheck == Self.textStride {
        sinceCheck = 0
        try budget.checkClock()
      }
      let afterReturnBefore = afterReturn
      afterReturn = scalar == 0x0D
      switch scalar {
      case 0x0A where afterReturnBefore: break
      case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029:
        layout.endLine(on: &page)
        if scalar == 0x0C || page.scalars.count > PlainText.pageScalars {
          try turnPage(&layout, into: &summary, body)
        }
      case 0, 0x1A: break
      default: layout.put(scalar, on: &page)
      }
      if page.scalars.count > limits.pageScalars {
        throw .tooLarge("a line of more than \(limits.pageScalars) characters")
      }
    }
    layout.endLine(on: &page)
    // A form feed at the very end begins no page.
    if page.number == 1 || !page.runs.isEmpty { try turnPage(&layout, into: &summary, body) }
  }

  private mutating func turnPage(
    _ layout: inout PlainText, into summary: inout Summary, _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) {
    layout.finish(&page)
    summary.count(page)
    let number = page.number
    try Self.hand(&page, to: body)
    page.reset(number: number + 1, width: 0, height: 0)
  }
}
