/// Letters by where they stand, so that neighbours are found without a look at all of them.
struct LetterGrid {
  private struct Cell: Hashable {
    var row: Int
    var column: Int
  }

  /// Pixels of a cell: more than half of any letter's height, and of its width with a gap.
  private static let height = 48
  private static let width = 160

  private var cells: [Cell: [Int]] = [:]

  init(_ letters: [Letter]) {
    for (index, letter) in letters.enumerated() {
      cells[Self.cell(letter.box.x0, letter.centerY), default: []].append(index)
    }
  }

  private static func cell(_ x: Int, _ y: Int) -> Cell {
    Cell(row: y / height, column: x / width)
  }

  /// Indexes of those that may follow a letter to the right, and of some others.
  func near(_ letter: Letter) -> [Int] {
    within(
      PixelBox(
        x0: letter.box.x0, y0: letter.centerY - Self.height, x1: letter.box.x1 + 2 * Self.width,
        y1: letter.centerY + Self.height))
  }

  /// Indexes of those that may begin in a box, and of some others.
  func within(_ box: PixelBox) -> [Int] {
    let (first, last) = (Self.cell(box.x0, box.y0), Self.cell(box.x1, box.y1))
    guard first.row <= last.row, first.column <= last.column else { return [] }
    var found: [Int] = []
    for row in first.row...last.row {
      for column in first.column...last.column {
        found += cells[Cell(row: row, column: column)] ?? []
      }
    }
    return found
  }
}
