import Extraction
import Matching
import Store

/// The codes that nearly stand on one drawing.
struct NearFindings {
  /// Most of them kept for one drawing, as of places (contract section 3).
  static let limit = Findings.placeLimit
  /// Most work on lines that may go on in another, a page: one for each line looked at, and
  /// ``joinCost`` for each that is compared. Only pages of very many lines have more to do.
  private static let workLimit = 2_000_000
  private static let joinCost = 100
  /// Most characters followed from beginnings of codes, a page; usual pages have some hundred.
  private static let stepLimit = 1_000_000
  /// Most beginnings of codes kept of one page, which are some hundred bytes each.
  private static let endLimit = 10_000
  /// Scalars at the beginning of a line in which a code that goes on there ends.
  private static let reach = 4 * CodeSet.codeLengthLimit

  private(set) var hits: [NearHit] = []
  private var codes: Set<Int> = []
  /// The beginnings of codes at the ends of the page's runs, with the run's index.
  private var ends: [(run: Int, open: Matcher.OpenEnd)] = []
  private var starts = LineStarts()
  private var stepsLeft = NearFindings.stepLimit

  /// Notes what nearly stands in the run that was matched last.
  /// - Parameters:
  ///   - index: of the run on its page.
  ///   - exact: codes that stand on the drawing.
  mutating func add(
    _ page: borrowing Page, run index: Int, _ matcher: Matcher,
    _ scratch: borrowing Matcher.Scratch, exact: Set<Int>, marks: () -> [Page.Mark]
  ) {
    let run = page.runs[index]
    func note(_ code: Int, _ range: Range<Int>, _ reason: NearHit.Reason) {
      let start = run.range.lowerBound
      let range = start + range.lowerBound..<start + range.upperBound
      let box = Page.bounds(of: range, in: run, marks())
      add(code, page.number, page.text(of: range), box, run, reason)
    }
    var steps = stepsLeft
    matcher.nearHits(
      flowing: page.flowing, scratch: scratch, steps: &steps, isWanted: { isNew($0, exact) },
      found: { note($0, $1, .blankInside) },
      open: { if ends.count < Self.endLimit { ends.append((index, $0)) } })
    stepsLeft = steps
    if run.kind == .ocr {
      matcher.lookAlikes(
        flowing: page.flowing, scratch: scratch, isWanted: { isNew($0, exact) }
      ) { note($0, $1, .lookAlike) }
    }
  }

  /// Notes the codes that go over a line's end of a page, once all of its runs were matched.
  mutating func joinLines(
    _ page: borrowing Page, _ matcher: Matcher, _ scratch: inout Matcher.Scratch, exact: Set<Int>,
    marks: () -> [Page.Mark]
  ) {
    stepsLeft = Self.stepLimit
    guard !ends.isEmpty else { return }
    defer { ends.removeAll(keepingCapacity: true) }
    // What flows is in order; on a drawing the line below may be anywhere.
    guard !page.flowing else {
      for end in ends where end.run + 1 < page.runs.count {
        join(end, end.run + 1, page, matcher, &scratch, exact, marks)
      }
      return
    }
    starts.removeAll()
    for run in page.runs { starts.append(Self.first(of: run, on: page)) }
    var work = 0
    for end in ends where work < Self.workLimit {
      var lowers: [Int] = []
      matcher.lines(goingOn: end.open, in: starts) { lowers.append($0) }
      work += lowers.count
      for lower in lowers where StackedLines.agree(page.runs[end.run], page.runs[lower]) {
        work += Self.joinCost
        guard work < Self.workLimit else { return }
        join(end, lower, page, matcher, &scratch, exact, marks)
      }
    }
  }

  /// Notes the codes that one run begins and another one ends, if that stands below it.
  private mutating func join(
    _ end: (run: Int, open: Matcher.OpenEnd), _ index: Int, _ page: borrowing Page,
    _ matcher: Matcher, _ scratch: inout Matcher.Scratch, _ exact: Set<Int>,
    _ marks: () -> [Page.Mark]
  ) {
    let (upper, lower) = (page.runs[end.run], page.runs[index])
    var joined: [(code: Int, range: Range<Int>)] = []
    page.scalars.withUnsafeBufferPointer { scalars in
      let text = UnsafeBufferPointer(rebasing: scalars[lower.range].prefix(Self.reach))
      matcher.match(
        end.open, goingOnIn: text, flowing: page.flowing, scratch: &scratch,
        isWanted: { isNew($0, exact) }
      ) { joined.append(($0, $1)) }
    }
    guard !joined.isEmpty else { return }
    let marks = marks()
    guard StackedLines.isBelow(lower, upper, marks) else { return }
    let above = upper.range.lowerBound + end.open.start..<upper.range.upperBound
    for (code, range) in joined where isNew(code, exact) {
      let start = lower.range.lowerBound
      let below = start + range.lowerBound..<start + range.upperBound
      let text = Self.trimmed(page.text(of: above)) + "\n" + Self.trimmed(page.text(of: below))
      let box = Page.bounds(of: above, in: upper, marks)
        .union(Page.bounds(of: below, in: lower, marks))
      add(code, page.number, text, box, Self.lessSure(upper, lower), .lineEnd)
    }
  }

  /// What is left of the hits where these codes stand on the drawing.
  func hits(without exact: Set<Int>) -> [NearHit] {
    hits.filter { !exact.contains($0.place.code) }
  }

  private func isNew(_ code: Int, _ exact: Set<Int>) -> Bool {
    hits.count < Self.limit && !exact.contains(code) && !codes.contains(code)
  }

  private mutating func add(
    _ code: Int, _ page: Int, _ text: String, _ box: Page.Box, _ run: Page.Run,
    _ reason: NearHit.Reason
  ) {
    codes.insert(code)
    let place = Place(
      code: code, page: page, text: text, x0: box.x0, y0: box.y0, x1: box.x1, y1: box.y1,
      kind: Place.Kind(run.kind), confidence: run.confidence.map(Int.init))
    hits.append(NearHit(place, reason))
  }

  /// The run whose kind and confidence hold for both.
  private static func lessSure(_ one: Page.Run, _ other: Page.Run) -> Page.Run {
    (one.confidence ?? .max) <= (other.confidence ?? .max) ? one : other
  }

  private static func first(of run: Page.Run, on page: borrowing Page) -> UInt32? {
    page.scalars[run.range].first { $0 != 0x20 && $0 != 0xA0 }
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}

extension Page.Box {
  /// The upright rectangle around both.
  fileprivate func union(_ other: Page.Box) -> Page.Box {
    Page.Box(
      x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
  }
}
