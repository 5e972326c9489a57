/// A stretch of text in the frame of its entity: x along the baseline, y upward, in drawing units.
struct DXFRun {
  var scalars: [UInt32] = []
  var marks: [Page.Mark] = []
  /// Of its letters, in drawing units.
  var height: Float

  /// Spaces in a row that a person takes for the gap between two columns.
  static let columnSpaces = 4
}

/// A text with its frame.
struct DXFText {
  var runs: [DXFRun]
  /// From the text's frame to the space it stands in.
  var matrix: Matrix
  var layer: Int
  var isHidden: Bool
  /// Whether it is an attribute's definition, which insertions of its block don't draw.
  var isDefinition = false
}

/// A block drawn in a space, once or in rows and columns.
struct DXFInsert {
  /// The block's name in capitals.
  var block: [UInt8]
  /// Applied to the block first, its base point at the origin.
  var scale = Matrix.identity
  /// Then, after the shift to a row and column: to the space.
  var matrix: Matrix
  var columns = 1
  var rows = 1
  /// Distance of columns and rows, before rotation.
  var spacing: (x: Double, y: Double) = (0, 0)
  var layer: Int
  var isHidden: Bool
  /// What to show when the block has no text: a dimension's own, the cells of a table.
  var fallback: [DXFText] = []
}

enum DXFEntity {
  case text(DXFText)
  case insert(DXFInsert)
}

/// What stands in a block, in the model or on a layout.
struct DXFSpace {
  var entities: [DXFEntity] = []
  var base: (x: Double, y: Double) = (0, 0)
  /// What is drawn besides texts.
  var segments = 0
  var images = 0
  var extents = DXFExtents()
}

/// An upright rectangle in drawing units that grows.
struct DXFExtents {
  var x0 = Double.infinity
  var y0 = Double.infinity
  var x1 = -Double.infinity
  var y1 = -Double.infinity

  /// Coordinates beyond this are how programs write that they know none.
  private static let limit = 1e15

  mutating func add(_ x: Double, _ y: Double) {
    guard abs(x) < Self.limit, abs(y) < Self.limit else { return }
    x0 = min(x0, x)
    y0 = min(y0, y)
    x1 = max(x1, x)
    y1 = max(y1, y)
  }

  mutating func add(_ other: DXFExtents) {
    guard other.isValid else { return }
    add(other.x0, other.y0)
    add(other.x1, other.y1)
  }

  var isValid: Bool { x0 <= x1 && y0 <= y1 }
  /// Whether it can be a sheet.
  var hasArea: Bool { x0 < x1 && y0 < y1 }
}
