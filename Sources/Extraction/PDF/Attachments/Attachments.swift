/// The files inside a PDF (ISO 32000-2 §7.11.4): those of the name tree, which a portfolio shows,
/// associated files, and those that annotations hold.
struct Attachments {
  /// One file, once, whatever points to it.
  struct File {
    var name: String
    var stream: PDFStream
  }

  let document: PDFDocument
  private(set) var files: [File] = []
  /// Whether there were more than ``fileLimit``.
  private(set) var isCut = false
  private var known: Set<Int> = []

  /// Files read of one document; a portfolio of drawings has some hundreds.
  static let fileLimit = 10_000
  /// Annotations of a page that are looked at.
  private static let annotationLimit = 100_000
  /// Nodes of the name tree on one way down, and in all.
  private static let treeDepth = 32
  private static let nodeLimit = 100_000

  init(_ document: PDFDocument) {
    self.document = document
    if let names = document.dictionary(document.catalog, .names) {
      collectTree(document.value(names, .embeddedFiles))
    }
    collectAssociated(document.catalog)
  }

  // MARK: - Finding

  /// Adds what a page and its annotations hold.
  mutating func collect(from page: PDFPage) {
    collectAssociated(page.dictionary)
    guard let items = document.array(page.dictionary, .annotations) else { return }
    for item in items.prefix(Self.annotationLimit) {
      guard document.budget.failure == nil else { return }
      guard let annotation = document.resolve(item).dictionary else { continue }
      if document.name(annotation, .subtype) == .fileAttachment {
        add(document.value(annotation, .fileSpecification))
      }
      if !annotation[.associatedFiles].isNull { collectAssociated(annotation) }
    }
  }

  private mutating func collectAssociated(_ dictionary: PDFDictionary) {
    switch document.value(dictionary, .associatedFiles) {
    case .array(let items): for item in items.prefix(Self.fileLimit) { add(document.resolve(item)) }
    case let single: add(single)
    }
  }

  /// Walks the name tree (§7.9.6), each node once.
  private mutating func collectTree(_ root: PDFObject) {
    var pending: [(node: PDFObject, depth: Int)] = [(root, 0)]
    var entered: Set<Int> = []
    var nodes = 0
    while let (object, depth) = pending.popLast(), nodes < Self.nodeLimit {
      nodes += 1
      guard document.budget.failure == nil else { return }
      if let reference = object.reference, !entered.insert(reference.number).inserted { continue }
      guard let node = document.resolve(object).dictionary else { continue }
      if let names = document.array(node, .names) {
        for at in stride(from: 1, to: names.count, by: 2) {
          add(document.resolve(names[at]))
          if isCut { return }
        }
      }
      guard depth < Self.treeDepth, let kids = document.array(node, .kids) else { continue }
      for kid in kids.reversed().prefix(Self.nodeLimit) { pending.append((kid, depth + 1)) }
    }
  }

  /// Adds the file of a file specification (§7.11.3), by the first of its names that has one.
  private mutating func add(_ object: PDFObject) {
    guard let specification = object.dictionary,
      let embedded = document.dictionary(specification, .embeddedFile)
    else { return }
    for key in Self.keys {
      guard let stream = document.stream(embedded, key) else { continue }
      if let reference = stream.reference, !known.insert(reference.number).inserted { return }
      guard files.count < Self.fileLimit else {
        isCut = true
        return
      }
      files.append(File(name: name(specification), stream: stream))
      return
    }
  }

  private static let keys = [Name("UF"), Name("F"), Name("Unix"), Name("DOS"), Name("Mac")]

  private func name(_ specification: PDFDictionary) -> String {
    for key in Self.keys {
      guard let bytes = document.string(specification, key), !bytes.isEmpty else { continue }
      var text = String.UnicodeScalarView()
      for value in TextString.scalars(bytes).prefix(Self.nameLimit) {
        text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      }
      return String(text)
    }
    return "an attachment"
  }

  /// Characters of a file's name that are kept, for messages.
  private static let nameLimit = 255

  // MARK: - Reading

  /// Whether only attachments are encrypted (§7.6.6, `EFF`), by a password that was not asked for.
  var areEnciphered: Bool {
    guard let encryption = document.dictionary(document.trailer, .encrypt) else { return false }
    let identity = Name("Identity")
    let streams = document.name(encryption, Name("StmF")) ?? identity
    let own = document.name(encryption, Name("EFF")) ?? streams
    return streams == identity && own != identity
  }

  /// The bytes of a file; nil for one that is kept as an image stream.
  func bytes(of file: File) throws(ExtractionError) -> [UInt8]? {
    var bytes: [UInt8] = []
    guard case .bytes = try document.decode(file.stream, into: &bytes) else { return nil }
    return bytes
  }
}

/// Names of §7.11.3, §12.5.6.15 and §12.7.
extension Name {
  static let names = Name("Names")
  static let embeddedFiles = Name("EmbeddedFiles")
  static let embeddedFile = Name("EF")
  static let associatedFiles = Name("AF")
  static let fileAttachment = Name("FileAttachment")
  static let fileSpecification = Name("FS")
  static let xfa = Name("XFA")
}
