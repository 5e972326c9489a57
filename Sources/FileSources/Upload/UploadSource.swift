/// The drawings of one finished upload.
public struct UploadSource: FileSource {
  public let id: String
  private let index: UploadIndex
  private let folder: String

  init(id: String, index: UploadIndex, folder: String) {
    self.id = id
    self.index = index
    self.folder = folder
  }

  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing {
    let order = index.entries.indices.sorted {
      index.entries[$0].name.utf8.lexicographicallyPrecedes(index.entries[$1].name.utf8)
    }
    for first in stride(from: 0, to: order.count, by: SourceItem.pageLimit) {
      try page(order[first..<min(order.count, first + SourceItem.pageLimit)].map(item))
    }
    return Listing(listed: order.count, leftOut: index.leftOut)
  }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    guard let number = Int(item.reference), (1...max(1, index.entries.count)).contains(number)
    else { throw .notFound(item.name) }
    return try FileReading.contents(at: "\(folder)/\(number)", name: item.name, limit: limit)
  }

  private func item(_ position: Int) -> SourceItem {
    let entry = index.entries[position]
    // An upload never changes: its id and the file's number say what the content is.
    return SourceItem(
      name: entry.name, reference: String(position + 1), size: entry.size,
      identity: "upload-\(id)-\(position + 1)")
  }
}
