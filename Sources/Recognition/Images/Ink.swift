/// The dark pixels of an image as horizontal stretches, and which of them hang together.
///
/// Stretches need far less memory than a label a pixel: a sheet of A0 at 300 dpi has 140 million.
struct Ink {
  /// One stretch of dark pixels in one row; `x1` is not part of it.
  struct Stretch {
    var y: Int32
    var x0: Int32
    var x1: Int32
    /// Another stretch of the same component, until ``Ink/root(_:)`` is itself.
    fileprivate var parent: Int32
  }

  /// A connected component: pixels that touch, corners included.
  struct Component {
    var box: PixelBox
    /// Dark pixels.
    var area: Int
    /// Its stretches in ``Ink/order``.
    var stretches: Range<Int>
  }

  private(set) var stretches: [Stretch] = []
  private(set) var components: [Component] = []
  /// Indexes of stretches, those of a component together.
  private(set) var order: [Int] = []

  /// More stretches than lettering and lines have: a photograph, or noise.
  static let limit = 8_000_000

  /// - Returns: `nil` for an image of more than ``limit`` stretches.
  init?(_ image: GrayImage, threshold: UInt8) {
    guard collect(image, threshold) else { return nil }
    gather()
  }

  // MARK: Stretches

  private mutating func collect(_ image: GrayImage, _ threshold: UInt8) -> Bool {
    var above = 0..<0
    for y in 0..<image.height {
      let start = stretches.count
      image.pixels.withUnsafeBufferPointer { pixels in
        let row = UnsafeBufferPointer(rebasing: pixels[y * image.width..<(y + 1) * image.width])
        var x = 0
        while x < row.count {
          while x < row.count, row[x] >= threshold { x += 1 }
          guard x < row.count else { break }
          let x0 = x
          while x < row.count, row[x] < threshold { x += 1 }
          stretches.append(
            Stretch(
              y: Int32(truncatingIfNeeded: y), x0: Int32(truncatingIfNeeded: x0),
              x1: Int32(truncatingIfNeeded: x), parent: Int32(truncatingIfNeeded: stretches.count)))
        }
      }
      guard stretches.count <= Self.limit else { return false }
      let row = start..<stretches.count
      connect(row, above)
      above = row
    }
    return true
  }

  /// Joins the stretches of a row with those above that touch them.
  private mutating func connect(_ row: Range<Int>, _ above: Range<Int>) {
    var other = above.lowerBound
    for index in row {
      while other < above.upperBound, stretches[other].x1 < stretches[index].x0 { other += 1 }
      var touching = other
      while touching < above.upperBound, stretches[touching].x0 <= stretches[index].x1 {
        join(index, touching)
        touching += 1
      }
    }
  }

  private mutating func root(_ index: Int) -> Int {
    var index = index
    while Int(stretches[index].parent) != index {
      // Halving keeps the ways short.
      stretches[index].parent = stretches[Int(stretches[index].parent)].parent
      index = Int(stretches[index].parent)
    }
    return index
  }

  private mutating func join(_ first: Int, _ second: Int) {
    let (a, b) = (root(first), root(second))
    if a != b { stretches[max(a, b)].parent = Int32(truncatingIfNeeded: min(a, b)) }
  }

  // MARK: Components

  private mutating func gather() {
    var number = [Int32](repeating: -1, count: stretches.count)
    var counts: [Int] = []
    for index in stretches.indices {
      let root = root(index)
      if root == index {
        number[index] = Int32(truncatingIfNeeded: counts.count)
        counts.append(0)
        components.append(
          Component(box: PixelBox(x0: .max, y0: .max, x1: 0, y1: 0), area: 0, stretches: 0..<0))
      }
      // A root comes before all others of its component.
      let component = Int(number[root])
      number[index] = Int32(truncatingIfNeeded: component)
      counts[component] += 1
      let stretch = stretches[index]
      components[component].area += Int(stretch.x1 - stretch.x0)
      components[component].box.add(
        PixelBox(
          x0: Int(stretch.x0), y0: Int(stretch.y), x1: Int(stretch.x1), y1: Int(stretch.y) + 1))
    }
    arrange(number, counts)
  }

  private mutating func arrange(_ number: [Int32], _ counts: [Int]) {
    var next: [Int] = []
    var start = 0
    for (component, count) in counts.enumerated() {
      components[component].stretches = start..<start + count
      next.append(start)
      start += count
    }
    order = [Int](repeating: 0, count: stretches.count)
    for index in stretches.indices {
      order[next[Int(number[index])]] = index
      next[Int(number[index])] += 1
    }
  }
}

extension GrayImage {
  /// What is darker than this is ink: some way below the paper, which is the commonest light gray.
  var inkThreshold: UInt8 {
    var counts = [Int](repeating: 0, count: 256)
    // A part of the rows tells as much as all.
    for y in stride(from: 0, to: height, by: max(1, height / 500)) {
      for x in 0..<width { counts[Int(pixels[y * width + x])] += 1 }
    }
    let paper = (128...255).max { counts[$0] < counts[$1] } ?? 255
    return UInt8(Double(paper) * Self.inkShare)
  }

  /// Thin strokes are gray at 200 dpi; smudges and JPEG's ringing are lighter.
  private static let inkShare = 0.63

  /// A part of the image that shows some components only, with the pixels around them, on white.
  func cut(_ box: PixelBox, showing components: [Ink.Component], of ink: Ink) -> GrayImage {
    var part = GrayImage(width: box.width, height: box.height)
    for component in components {
      for index in ink.order[component.stretches] {
        let stretch = ink.stretches[index]
        for y in Int(stretch.y) - 1...Int(stretch.y) + 1 {
          for x in Int(stretch.x0) - 1...Int(stretch.x1) {
            part.set(x - box.x0, y - box.y0, pixel(x, y))
          }
        }
      }
    }
    return part
  }
}
