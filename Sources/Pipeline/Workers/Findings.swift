import Extraction
import Matching
import Store

/// The codes found on one drawing and where they stand.
struct Findings {
  /// Most places kept for one drawing (contract section 3).
  static let placeLimit = 100

  private(set) var places: [Place] = []
  private var codes: Set<Int> = []

  /// The indexes of the codes found, rising.
  var sortedCodes: [Int] { codes.sorted() }

  /// Matches a page, run by run.
  mutating func add(_ page: borrowing Page, _ matcher: Matcher, _ scratch: inout Matcher.Scratch) {
    page.scalars.withUnsafeBufferPointer { scalars in
      for run in page.runs {
        let text = UnsafeBufferPointer(rebasing: scalars[run.range])
        matcher.match(text, flowing: page.flowing, scratch: &scratch) { code, range in
          let start = run.range.lowerBound
          add(code, start + range.lowerBound..<start + range.upperBound, run, page)
        }
      }
    }
  }

  private mutating func add(
    _ code: Int, _ range: Range<Int>, _ run: Page.Run, _ page: borrowing Page
  ) {
    // The first place of each code is kept even beyond the limit's places of other codes.
    let isNew = codes.insert(code).inserted
    if places.count >= Self.placeLimit {
      guard isNew, let spare = lastRepeated() else { return }
      places.remove(at: spare)
    }
    let box = page.bounds(of: range, in: run)
    places.append(
      Place(
        code: code, page: page.number, text: page.text(of: range), x0: box.x0, y0: box.y0,
        x1: box.x1, y1: box.y1))
  }

  /// The last place of a code that has another place.
  private func lastRepeated() -> Int? {
    var counts: [Int: Int] = [:]
    for place in places { counts[place.code, default: 0] += 1 }
    return places.lastIndex { (counts[$0.code] ?? 0) > 1 }
  }
}
