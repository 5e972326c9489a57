/// A PDF dictionary (ISO 32000-2 §7.3.7), never changed once it is read.
///
/// Its identity is that of one place in the file, so it can stand for it in a cache.
final class PDFDictionary {
  let keys: [Name]
  let values: [PDFObject]
  /// Made at the first lookup in a dictionary that is too large to be searched.
  private lazy var index: [Name: Int] = makeIndex()

  /// Entries up to which searching beats hashing.
  private static let searched = 16

  init(keys: [Name], values: [PDFObject]) {
    self.keys = keys
    self.values = values
  }

  convenience init() {
    self.init(keys: [], values: [])
  }

  var count: Int { min(keys.count, values.count) }

  /// The value of a key, or null; of a key that is there twice, the last.
  subscript(key: Name) -> PDFObject {
    if keys.count > Self.searched {
      guard let at = index[key] else { return .null }
      return values[at]
    }
    var at = count - 1
    while at >= 0 {
      if keys[at] == key { return values[at] }
      at -= 1
    }
    return .null
  }

  private func makeIndex() -> [Name: Int] {
    var index: [Name: Int] = [:]
    index.reserveCapacity(count)
    for at in 0..<count { index[keys[at]] = at }
    return index
  }
}
