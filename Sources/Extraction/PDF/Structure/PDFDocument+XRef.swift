/// Reading the cross-reference (ISO 32000-2 §7.5.4, §7.5.5, §7.5.8).
extension PDFDocument {
  /// Bytes at the end in which `startxref` is looked for; the standard says the last line, Acrobat 1024.
  private static let tail = 2048
  /// Sections followed before the chain is taken for broken; a file saved daily for years has 1,000.
  private static let sections = 8192

  /// Reads all sections, newest first. Returns false when none could be read.
  func readXRef() -> Bool {
    let header = find("%PDF-", from: 0, to: 4096)
    if header == nil { repairs.note(.missingHeader, at: 0) }
    if let header, header > 0 { repairs.note(.junkBeforeHeader, at: 0) }
    guard let start = startOfXRef() else {
      repairs.note(.missingStartXref, at: bytes.count)
      return false
    }
    if let header, header > 0, !isSection(at: start), isSection(at: start &+ header) {
      shift = header
    }
    return readSections(from: start)
  }

  private func startOfXRef() -> Int? {
    let near = findLast("startxref", from: bytes.count - Self.tail, to: bytes.count)
    guard let at = near ?? findLast("startxref", from: 0, to: bytes.count) else { return nil }
    var lexer = Lexer(bytes, at: at + 9, scratch: lexerScratch)
    guard lexer.next() == .integer else { return nil }
    return lexer.integer
  }

  private func isSection(at offset: Int) -> Bool {
    guard offset >= 0, offset < bytes.count else { return false }
    var lexer = Lexer(bytes, at: offset, scratch: lexerScratch)
    switch lexer.next() {
    case .keyword: return lexer.isKeyword("xref")
    case .integer:
      guard lexer.next() == .integer, lexer.next() == .keyword else { return false }
      return lexer.isKeyword("obj")
    default: return false
    }
  }

  private func readSections(from start: Int) -> Bool {
    var next: Int? = start
    var seen: Set<Int> = []
    var trailers: [PDFDictionary] = []
    while let offset = next {
      do { try budget.check() } catch { break }
      guard seen.insert(offset).inserted, seen.count < Self.sections else {
        repairs.note(.loopingXref, at: offset)
        break
      }
      guard let section = readSection(at: offset &+ shift) else {
        repairs.note(.brokenXref, at: offset)
        xrefIsDamaged = true
        break
      }
      trailers.append(section)
      next = section[.previous].integer
    }
    trailer = Self.merged(trailers)
    return !trailer[.root].isNull
  }

  /// The newest value of each key.
  static func merged(_ dictionaries: [PDFDictionary]) -> PDFDictionary {
    if dictionaries.count == 1 { return dictionaries[0] }
    var keys: [Name] = []
    var values: [PDFObject] = []
    var seen: Set<Name> = []
    for dictionary in dictionaries {
      for at in 0..<dictionary.count where seen.insert(dictionary.keys[at]).inserted {
        keys.append(dictionary.keys[at])
        values.append(dictionary[dictionary.keys[at]])
      }
    }
    return PDFDictionary(keys: keys, values: values)
  }

  /// Reads one section and returns its trailer dictionary.
  private func readSection(at offset: Int) -> PDFDictionary? {
    guard offset >= 0, offset < bytes.count else { return nil }
    var lexer = Lexer(bytes, at: offset, scratch: lexerScratch)
    guard lexer.next() == .keyword else { return readXRefStream(at: offset) }
    guard lexer.isKeyword("xref") else { return nil }
    return readTable(&lexer)
  }

  /// Reads a table after its `xref` (ISO 32000-2 §7.5.4), and the stream of a hybrid file before it, which
  /// defines what the table hides as free (§7.5.8.4).
  private func readTable(_ lexer: inout Lexer) -> PDFDictionary? {
    let start = lexer.position
    guard let afterTable = walkTable(&lexer, { _, _ in }) else { return nil }
    lexer.position = afterTable
    guard lexer.next() == .dictionaryOpen else { return nil }
    let dictionary = ObjectParser().dictionary(&lexer)
    if let hidden = dictionary[.xrefStream].integer, readXRefStream(at: hidden &+ shift) == nil {
      repairs.note(.brokenXref, at: hidden)
      xrefIsDamaged = true
    }
    lexer.position = start
    _ = walkTable(&lexer) { number, entry in self.xref.add(number, entry) }
    return dictionary
  }

  /// Goes over the entries of a table; returns the byte after `trailer`, or nil when there is none.
  private func walkTable(_ lexer: inout Lexer, _ entry: (Int, XRefTable.Entry) -> Void) -> Int? {
    while true {
      let token = lexer.next()
      if token == .keyword { return lexer.isKeyword("trailer") ? lexer.position : nil }
      guard token == .integer else { return nil }
      var number = lexer.integer
      guard lexer.next() == .integer else { return nil }
      let count = lexer.integer
      guard number >= 0, count >= 0 else { return nil }
      for index in 0..<count {
        let before = lexer.position
        guard lexer.next() == .integer else {
          // Fewer entries than stated: the trailer comes early.
          lexer.position = before
          break
        }
        let offset = lexer.integer
        guard lexer.next() == .integer else { return nil }
        let generation = lexer.integer
        guard lexer.next() == .keyword else {
          lexer.position = before
          break
        }
        let isUsed = lexer.keyword == 0x6E
        // Some writers number the free list's head 1: it is object 0.
        if index == 0, number == 1, !isUsed, offset == 0, generation == 65_535 { number = 0 }
        let (object, overflow) = number.addingReportingOverflow(index)
        if overflow { return nil }
        entry(object, isUsed && offset > 0 ? .offset(offset) : .free)
      }
    }
  }
}
