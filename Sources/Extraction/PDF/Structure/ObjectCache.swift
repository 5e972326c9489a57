/// Objects read lately, in bounded memory: two generations, of which the older is dropped when the newer
/// is full. An object that is used again moves to the newer.
struct ObjectCache {
  /// Objects in a generation: the fonts, resources and page nodes of a large drawing.
  static let generation = 2048

  private var newer: [Int: PDFObject] = [:]
  private var older: [Int: PDFObject] = [:]

  subscript(number: Int) -> PDFObject? {
    mutating get {
      if let found = newer[number] { return found }
      guard let found = older[number] else { return nil }
      insert(found, number)
      return found
    }
  }

  mutating func insert(_ object: PDFObject, _ number: Int) {
    if newer.count >= Self.generation {
      older = newer
      newer.removeAll(keepingCapacity: true)
    }
    newer[number] = object
  }
}
