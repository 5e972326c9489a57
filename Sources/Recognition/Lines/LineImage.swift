import Extraction

/// A line cut out by itself, in the size that tesseract reads best.
struct LineImage {
  let image: GrayImage
  /// From its pixels to the page's.
  let placement: Matrix
  /// Where underscores are, along the image.
  let underscores: [Double]

  private init(_ image: GrayImage, _ placement: Matrix, _ underscores: [Double]) {
    self.image = image
    self.placement = placement
    self.underscores = underscores
  }

  /// Height of capitals that tesseract reads best, in pixels.
  static let capHeight = 36.0
  /// The size for another try.
  static let smallCapHeight = 26.0
  private static let mostScale = 4.0
  /// White around the letters, in pixels.
  private static let border = 16
  /// Lines that are scaled more than this have thin strokes, which are thickened.
  private static let thinScale = 1.2
  /// Steepest baseline that is levelled, about 4 degrees; a steeper one is no level line.
  private static let steepest = 0.07
  /// A fall over the whole line of less than this, in heights, is the letters' own unevenness.
  private static let unevenness = 0.12
  /// Letters that a baseline is told by.
  private static let baselineLetters = 4

  /// - Parameters:
  ///   - capHeight: what the letters' height becomes.
  ///   - thickens: whether thin strokes are drawn thicker.
  init(
    _ line: LetterLine, of page: GrayImage, _ ink: Ink, capHeight: Double = capHeight,
    thickens: Bool = true
  ) {
    let height = line.height
    var box = line.box.grown(height * 6 / 10, height * 35 / 100)
    box.y1 += height * 2 / 10
    let components = (line.letters + line.marks).map { ink.components[$0.component] }
    var cut = page.cut(line.direction.onPage(box), showing: components, of: ink)
    if line.direction != .level { cut = cut.turned() }
    let scale = min(max(1, capHeight / Double(height)), Self.mostScale)
    let slope = Self.slope(of: line)
    var image = cut.resized(scale, slope: slope, border: Self.border)
    if thickens, scale > Self.thinScale { image = image.thickened() }
    self.image = image
    let border = Double(Self.border)
    placement = Matrix.translation(-border, -border)
      .concatenated(with: .scale(1 / scale, 1 / scale))
      .concatenated(with: Matrix(b: slope))
      .concatenated(with: .translation(Double(box.x0), Double(box.y0)))
      .concatenated(with: line.direction.placement)
    underscores = line.underscores.map { Double($0 - box.x0) * scale + border }
  }

  /// Turned by a half, for what stands on its head.
  var reversed: LineImage {
    let (width, height) = (Double(image.width), Double(image.height))
    return LineImage(
      image.reversed(),
      Matrix(a: -1, d: -1, e: width, f: height).concatenated(with: placement),
      underscores.map { width - $0 })
  }

  /// Pixels that the baseline falls a pixel, by least squares over the letters' feet.
  private static func slope(of line: LetterLine) -> Double {
    guard line.letters.count >= baselineLetters else { return 0 }
    let count = Double(line.letters.count)
    let x = line.letters.map { Double($0.centerX) }
    let y = line.letters.map { Double($0.box.y1) }
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    guard spread > 0 else { return 0 }
    let slope = product / spread
    let fall = abs(slope) * Double(line.box.width)
    return abs(slope) <= steepest && fall > unevenness * Double(line.height) ? slope : 0
  }
}

extension GrayImage {
  /// Scaled, its rows sheared so that a baseline of this slope becomes level, in a white border.
  func resized(_ scale: Double, slope: Double, border: Int) -> GrayImage {
    var result = GrayImage(
      width: Int(Double(width) * scale) + 2 * border,
      height: Int(Double(height) * scale) + 2 * border)
    for y in 0..<result.height {
      for x in 0..<result.width {
        let sourceX = (Double(x - border) + 0.5) / scale - 0.5
        let sourceY = (Double(y - border) + 0.5) / scale - 0.5 + slope * sourceX
        result.set(x, y, sample(sourceX, sourceY))
      }
    }
    return result
  }

  /// Between four pixels.
  private func sample(_ x: Double, _ y: Double) -> UInt8 {
    let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (right, low) = (x - Double(left), y - Double(top))
    let upper = Double(pixel(left, top)) * (1 - right) + Double(pixel(left + 1, top)) * right
    let lower =
      Double(pixel(left, top + 1)) * (1 - right) + Double(pixel(left + 1, top + 1)) * right
    return UInt8(max(0, min(255, (upper * (1 - low) + lower * low).rounded())))
  }

  /// Each pixel as dark as the darkest beside it.
  func thickened() -> GrayImage {
    var result = self
    for y in 0..<height {
      for x in 0..<width {
        var darkest: UInt8 = 255
        for dy in -1...1 {
          for dx in -1...1 { darkest = min(darkest, pixel(x + dx, y + dy)) }
        }
        result.set(x, y, darkest)
      }
    }
    return result
  }

  /// Turned by a half.
  func reversed() -> GrayImage {
    GrayImage(width: width, height: height, pixels: pixels.reversed()) ?? self
  }
}
