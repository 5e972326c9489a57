/// The few directions that a page's baselines have.
///
/// Chunks whose directions differ by less than half a degree share a cluster and are compared in the
/// coordinates of the cluster's first member: along its direction and across it.
struct Directions {
  /// A direction and the side on which the glyphs' tops are.
  struct Cluster {
    var direction: Page.Vector
    var mirrored: Bool

    @inline(__always)
    func along(_ x: Float, _ y: Float) -> Float { x * direction.dx + y * direction.dy }

    /// Distance to the right of the direction, as displayed.
    @inline(__always)
    func across(_ x: Float, _ y: Float) -> Float { y * direction.dx - x * direction.dy }
  }

  private(set) var clusters: [Cluster] = []
  private var last = 0

  /// Cosine of the half degree.
  private static let same: Float = 0.99996
  /// Most clusters; beyond them (no drawing has them) the nearest of all is taken.
  private static let limit = 720

  mutating func removeAll() {
    clusters.removeAll(keepingCapacity: true)
    last = 0
  }

  /// The cluster of a show. Constant time while directions repeat, else linear in the clusters.
  mutating func cluster(of show: Show) -> Int {
    let mirrored = show.height < 0
    if last < clusters.count, clusters[last].mirrored == mirrored,
      cosine(last, show.direction) > Self.same
    {
      return last
    }
    var best = -1
    var closest: Float = -2
    for index in clusters.indices where clusters[index].mirrored == mirrored {
      let value = cosine(index, show.direction)
      if value > closest { (best, closest) = (index, value) }
    }
    if closest > Self.same || (clusters.count >= Self.limit && best >= 0) {
      last = best
      return best
    }
    clusters.append(Cluster(direction: show.direction, mirrored: mirrored))
    last = clusters.count - 1
    return last
  }

  @inline(__always)
  private func cosine(_ index: Int, _ direction: Page.Vector) -> Float {
    clusters[index].direction.dx * direction.dx + clusters[index].direction.dy * direction.dy
  }
}
