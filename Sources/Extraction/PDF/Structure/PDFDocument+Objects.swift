/// Reading indirect objects (ISO 32000-2 §7.3.10).
extension PDFDocument {
  /// References followed one after another before it is a circle.
  private static let hops = 32
  /// Objects that may need one another to be read (a length, an object stream).
  private static let loadingDepth = 16

  /// Follows references to the object they stand for; null for one that is missing or stands for itself.
  func resolve(_ object: PDFObject) -> PDFObject {
    guard case .reference(var reference) = object else { return object }
    for _ in 0..<Self.hops {
      let found = load(reference)
      guard case .reference(let next) = found else { return found }
      reference = next
    }
    return .null
  }

  /// The object of a reference; the generation is not compared, since files get it wrong.
  func load(_ reference: PDFObject.Reference) -> PDFObject {
    let number = reference.number
    if let cached = cache[number] { return cached }
    guard budget.failure == nil, loading.count < Self.loadingDepth, !loading.contains(number)
    else { return .null }
    loading.append(number)
    defer { loading.removeLast() }
    let object = read(number)
    cache.insert(object, number)
    return object
  }

  private func read(_ number: Int) -> PDFObject {
    switch xref[number] {
    case .free: return .null
    case nil: return xrefIsDamaged ? readScanned(number) : .null
    case .compressed(let stream, let index):
      return readCompressed(number, in: stream, at: index) ?? .null
    case .offset(let offset):
      if let found = parseObject(at: offset &+ shift), found.reference.number == number {
        return found.object
      }
      repairs.note(.misplacedObject, at: offset)
      return readScanned(number)
    }
  }

  /// Looks for an object where a scan of the file finds it.
  private func readScanned(_ number: Int) -> PDFObject {
    let scan = scanned()
    switch scan.table[number] {
    case .offset(let offset):
      guard let found = parseObject(at: offset) else { return .null }
      return found.object
    case .compressed(let stream, let index):
      return readCompressed(number, in: stream, at: index) ?? .null
    case .free, nil: return .null
    }
  }

  /// Reads `N G obj …` at a byte, or nil when that does not begin there.
  ///
  /// - Parameter quick: whether to take a stream's length only where it stands in its dictionary.
  func parseObject(at offset: Int, quick: Bool = false)
    -> (reference: PDFObject.Reference, object: PDFObject, end: Int)?
  {
    guard offset >= 0, offset < bytes.count else { return nil }
    var lexer = Lexer(bytes, at: offset, scratch: lexerScratch)
    guard lexer.next() == .integer else { return nil }
    let number = lexer.integer
    guard lexer.next() == .integer else { return nil }
    let generation = lexer.integer
    guard lexer.next() == .keyword, lexer.keyword == 0x6F_626A, number >= 0 else { return nil }
    let reference = PDFObject.Reference(number: number, generation: generation)
    var parser = ObjectParser()
    parser.nesting = budget.limits.nesting
    parser.cipher = security?.cipher(for: reference)
    guard let object = parser.parse(&lexer) else { return (reference, .null, lexer.position) }
    guard case .dictionary(let dictionary) = object else {
      return (reference, object, lexer.position)
    }
    let end = lexer.position
    guard lexer.next() == .keyword, lexer.keyword != 0x656E_646F_626A else {
      return (reference, object, end)
    }
    // Keywords that begin with `stream`, such as `stream` run into the data.
    guard lexer.keyword == 0x7374_7265_616D else {
      repairs.note(.missingEndobj, at: end)
      return (reference, object, end)
    }
    let start = streamStart(after: lexer.position)
    let range = streamRange(dictionary, from: start, quick: quick)
    let stream = PDFStream(dictionary: dictionary, range: range, reference: reference)
    return (reference, .stream(stream), range.upperBound)
  }

  /// The first byte of a stream's data (ISO 32000-2 §7.3.8.1): after CR LF or LF; a CR alone and blanks
  /// before the line end are put up with.
  private func streamStart(after keyword: Int) -> Int {
    var at = keyword
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    if at < bytes.count, bytes[at] == 0x0D {
      at += 1
      if at < bytes.count, bytes[at] == 0x0A { at += 1 }
      return at
    }
    if at < bytes.count, bytes[at] == 0x0A { return at + 1 }
    return keyword
  }

  private func streamRange(_ dictionary: PDFDictionary, from start: Int, quick: Bool) -> Range<Int>
  {
    let stated = quick ? dictionary[.length].integer : integer(dictionary, .length)
    if let stated, stated >= 0, stated <= bytes.count &- start,
      isEndstream(at: start &+ stated)
    {
      return start..<start &+ stated
    }
    if !quick { repairs.note(.wrongLength, at: start) }
    return start..<findStreamEnd(from: start)
  }

  /// Whether `endstream` stands at a byte, after white space at most; `endobj` will do.
  private func isEndstream(at offset: Int) -> Bool {
    var at = offset
    while at < bytes.count, isWhiteSpace(bytes[at]), at &- offset < 8 { at += 1 }
    if matches(Self.endstream, at: at) { return true }
    guard matches(Self.endobj, at: at) else { return false }
    repairs.note(.missingEndstream, at: at)
    return true
  }

  /// Where the data ends of a stream whose length is wrong: before `endstream` or `endobj`, or the end.
  private func findStreamEnd(from start: Int) -> Int {
    let endstream = Self.next(Self.endstream, from: start, in: bytes, noneFrom: &noEndstreamFrom)
    // An `endobj` before it is the stream's own: the `endstream` belongs to another.
    let endobj = Self.next(
      Self.endobj, from: start, to: endstream ?? .max, in: bytes, noneFrom: &noEndobjFrom)
    if endobj != nil || endstream == nil { repairs.note(.missingEndstream, at: start) }
    guard var at = endobj ?? endstream else { return bytes.count }
    if at > start, bytes[at - 1] == 0x0A { at -= 1 }
    if at > start, bytes[at - 1] == 0x0D { at -= 1 }
    return at
  }

  /// Finds a word, remembering where there is none up to the end, so that many broken streams don't
  /// each search the rest of the file.
  private static func next(
    _ word: StaticString, from start: Int, to end: Int = .max, in bytes: UnsafeRawBufferPointer,
    noneFrom: inout Int
  ) -> Int? {
    guard start < noneFrom else { return nil }
    let found = Search.find(word, in: bytes, from: start, to: end)
    if found == nil, end == .max { noneFrom = start }
    return found
  }

  private static let endstream: StaticString = "endstream"
  private static let endobj: StaticString = "endobj"
}
