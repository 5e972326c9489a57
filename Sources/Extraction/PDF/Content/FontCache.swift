/// The fonts of one document, each made once.
struct FontCache {
  private(set) var fonts: [Font] = []
  private var byDictionary: [ObjectIdentifier: Int] = [:]
  private var byName: [Key: Int] = [:]
  /// Keeps what identifiers were taken of, so that none is reused.
  private var kept: [PDFDictionary] = []
  private var last: (key: Key, index: Int)?

  private struct Key: Hashable {
    var resources: ObjectIdentifier
    var name: Name
  }

  mutating func removeAll() { self = FontCache() }

  /// The index of the font that a resource dictionary calls `name`; -1 if there is none.
  mutating func index(
    _ name: Name, in resources: PDFDictionary, _ document: PDFDocument
  ) throws(ExtractionError) -> Int {
    let key = Key(resources: ObjectIdentifier(resources), name: name)
    if let last, last.key == key { return last.index }
    if let index = byName[key] {
      last = (key, index)
      return index
    }
    guard let list = document.dictionary(resources, .font),
      let dictionary = document.dictionary(list, name)
    else { return -1 }
    let index = try index(of: dictionary, document)
    byName[key] = index
    kept.append(resources)
    last = (key, index)
    return index
  }

  /// The index of a font by its dictionary.
  mutating func index(
    of dictionary: PDFDictionary, _ document: PDFDocument
  ) throws(ExtractionError) -> Int {
    if let index = byDictionary[ObjectIdentifier(dictionary)] { return index }
    let font = try FontLoader(document: document).load(dictionary)
    fonts.append(font)
    byDictionary[ObjectIdentifier(dictionary)] = fonts.count - 1
    kept.append(dictionary)
    return fonts.count - 1
  }
}
