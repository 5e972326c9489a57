/// Letters that stand in a row.
struct LetterLine: Equatable {
  var direction: LineDirection
  /// From left to right, in the plane in which the line is level.
  var letters: [Letter]
  /// Dashes, dots and quotes in it.
  var marks: [Letter] = []

  var box: PixelBox {
    letters.dropFirst().reduce(into: letters.first?.box ?? PixelBox(x0: 0, y0: 0, x1: 1, y1: 1)) {
      $0.add($1.box)
    }
  }

  /// The middle one of the letters' heights, in pixels.
  var height: Int {
    let heights = letters.map(\.height).sorted()
    return heights.isEmpty ? 1 : max(1, heights[heights.count / 2])
  }
}

/// Chains letters into lines: each with its next neighbour of like height on the same baseline.
struct LineFinder {
  private let lettering: Lettering
  private let letters: [Letter]
  private let grid: LetterGrid
  private let markGrid: LetterGrid

  /// Widest gap inside a line, in heights of its letters: a blank of wide lettering.
  private static let widestGap = 1.6
  /// The same over a dash.
  private static let widestGapOverMark = 2.4
  /// Letters may lap over one another so far: slanted ones do.
  private static let widestLap = 0.3
  /// How far apart the feet of neighbours may be; those of skewed text at 30 degrees are further.
  private static let unevenness = 0.22
  /// Least height of a neighbour, as a share of the other's.
  private static let likeness = 0.6

  init(_ lettering: Lettering) {
    self.lettering = lettering
    letters = lettering.letters.sorted { ($0.box.x0, $0.box.y0) < ($1.box.x0, $1.box.y0) }
    grid = LetterGrid(letters)
    markGrid = LetterGrid(lettering.marks)
  }

  private struct Link {
    var gap: Int
    var from: Int
    var to: Int
  }

  /// The chains of two letters or more.
  func chains() -> [[Letter]] {
    var next = [Int?](repeating: nil, count: letters.count)
    var hasPrevious = [Bool](repeating: false, count: letters.count)
    let links = letters.indices.compactMap { nearest(to: $0) }.sorted { $0.gap < $1.gap }
    for link in links where next[link.from] == nil && !hasPrevious[link.to] {
      next[link.from] = link.to
      hasPrevious[link.to] = true
    }
    return letters.indices.filter { !hasPrevious[$0] && next[$0] != nil }.map { start in
      var chain: [Letter] = []
      var index: Int? = start
      // Each leads to the right, so that no chain comes back to itself.
      while let letter = index {
        chain.append(letters[letter])
        index = next[letter]
      }
      return chain
    }
  }

  private func nearest(to index: Int) -> Link? {
    let letter = letters[index]
    var best: Link?
    for other in grid.near(letter) where isNeighbour(letters[other], of: letter) {
      let gap = max(0, letters[other].box.x0 - letter.box.x1)
      guard gap < best?.gap ?? .max else { continue }
      best = Link(gap: gap, from: index, to: other)
    }
    return best
  }

  private func isNeighbour(_ other: Letter, of letter: Letter) -> Bool {
    guard other.box.x0 > letter.box.x0 else { return false }
    let (high, low) = (max(letter.height, other.height), min(letter.height, other.height))
    let height = Double(high)
    let gap = Double(other.box.x0 - letter.box.x1)
    guard gap >= -Self.widestLap * height, gap <= Self.widestGapOverMark * height,
      Double(abs(other.box.y1 - letter.box.y1)) <= Self.unevenness * height,
      Double(low) >= Self.likeness * height
    else { return false }
    return gap <= Self.widestGap * height || hasMark(between: letter, other)
  }

  /// Whether there is a dash between two letters.
  private func hasMark(between letter: Letter, _ other: Letter) -> Bool {
    markGrid.near(letter).contains { index in
      let mark = lettering.marks[index].box
      let y = Double((mark.y0 + mark.y1) / 2 - letter.box.y0) / Double(letter.height)
      return mark.x0 >= letter.box.x1 && mark.x1 <= other.box.x0 && (0.25...0.8).contains(y)
        && Double(mark.width) > 0.15 * Double(letter.height)
    }
  }
}
