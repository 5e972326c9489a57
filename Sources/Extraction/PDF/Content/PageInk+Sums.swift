extension PageInk {
  /// What was added since `before`.
  func difference(_ before: PageInk) -> PageInk {
    var result = self
    result.images &-= before.images
    result.imageArea -= before.imageArea
    result.pathSegments &-= before.pathSegments
    result.glyphs &-= before.glyphs
    result.undecodableGlyphs &-= before.undecodableGlyphs
    return result
  }

  /// Adds what a form is known to draw; the area of its images is bounded by its own.
  mutating func add(_ other: PageInk, imageShare: Double) {
    images &+= other.images
    imageArea += min(other.imageArea, other.images > 0 ? max(imageShare, other.imageArea) : 0)
    pathSegments &+= other.pathSegments
  }
}
