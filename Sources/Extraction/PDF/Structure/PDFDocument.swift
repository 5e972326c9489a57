internal import Codec

/// A PDF file in memory: its cross-reference, its objects as they are asked for, its pages.
///
/// Belongs to one thread. The bytes must outlive it. Looking things up never throws: a bound that is
/// exceeded is noted in ``budget``, and what is missing or broken reads as null.
final class PDFDocument {
  let bytes: UnsafeRawBufferPointer
  let budget: Budget
  let repairs: RepairLog
  /// The newest trailer, with what only older ones say.
  var trailer = PDFDictionary()
  var xref: XRefTable
  /// Where objects really are, made when the cross-reference turns out to be wrong.
  var scan: ObjectScan?
  /// Whether a part of the cross-reference could not be read, so that what it lacks may exist.
  var xrefIsDamaged = false
  /// Deciphers an encrypted document.
  var security: SecurityHandler?
  /// Added to every offset: the bytes before the header, where offsets count from it.
  var shift = 0

  var cache = ObjectCache()
  var objectStreams = ObjectStreamCache()
  /// Objects being read, to stop at one that needs itself.
  var loading: [Int] = []
  /// Where a search for `endstream` or `endobj` found nothing; none begins after it.
  var noEndstreamFrom = Int.max
  var noEndobjFrom = Int.max
  /// Reused between streams.
  var zlib = ZlibDecoder()
  var filterScratch: [UInt8] = []
  let lexerScratch = LexerScratch()

  /// Reads the cross-reference and finds the catalog, repairing what has to be.
  /// - Throws: `unreadable` when there is no catalog with pages, `encrypted` when no password fits.
  init(_ bytes: UnsafeRawBufferPointer, budget: Budget) throws(ExtractionError) {
    self.bytes = bytes
    self.budget = budget
    repairs = RepairLog(budget: budget)
    xref = XRefTable(fileSize: bytes.count, limit: budget.limits.objects)
    try open()
  }

  private func open() throws(ExtractionError) {
    if !readXRef() {
      repairs.note(.brokenXref, at: 0)
      try adoptScan()
    }
    if security == nil { try unlock() }
    if !hasPages { try adoptScan() }
    try budget.check()
    guard hasPages else {
      let isWhole = findLast("%%EOF", from: bytes.count - 2048, to: bytes.count) != nil
      throw .unreadable(
        isWhole
          ? "a broken PDF: no pages could be found in it"
          : "a PDF that was cut short: no pages could be found in what is left; get it anew")
    }
  }

  /// The document catalog (ISO 32000-2 §7.7.2).
  var catalog: PDFDictionary { dictionary(trailer, .root) ?? PDFDictionary() }

  private var hasPages: Bool { dictionary(catalog, .pages) != nil }

  /// Sets up deciphering where the trailer asks for it.
  func unlock() throws(ExtractionError) {
    security = nil
    guard let encryption = dictionary(trailer, .encrypt) else { return }
    cache = ObjectCache()
    objectStreams = ObjectStreamCache()
    security = try SecurityHandler(encryption, of: self)
  }
}

/// Lookups that follow references.
extension PDFDocument {
  func value(_ dictionary: PDFDictionary, _ key: Name) -> PDFObject { resolve(dictionary[key]) }
  func integer(_ dictionary: PDFDictionary, _ key: Name) -> Int? { value(dictionary, key).integer }
  func number(_ dictionary: PDFDictionary, _ key: Name) -> Double? { value(dictionary, key).number }
  func boolean(_ dictionary: PDFDictionary, _ key: Name) -> Bool? { value(dictionary, key).boolean }
  func name(_ dictionary: PDFDictionary, _ key: Name) -> Name? { value(dictionary, key).name }
  func string(_ dictionary: PDFDictionary, _ key: Name) -> [UInt8]? {
    value(dictionary, key).string
  }
  /// The items as they stand; resolve each.
  func array(_ dictionary: PDFDictionary, _ key: Name) -> [PDFObject]? {
    value(dictionary, key).array
  }
  func dictionary(_ dictionary: PDFDictionary, _ key: Name) -> PDFDictionary? {
    value(dictionary, key).dictionary
  }
  func stream(_ dictionary: PDFDictionary, _ key: Name) -> PDFStream? {
    value(dictionary, key).stream
  }

  /// The numbers of an array; one that is no number counts as 0.
  func numbers(_ dictionary: PDFDictionary, _ key: Name) -> [Double]? {
    array(dictionary, key)?.map { resolve($0).number ?? 0 }
  }

  func rectangle(_ dictionary: PDFDictionary, _ key: Name) -> Rectangle? {
    guard let values = numbers(dictionary, key), values.count >= 4 else { return nil }
    return Rectangle(values[0], values[1], values[2], values[3])
  }

  func matrix(_ dictionary: PDFDictionary, _ key: Name) -> Matrix? {
    guard let v = numbers(dictionary, key), v.count >= 6 else { return nil }
    return Matrix(a: v[0], b: v[1], c: v[2], d: v[3], e: v[4], f: v[5])
  }
}
