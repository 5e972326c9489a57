/// Which layers are off in the document's default configuration (ISO 32000-2 §8.11).
struct OptionalContent {
  private var off: Set<PDFObject.Reference> = []
  private var on: Set<PDFObject.Reference> = []
  private var isBaseOff = false
  /// Whether the document has layers at all.
  private(set) var isUsed = false

  /// Visibility expressions inside one another, at most.
  private static let depthLimit = 8
  /// Groups and expressions looked at for one answer; real ones name some tens, while lists inside one
  /// another may grow without bound.
  private static let visitLimit = 4_096

  init() {}

  init(_ document: PDFDocument) {
    guard let properties = document.dictionary(document.catalog, .optionalContentProperties),
      let configuration = document.dictionary(properties, .defaultConfiguration)
    else { return }
    isBaseOff = document.name(configuration, .baseState) == .off
    off = Self.references(document, configuration, .off)
    on = Self.references(document, configuration, .on)
    isUsed = isBaseOff || !off.isEmpty
  }

  private static func references(
    _ document: PDFDocument, _ dictionary: PDFDictionary, _ key: Name
  ) -> Set<PDFObject.Reference> {
    Set((document.array(dictionary, key) ?? []).compactMap(\.reference))
  }

  /// Whether what an optional content group or membership dictionary governs is hidden.
  ///
  /// What lies beyond ``visitLimit`` counts as shown.
  func isHidden(_ object: PDFObject, _ document: PDFDocument) -> Bool {
    var left = Self.visitLimit
    return isHidden(object, document, depth: 0, &left)
  }

  private func isHidden(
    _ object: PDFObject, _ document: PDFDocument, depth: Int, _ left: inout Int
  ) -> Bool {
    left -= 1
    guard isUsed, depth < Self.depthLimit, left >= 0 else { return false }
    if let reference = object.reference {
      if off.contains(reference) { return true }
      if on.contains(reference) { return false }
    }
    guard let dictionary = document.resolve(object).dictionary else { return false }
    guard document.name(dictionary, .type) == Name("OCMD") else {
      return isBaseOff && object.reference != nil
    }
    if let expression = document.array(dictionary, .visibilityExpression) {
      return !isVisible(expression, document, depth: depth + 1, &left)
    }
    return isHidden(membership: dictionary, document, depth: depth, &left)
  }

  /// Table 97: the policy over the groups of a membership dictionary.
  private func isHidden(
    membership dictionary: PDFDictionary, _ document: PDFDocument, depth: Int, _ left: inout Int
  ) -> Bool {
    let entry = dictionary[.optionalContentGroups]
    let groups = (document.resolve(entry).array ?? (entry.isNull ? [] : [entry])).prefix(left)
    guard !groups.isEmpty else { return false }
    let hidden = groups.count { isHidden($0, document, depth: depth + 1, &left) }
    switch document.name(dictionary, .visibilityPolicy) {
    case Name("AllOn"): return hidden > 0
    case Name("AnyOff"): return hidden == 0
    case Name("AllOff"): return hidden < groups.count
    default: return hidden == groups.count
    }
  }

  private func isVisible(
    _ expression: [PDFObject], _ document: PDFDocument, depth: Int, _ left: inout Int
  ) -> Bool {
    left -= 1
    guard depth < Self.depthLimit, left >= 0 else { return true }
    let values = expression.dropFirst().prefix(left).map { item -> Bool in
      if let inner = document.resolve(item).array {
        return isVisible(inner, document, depth: depth + 1, &left)
      }
      return !isHidden(item, document, depth: depth + 1, &left)
    }
    switch expression.first.flatMap({ document.resolve($0).name }) {
    case Name("Not"): return !(values.first ?? false)
    case Name("Or"): return values.contains(true)
    default: return !values.contains(false)
    }
  }
}
