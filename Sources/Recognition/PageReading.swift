import Extraction

/// Reads one page: draws it, finds its lines, level and upright, and has each read by itself.
///
/// Tesseract's own layout analysis is made for pages of a book: among pipes, leaders and dimensions
/// it takes lettering for pictures. A line that is cut out and shown alone it reads well.
struct PageReading {
  let tools: Tools
  let document: String

  /// Tesseract's modes for sparse text, and for an image that is one line.
  private static let sparse = 11
  private static let line = 7
  /// A line read with less confidence is tried in other ways.
  private static let unsure = 75.0
  /// Letters of a line that is worth it.
  private static let worthwhile = 3
  /// Lines cut out and given to tesseract at once.
  private static let batch = 400

  func read(_ page: inout Page, number: Int) throws(ChildError) {
    let dpi = dpi(of: page)
    guard dpi >= 1 else { throw .failed("the page has no size") }
    let image = try tools.draw(document, page: number, dpi: dpi)
    let points = Matrix.scale(
      page.width / Double(image.width), page.height / Double(image.height))
    guard let ink = Ink(image, threshold: image.inkThreshold),
      ink.components.count <= PageLines.componentLimit
    else {
      try readWhole(image, dpi, points, into: &page)
      return
    }
    let lines = PageLines.find(ink, height: image.height, dpi: dpi)
    try tools.check()
    // Nothing of a page that is not read to its end: the page stays as it was.
    var readings: [Reading] = []
    for start in stride(from: 0, to: lines.count, by: Self.batch) {
      let part = Array(lines[start..<min(lines.count, start + Self.batch)])
      readings += try readLines(part, image, ink)
    }
    for (words, placement) in readings where words.letterCount > 1 {
      page.append(words, placement.concatenated(with: points))
    }
  }

  /// Pixels an inch, so that the page stays within its bound.
  private func dpi(of page: borrowing Page) -> Double {
    let area = page.width * page.height / (72 * 72)
    guard area > 0, area.isFinite else { return 0 }
    let most = (Double(tools.settings.maxMegapixels) * 1e6 / area).squareRoot()
    return min(Double(tools.settings.dpi), most)
  }

  // MARK: Lines

  private typealias Reading = (words: [Word], placement: Matrix)

  private func readLines(
    _ lines: [LetterLine], _ image: GrayImage, _ ink: Ink
  ) throws(ChildError) -> [Reading] {
    var readings = try read(lines.map { LineImage($0, of: image, ink) })
    let unsure = readings.indices.filter {
      readings[$0].words.confidence < Self.unsure && lines[$0].letters.count >= Self.worthwhile
    }
    let others: [(LetterLine) -> LineImage] = [
      { LineImage($0, of: image, ink, thickens: false) },
      { LineImage($0, of: image, ink, capHeight: LineImage.smallCapHeight) },
      { LineImage($0, of: image, ink).reversed },
    ]
    for other in others where tools.hasPlentyOfTime {
      let again = try read(unsure.map { other(lines[$0]) })
      for (index, reading) in zip(unsure, again)
      where reading.words.confidence > readings[index].words.confidence {
        readings[index] = reading
      }
    }
    return readings
  }

  /// Reads images of one line each.
  private func read(_ images: [LineImage]) throws(ChildError) -> [Reading] {
    var readings: [Reading] = images.map { ([], $0.placement) }
    for line in try tools.read(images.map(\.image), mode: Self.line, dpi: Self.lineDPI) {
      let index = line.image - 1
      guard readings.indices.contains(index) else { continue }
      readings[index].words += line.words
    }
    for index in readings.indices {
      readings[index].words.sort { $0.box.x0 < $1.box.x0 }
      readings[index].words = readings[index].words.joined(at: images[index].underscores)
    }
    return readings
  }

  /// What tesseract is told of line images, whatever the page was drawn with.
  private static let lineDPI = 300.0

  // MARK: Whole pages

  /// Leaves it to tesseract to find the text: of photographs, say.
  private func readWhole(
    _ image: GrayImage, _ dpi: Double, _ points: Matrix, into page: inout Page
  ) throws(ChildError) {
    for line in try tools.read([image], mode: Self.sparse, dpi: dpi) {
      page.append(line.words, points)
    }
    let upright = LineDirection.upward(height: image.height).placement
      .concatenated(with: points)
    for line in try tools.read([image.turned()], mode: Self.sparse, dpi: dpi) {
      page.append(line.words, upright)
    }
  }
}
