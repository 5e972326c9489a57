/// Builds objects from tokens, in files and in content streams (ISO 32000-2 §7.3).
///
/// Recursion is bounded: what is nested deeper reads as null. Broken arrays and dictionaries end where the
/// object around them does.
struct ObjectParser {
  /// Whether `1 0 R` is a reference; in content streams it is not.
  var references = true
  /// Deciphers the strings of one object of an encrypted document.
  var cipher: ObjectCipher?
  var nesting = 96

  /// Items of one object, inner ones included: 10,000 pages side by side need 10,000, and an item takes
  /// up to twenty times the memory of its bytes.
  private static let itemLimit = 2_000_000

  /// Reads an object. Returns nil at the end, and at a keyword or closing bracket that is no part of
  /// one; then the lexer stands after that token and tells which.
  func parse(_ lexer: inout Lexer) -> PDFObject? {
    let token = lexer.next()
    return object(token, &lexer, depth: 0)
  }

  /// Builds the object that begins with a token already read.
  func object(_ token: Token, _ lexer: inout Lexer, depth: Int) -> PDFObject? {
    var left = Self.itemLimit
    return build(token, &lexer, depth, &left)
  }

  private func build(_ token: Token, _ lexer: inout Lexer, _ depth: Int, _ left: inout Int)
    -> PDFObject?
  {
    switch token {
    case .integer:
      guard references, lexer.integer >= 0, let generation = lexer.takeReferenceTail() else {
        return .integer(lexer.integer)
      }
      return .reference(.init(number: lexer.integer, generation: generation))
    case .real: return .real(lexer.number)
    case .name: return .name(lexer.name)
    case .string: return .string(cipher?.decrypt(string: lexer.string) ?? Array(lexer.string))
    case .arrayOpen: return depth < nesting ? array(&lexer, depth + 1, &left) : .null
    case .dictionaryOpen:
      return depth < nesting ? .dictionary(entries(&lexer, depth + 1, &left)) : .null
    case .keyword:
      switch lexer.keyword {
      case 0x74_7275_65: return .boolean(true)
      case 0x66_616C_7365: return .boolean(false)
      case 0x6E75_6C6C: return .null
      default: return nil
      }
    case .end, .arrayClose, .dictionaryClose: return nil
    }
  }

  private func array(_ lexer: inout Lexer, _ depth: Int, _ left: inout Int) -> PDFObject {
    var items: [PDFObject] = []
    while left > 0 {
      let before = lexer.position
      let token = lexer.next()
      if token == .end || token == .arrayClose { break }
      if token == .dictionaryClose || isBoundary(token, lexer) {
        // The closing bracket is missing: what is around the array ends here.
        lexer.position = before
        break
      }
      left -= 1
      if let item = build(token, &lexer, depth, &left) { items.append(item) }
    }
    return .array(items)
  }

  /// Reads a dictionary after its `<<`.
  func dictionary(_ lexer: inout Lexer, depth: Int = 0) -> PDFDictionary {
    var left = Self.itemLimit
    return entries(&lexer, depth, &left)
  }

  private func entries(_ lexer: inout Lexer, _ depth: Int, _ left: inout Int) -> PDFDictionary {
    var keys: [Name] = []
    var values: [PDFObject] = []
    while left > 0 {
      let before = lexer.position
      let token = lexer.next()
      if token == .end || token == .dictionaryClose { break }
      if isBoundary(token, lexer) {
        lexer.position = before
        break
      }
      // What is no key is skipped.
      guard token == .name else { continue }
      let key = lexer.name
      let valueStart = lexer.position
      let valueToken = lexer.next()
      if valueToken == .dictionaryClose || valueToken == .end || isBoundary(valueToken, lexer) {
        lexer.position = valueStart
        continue
      }
      left -= 1
      guard let value = build(valueToken, &lexer, depth, &left) else { continue }
      keys.append(key)
      values.append(value)
    }
    return PDFDictionary(keys: keys, values: values)
  }

  /// Whether the token can only stand outside of an object: `endobj`, `stream`, `endstream`, `obj`, `xref`.
  private func isBoundary(_ token: Token, _ lexer: Lexer) -> Bool {
    guard references, token == .keyword else { return false }
    switch lexer.keyword {
    case 0x656E_646F_626A, 0x7374_7265_616D, 0x6F62_6A, 0x78_7265_66: return true
    default: return lexer.isKeyword("endstream")
    }
  }
}

extension Lexer {
  /// After an integer, takes `G R` and returns G; nil, taking nothing, when that does not follow.
  mutating func takeReferenceTail() -> Int? {
    var at = position
    guard at < end, classes[Int(base[at])] & CharacterClass.whiteSpace != 0 else { return nil }
    while at < end, classes[Int(base[at])] & CharacterClass.whiteSpace != 0 { at &+= 1 }
    var generation = 0
    let first = at
    while at < end, base[at] &- 0x30 < 10, at &- first < 6 {
      generation = generation &* 10 &+ Int(base[at] &- 0x30)
      at &+= 1
    }
    guard at > first else { return nil }
    let second = at
    while at < end, classes[Int(base[at])] & CharacterClass.whiteSpace != 0 { at &+= 1 }
    guard at > second, at < end, base[at] == 0x52 else { return nil }
    let stop = CharacterClass.whiteSpace | CharacterClass.delimiter
    guard at &+ 1 >= end || classes[Int(base[at &+ 1])] & stop != 0 else { return nil }
    position = at &+ 1
    return generation
  }
}
