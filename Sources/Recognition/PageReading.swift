import Extraction

/// Reads one page: draws it, and reads what is level on it and what is upright.
struct PageReading {
  let tools: Tools
  let document: String

  /// Tesseract's mode for sparse text: as much as there is, in no order.
  private static let sparse = 11

  func read(_ page: inout Page, number: Int) throws(ChildError) {
    let dpi = dpi(of: page)
    guard dpi >= 1 else { throw .failed("the page has no size") }
    let image = try tools.draw(document, page: number, dpi: dpi)
    let points = Placement.scale(
      page.width / Double(image.width), page.height / Double(image.height))
    for line in try tools.read([image], mode: Self.sparse, dpi: dpi) {
      page.append(line.words, points)
    }
    let upright = Placement.unturn(height: image.height).then(points)
    for line in try tools.read([image.turned()], mode: Self.sparse, dpi: dpi) {
      page.append(line.words, upright)
    }
  }

  /// Pixels an inch, so that the page stays within its bound.
  private func dpi(of page: borrowing Page) -> Double {
    let area = page.width * page.height / (72 * 72)
    guard area > 0, area.isFinite else { return 0 }
    let most = (Double(tools.settings.maxMegapixels) * 1e6 / area).squareRoot()
    return min(Double(tools.settings.dpi), most)
  }
}
