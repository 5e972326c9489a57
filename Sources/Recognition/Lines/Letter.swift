import Extraction

/// A connected component that may be part of a text, in the plane in which that is level.
struct Letter: Equatable {
  var box: PixelBox
  /// Its number in ``Ink/components``.
  var component: Int

  var height: Int { box.height }
  var centerX: Int { (box.x0 + box.x1) / 2 }
  var centerY: Int { (box.y0 + box.y1) / 2 }
}

/// The components of a page that may be text, by their size.
struct Lettering {
  /// Letters and digits.
  var letters: [Letter] = []
  /// Dashes, dots, quotes.
  var marks: [Letter] = []

  /// Heights of letters, in points: lettering on drawings is 1.8 to 7 mm high (ISO 3098), titles
  /// are larger, and prints are often reduced to half.
  private static let heights = 2.6...17.0
  /// Widths in heights: more is a line, unless a word's letters touch.
  private static let widest = 3

  init(letters: [Letter], marks: [Letter]) {
    self.letters = letters
    self.marks = marks
  }

  /// - Parameters:
  ///   - dpi: pixels an inch of the image.
  ///   - direction: of the lines that are looked for.
  init(_ components: [Ink.Component], dpi: Double, _ direction: LineDirection) {
    let least = Int((Self.heights.lowerBound * dpi / 72).rounded())
    let most = Int((Self.heights.upperBound * dpi / 72).rounded())
    for (index, component) in components.enumerated() {
      let box = direction.level(component.box)
      let letter = Letter(box: box, component: index)
      if (least...most).contains(box.height) {
        if box.width <= min(Self.widest * box.height, most * 3 / 2) { letters.append(letter) }
      } else if box.height < least, box.width < most, max(box.width, box.height) >= 2 {
        marks.append(letter)
      }
    }
  }
}

/// How a line runs on the page.
enum LineDirection: Equatable {
  case level
  /// Upward, as verticals are lettered (ISO 129-1); the page is `height` pixels high.
  case upward(height: Int)

  /// A box of the page in the plane in which the line is level.
  func level(_ box: PixelBox) -> PixelBox {
    switch self {
    case .level: box
    case .upward(let height):
      PixelBox(x0: height - box.y1, y0: box.x0, x1: height - box.y0, y1: box.x1)
    }
  }

  /// The way back.
  func onPage(_ box: PixelBox) -> PixelBox {
    switch self {
    case .level: box
    case .upward(let height):
      PixelBox(x0: box.y0, y0: height - box.x1, x1: box.y1, y1: height - box.x0)
    }
  }

  /// From that plane to the page.
  var placement: Matrix {
    switch self {
    case .level: .identity
    case .upward(let height): Matrix(a: 0, b: -1, c: 1, d: 0, f: Double(height))
    }
  }
}
