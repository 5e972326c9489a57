/// What going through the file byte by byte finds, whatever its cross-reference says.
struct ObjectScan {
  var table: XRefTable
  /// Trailer dictionaries, those of cross-reference streams included, in file order.
  var trailers: [PDFDictionary] = []
  /// Numbers and places of object streams, in file order.
  var objectStreams: [(number: Int, offset: Int)] = []
  /// The last document catalog.
  var catalog: PDFObject.Reference?
}

extension PDFDocument {
  /// The scan of the file, made once.
  func scanned() -> ObjectScan {
    if let scan { return scan }
    repairs.note(.rebuiltXref, at: 0)
    let made = scanObjects()
    // Reading object streams looks objects up: by then the scan has to be there.
    scan = made
    return addCompressed(to: made)
  }

  /// Puts the scan in the place of the cross-reference, of which nothing could be used.
  func adoptScan() throws(ExtractionError) {
    if scan == nil { repairs.note(.rebuiltXref, at: 0) }
    security = nil
    let found = scanObjects()
    scan = found
    xref = found.table
    shift = 0
    cache = ObjectCache()
    objectStreams = ObjectStreamCache()
    trailer = Self.merged(found.trailers.reversed() + [trailer])
    // What object streams hold can be told only once they can be deciphered.
    try unlock()
    let whole = addCompressed(to: found)
    xref = whole.table
    try budget.check()
    trailer = chooseTrailer(whole)
  }

  /// The newest trailer whose catalog is there; else one made for the catalog found.
  private func chooseTrailer(_ scan: ObjectScan) -> PDFDictionary {
    let candidates = scan.trailers.reversed() + [trailer]
    let whole = candidates.first { candidate in
      dictionary(candidate, .root).map { dictionary($0, .pages) != nil } ?? false
    }
    if let whole { return Self.merged([whole] + candidates) }
    repairs.note(.missingRoot, at: 0)
    guard let catalog = scan.catalog else { return trailer }
    let made = PDFDictionary(keys: [.root], values: [.reference(catalog)])
    return Self.merged([made] + candidates)
  }

  /// Finds every `N G obj` and `trailer`. The last definition of a number stands.
  private func scanObjects() -> ObjectScan {
    var scan = ObjectScan(
      table: XRefTable(fileSize: bytes.count, limit: budget.limits.objects))
    var at = 0
    while at + 3 <= bytes.count {
      do { try budget.check() } catch { break }
      guard let candidate = nextCandidate(from: at) else { break }
      if bytes[candidate] == 0x74 {
        at = candidate + 7
        var lexer = Lexer(bytes, at: at, scratch: lexerScratch)
        if lexer.next() == .dictionaryOpen {
          scan.trailers.append(ObjectParser().dictionary(&lexer))
          at = max(at, lexer.position)
        }
      } else if let start = objectStart(before: candidate),
        let found = parseObject(at: start, quick: true)
      {
        note(found.reference, found.object, at: start, in: &scan)
        at = max(candidate + 3, found.object.stream == nil ? 0 : found.end)
      } else {
        at = candidate + 3
      }
    }
    return scan
  }

  private func note(
    _ reference: PDFObject.Reference, _ object: PDFObject, at offset: Int, in scan: inout ObjectScan
  ) {
    scan.table.set(reference.number, .offset(offset))
    guard let dictionary = object.dictionary, let type = dictionary[.type].name else { return }
    switch type {
    case .catalog: scan.catalog = reference
    case .xref where object.stream != nil: scan.trailers.append(dictionary)
    case .objectStream where object.stream != nil:
      scan.objectStreams.append((reference.number, offset))
    default: break
    }
  }

  /// The next `obj` (not the one in `endobj`) or `trailer`.
  private func nextCandidate(from start: Int) -> Int? {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    var at = start
    let end = bytes.count - 2
    while at < end {
      let byte = base[at]
      if byte == 0x6F, base[at + 1] == 0x62, base[at + 2] == 0x6A, at > 0, base[at - 1] != 0x64 {
        return at
      }
      if byte == 0x74, base[at + 1] == 0x72, matches("trailer", at: at) { return at }
      at += 1
    }
    return nil
  }

  /// Where `N G ` begins that stands before `obj`.
  private func objectStart(before keyword: Int) -> Int? {
    var at = keyword
    func skipBack(_ accept: (UInt8) -> Bool) -> Int {
      let from = at
      while at > 0, accept(bytes[at - 1]), from - at < 24 { at -= 1 }
      return from - at
    }
    let isDigit: (UInt8) -> Bool = { $0 &- 0x30 < 10 }
    _ = skipBack(isWhiteSpace)
    guard skipBack(isDigit) > 0, skipBack(isWhiteSpace) > 0, skipBack(isDigit) > 0 else {
      return nil
    }
    return at
  }

  /// Adds what object streams hold, where no later object has the same number.
  private func addCompressed(to found: ObjectScan) -> ObjectScan {
    var scan = found
    let needsCatalog = scan.catalog == nil
    for (number, offset) in scan.objectStreams {
      do { try budget.check() } catch { break }
      guard let stream = parseObject(at: offset)?.object.stream,
        let decoded = decodeObjectStream(stream)
      else { continue }
      for (index, object) in decoded.objects.enumerated() {
        if case .offset(let other) = scan.table[object.number], other > offset { continue }
        scan.table.set(object.number, .compressed(stream: number, index: index))
        guard needsCatalog else { continue }
        let nesting = budget.limits.nesting
        let held = decoded.object(object.number, at: index, nesting: nesting)?.dictionary
        if held?[.type].name == .catalog {
          scan.catalog = .init(number: object.number, generation: 0)
        }
      }
    }
    self.scan = scan
    return scan
  }
}
