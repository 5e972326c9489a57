/// The lines of a page, level and upright ones.
enum PageLines {
  /// Least share of a chain's letters that no longer chain has taken.
  private static let leastFree = 0.7
  /// Most components that are looked at: a page of small print has some 20,000, specks of a bad
  /// scan are more.
  static let componentLimit = 1_000_000
  /// Most lines that are read, the longest first: a dense sheet has some 500, and what noise looks
  /// like is short.
  private static let limit = 3_000

  static func find(_ ink: Ink, height: Int, dpi: Double) -> [LetterLine] {
    let directions: [LineDirection] = [.level, .upward(height: height)]
    var lines: [LetterLine] = []
    for direction in directions {
      let lettering = Lettering(ink.components, dpi: dpi, direction)
      lines += LineFinder(lettering).chains().map { LetterLine(direction: direction, letters: $0) }
    }
    lines = Array(withoutCrossing(lines).prefix(limit))
    for direction in directions {
      let marks = Lettering(ink.components, dpi: dpi, direction).marks
      let grid = LetterGrid(marks)
      for index in lines.indices where lines[index].direction == direction {
        lines[index].marks = Self.marks(of: lines[index], marks, grid)
      }
    }
    return lines
  }

  /// A letter belongs to one line: letters below one another look like an upright one, and the
  /// longer line is the one that is meant.
  private static func withoutCrossing(_ lines: [LetterLine]) -> [LetterLine] {
    var taken: Set<Int> = []
    // Of lines of one length the level ones come first, as before.
    let ordered = lines.enumerated().sorted {
      ($1.element.letters.count, $0.offset) < ($0.element.letters.count, $1.offset)
    }
    return ordered.map(\.element).filter { line in
      let free = line.letters.filter { !taken.contains($0.component) }
      guard free.count >= 2, Double(free.count) >= leastFree * Double(line.letters.count) else {
        return false
      }
      taken.formUnion(line.letters.map(\.component))
      return true
    }
  }

  /// The marks within a line, and close before and behind it.
  private static func marks(
    of line: LetterLine, _ marks: [Letter], _ grid: LetterGrid
  ) -> [Letter] {
    let box = line.box
    let height = line.height
    let room = box.grown(height * 6 / 10, height / 4)
    return grid.within(room.grown(2 * height, height)).map { marks[$0] }.filter { mark in
      room.x0 <= mark.centerX && mark.centerX <= room.x1 && room.y0 <= mark.centerY
        && mark.centerY <= box.y1 + height * 45 / 100 && mark.box.width < height * 13 / 10
    }
  }
}

extension LetterLine {
  /// The middles of its underscores, which are long, low and below the letters' feet.
  var underscores: [Int] {
    let height = Double(height)
    return marks.filter { mark in
      // The line may be skewed: its nearest letter tells where its foot is.
      let nearest = letters.min {
        abs($0.centerX - mark.centerX) < abs($1.centerX - mark.centerX)
      }
      guard let foot = nearest?.box.y1 else { return false }
      return Double(mark.box.y0 - foot) > -0.08 * height && Double(mark.box.width) > 0.4 * height
        && Double(mark.height) < 0.25 * height
    }.map(\.centerX)
  }
}
