extension DXFDrawing {
  /// Parts of a round shape, so that it counts as a drawing does in PDF.
  private static let roundSegments = 4

  /// Counts what an entity draws, and where, when the drawing doesn't say how large it is.
  func countGeometry(_ group: DXFGroup, into space: inout DXFSpace) {
    let points = group.tags.reduce(0) { $0 + ($1.code == 10 ? 1 : 0) }
    if group.isType("LWPOLYLINE") || group.isType("SPLINE") || group.isType("MLINE") {
      space.segments &+= points
    } else if group.isType("ARC") || group.isType("CIRCLE") || group.isType("ELLIPSE") {
      space.segments &+= Self.roundSegments
    } else if group.isType("LINE") || group.isType("VERTEX") || group.isType("SOLID") {
      space.segments &+= 1
    } else if group.isType("IMAGE") || group.isType("OLE2FRAME") {
      space.images &+= 1
    } else {
      return
    }
    if !extents.hasArea { addPoints(group, to: &space.extents) }
  }

  private func addPoints(_ group: DXFGroup, to extents: inout DXFExtents) {
    var x: Double?
    for tag in group.tags {
      switch tag.code {
      case 10, 11: x = group.number(tag)
      case 20, 21:
        if let x { extents.add(x, group.number(tag)) }
        x = nil
      default: break
      }
    }
  }
}
