/// A page with what it inherits (ISO 32000-2 §7.7.3.3, §7.7.3.4).
struct PDFPage {
  /// From 1.
  var number: Int
  var dictionary: PDFDictionary
  var reference: PDFObject.Reference?
  var resources: PDFDictionary?
  /// The visible region in default user space: CropBox within MediaBox.
  var box: Rectangle
  /// Clockwise, 0, 90, 180 or 270 degrees.
  var rotate: Int
  /// Points in a unit of default user space.
  var userUnit: Double
  /// Content streams, drawn as if they were one with white space between.
  var contents: [PDFStream]
  /// Whether the page, or content that it names, is missing from the file.
  var isDamaged = false

  /// Width and height as displayed, in points.
  var width: Double { (rotate % 180 == 0 ? box.width : box.height) * userUnit }
  var height: Double { (rotate % 180 == 0 ? box.height : box.width) * userUnit }

  /// From default user space to displayed space: points from the top left corner, y downward.
  var display: Matrix {
    let unit = userUnit
    switch rotate {
    case 90:
      return Matrix(a: 0, b: unit, c: unit, d: 0, e: -box.y0 * unit, f: -box.x0 * unit)
    case 180:
      return Matrix(a: -unit, b: 0, c: 0, d: unit, e: box.x1 * unit, f: -box.y0 * unit)
    case 270:
      return Matrix(a: 0, b: -unit, c: -unit, d: 0, e: box.y1 * unit, f: box.x1 * unit)
    default:
      return Matrix(a: unit, b: 0, c: 0, d: -unit, e: -box.x0 * unit, f: box.y1 * unit)
    }
  }
}
