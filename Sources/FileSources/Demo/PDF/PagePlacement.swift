/// How a sheet lies on its page: the page may be turned, shifted and cropped.
struct PagePlacement {
  let style: ExporterStyle
  /// Unit vectors of the sheet's axes on the page, and where its corner lies.
  let along: Point
  let up: Point
  let corner: Point
  let width: Double
  let height: Double

  init(_ style: ExporterStyle) {
    self.style = style
    let (w, h) = (SheetArtist.width, SheetArtist.height)
    let turned = style.rotation % 180 != 0
    (width, height) = turned ? (h, w) : (w, h)
    // ISO 32000-2 §7.7.3.3: Rotate turns clockwise; the content is turned back.
    let placed: (Point, Point, Point) =
      switch style.rotation {
      case 90: (Point(0, 1), Point(-1, 0), Point(h, 0))
      case 180: (Point(-1, 0), Point(0, -1), Point(w, h))
      case 270: (Point(0, -1), Point(1, 0), Point(0, w))
      default: (Point(1, 0), Point(0, 1), .zero)
      }
    (along, up) = (placed.0, placed.1)
    corner = placed.2 + style.origin
  }

  var isPlain: Bool { along == Point(1, 0) && corner == .zero }

  /// The page's box as the sheet fills it.
  var sheetBox: [Double] {
    let o = style.origin
    return [o.x, o.y, o.x + width, o.y + height]
  }

  var mediaBox: [Double] {
    let box = sheetBox
    return style.cropped ? [box[0] - 30, box[1] - 24, box[2] + 18, box[3] + 30] : box
  }

  func point(_ p: Point) -> Point { corner + along * p.x + up * p.y }

  /// The upright rectangle on the page around a parallelogram of the sheet.
  func rectangle(_ quad: Quad) -> [Double] {
    let points = [
      quad.corner, quad.corner + quad.along, quad.corner + quad.up,
      quad.corner + quad.along + quad.up,
    ].map(point)
    let xs = points.map(\.x)
    let ys = points.map(\.y)
    return [xs.min() ?? 0, ys.min() ?? 0, xs.max() ?? 0, ys.max() ?? 0]
  }
}
