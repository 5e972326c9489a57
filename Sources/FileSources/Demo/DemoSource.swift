/// The demo drawings as a source: each is made when it is read.
public struct DemoSource: FileSource {
  public let set: DemoSet

  public init(files: Int = 100, codes: Int = 60, seed: UInt64 = 1) {
    set = DemoSet(files: files, codes: codes, seed: seed)
  }

  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing {
    var first = 0
    while first < set.files {
      let end = min(set.files, first + SourceItem.pageLimit)
      try page(
        (first..<end).map {
          SourceItem(name: set.name(of: $0), reference: String($0), identity: identity($0))
        })
      first = end
    }
    return Listing(listed: set.files)
  }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    guard let index = Int(item.reference), (0..<set.files).contains(index) else {
      throw .notFound(item.name)
    }
    let bytes = set.drawing(index)
    guard bytes.count <= limit else { throw .tooLarge(bytes.count) }
    return bytes
  }

  public func contentName(of item: SourceItem) -> String? { item.identity }

  /// Everything a drawing follows from, and the generator's own version.
  private func identity(_ index: Int) -> String {
    "demo-\(DemoSet.version)-\(set.seed)-\(set.targets.count)-\(index)"
  }
}

extension DemoSet {
  /// Raised whenever the same seed gives other bytes than before.
  static let version = 1
}
