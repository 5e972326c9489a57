import Extraction
import Matching
import Store

/// The codes found on one drawing and where they stand.
struct Findings {
  /// Most places kept for one drawing (contract section 3).
  static let placeLimit = 100

  private(set) var places: [Place] = []
  private var codes: Set<Int> = []
  private var near = NearFindings()

  /// The indexes of the codes found, rising.
  var sortedCodes: [Int] { codes.sorted() }

  /// Codes that nearly stand there, and do not stand anywhere on the drawing.
  var nearHits: [NearHit] { near.hits(without: codes) }

  /// Matches a page, run by run.
  mutating func add(_ page: borrowing Page, _ matcher: Matcher, _ scratch: inout Matcher.Scratch) {
    add(page, matcher, &scratch) { page.marks }
  }

  /// As above; `marks` tells where the page's scalars stand, and is asked only where it matters.
  mutating func add(
    _ page: borrowing Page, _ matcher: Matcher, _ scratch: inout Matcher.Scratch,
    marks: () -> [Page.Mark]
  ) {
    page.scalars.withUnsafeBufferPointer { scalars in
      for (index, run) in page.runs.enumerated() {
        let text = UnsafeBufferPointer(rebasing: scalars[run.range])
        matcher.match(text, flowing: page.flowing, scratch: &scratch) { code, range in
          let start = run.range.lowerBound
          let range = start + range.lowerBound..<start + range.upperBound
          guard makeRoom(for: code) else { return }
          let box = Page.bounds(of: range, in: run, marks())
          places.append(
            Place(
              code: code, page: page.number, text: page.text(of: range), x0: box.x0, y0: box.y0,
              x1: box.x1, y1: box.y1, kind: Place.Kind(run.kind),
              confidence: run.confidence.map(Int.init)))
        }
        guard scratch.hasSuspects || run.kind == .ocr else { continue }
        near.add(page, run: index, matcher, scratch, exact: codes, marks: marks)
      }
    }
    near.joinLines(page, matcher, &scratch, exact: codes, marks: marks)
  }

  /// Notes a code; false when its place is one too many.
  private mutating func makeRoom(for code: Int) -> Bool {
    // The first place of each code is kept even beyond the limit's places of other codes.
    let isNew = codes.insert(code).inserted
    guard places.count >= Self.placeLimit else { return true }
    guard isNew, let spare = lastRepeated() else { return false }
    places.remove(at: spare)
    return true
  }

  /// The last place of a code that has another place.
  private func lastRepeated() -> Int? {
    var counts: [Int: Int] = [:]
    for place in places { counts[place.code, default: 0] += 1 }
    return places.lastIndex { (counts[$0.code] ?? 0) > 1 }
  }
}

extension Place.Kind {
  /// The same kind, by its name.
  init(_ kind: Page.Kind) { self = Place.Kind(rawValue: kind.rawValue) ?? .text }
}
