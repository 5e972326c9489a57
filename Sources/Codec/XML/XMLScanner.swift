/// Walks through the markup of an XML document in memory, token by token (XML 1.0).
///
/// For the parts of office files, where Foundation's parser takes a dictionary and strings per
/// element: this one yields ranges. It reads UTF-8, looks at local names only, and refuses
/// document types, so that no entity can grow (ECMA-376-2 §9.1.4 forbids them too). It doesn't
/// check that tags match; it never traps, and ends after at most one token a byte.
public struct XMLScanner: Sendable {
  /// What stands at one place of the document.
  public enum Token: Equatable, Sendable {
    case open(Element)
    /// The end of an element; it follows an empty one's `open` too.
    case close(name: Range<Int>)
    /// Text that may hold references: see ``XMLScanner/appendText(_:to:)``.
    case text(Range<Int>)
    /// The inside of a CDATA section, as it is.
    case literal(Range<Int>)
    case end
    /// Not XML, or a document type, at that byte; every later token is the same.
    case damaged(Int)
  }

  /// A start tag.
  public struct Element: Equatable, Sendable {
    public let name: Range<Int>
    let attributes: Range<Int>
  }

  public let bytes: [UInt8]
  private var position = 0
  private var pendingClose: Range<Int>?
  private var failure: Int?

  /// - Parameter bytes: UTF-8, with or without a byte order mark.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next token.
  public mutating func next() -> Token {
    if let failure { return .damaged(failure) }
    if let name = pendingClose {
      pendingClose = nil
      return .close(name: name)
    }
    while position < bytes.count {
      guard bytes[position] == 0x3C else {
        let start = position
        position = find(0x3C, from: start) ?? bytes.count
        return .text(start..<position)
      }
      if let token = markup() { return token }
    }
    return .end
  }

  /// Whether a name, its prefix aside, is `expected`.
  public func isName(_ name: Range<Int>, _ expected: StaticString) -> Bool {
    guard matches(expected, endingAt: name.upperBound, from: name.lowerBound) else { return false }
    let start = name.upperBound - expected.utf8CodeUnitCount
    return start == name.lowerBound || bytes[start - 1] == 0x3A
  }

  /// What the next `<` begins; `nil` for a comment or an instruction, which are passed over.
  private mutating func markup() -> Token? {
    let start = position
    let next = start + 1 < bytes.count ? bytes[start + 1] : 0
    switch next {
    case 0x2F:
      guard let end = find(0x3E, from: start + 2) else { return fail(start) }
      position = end + 1
      return .close(name: nameRange(from: start + 2, to: end))
    case 0x3F: return skip(to: [0x3F, 0x3E], from: start + 2, start)
    case 0x21: return declaration(start)
    default: return startTag(start)
    }
  }

  private mutating func startTag(_ start: Int) -> Token {
    let name = nameRange(from: start + 1, to: bytes.count)
    guard !name.isEmpty, let end = tagEnd(from: name.upperBound) else { return fail(start) }
    position = end + 1
    let isEmpty = bytes[end - 1] == 0x2F && end - 1 >= name.upperBound
    if isEmpty { pendingClose = name }
    return .open(Element(name: name, attributes: name.upperBound..<(isEmpty ? end - 1 : end)))
  }

  private mutating func declaration(_ start: Int) -> Token? {
    if bytes[start...].starts(with: "<!--".utf8) {
      return skip(to: [0x2D, 0x2D, 0x3E], from: start + 4, start)
    }
    guard bytes[start...].starts(with: "<![CDATA[".utf8) else { return fail(start) }
    _ = skip(to: [0x5D, 0x5D, 0x3E], from: start + 9, start)
    return failure.map { .damaged($0) } ?? .literal(start + 9..<position - 3)
  }

  /// Moves behind the next `mark`; `nil`, unless there is none.
  private mutating func skip(to mark: [UInt8], from: Int, _ start: Int) -> Token? {
    var at = from
    while let found = find(mark[0], from: at) {
      if bytes[found...].starts(with: mark) {
        position = found + mark.count
        return nil
      }
      at = found + 1
    }
    return fail(start)
  }

  private mutating func fail(_ at: Int) -> Token {
    failure = at
    return .damaged(at)
  }

  /// The `>` that ends a tag: not one inside an attribute's value.
  private func tagEnd(from start: Int) -> Int? {
    var index = start
    var quote: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The name that begins at `start`.
  private func nameRange(from start: Int, to end: Int) -> Range<Int> {
    var index = start
    while index < end, !Self.endsName(bytes[index]) { index += 1 }
    return min(start, index)..<index
  }

  static func endsName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, 0x2F, 0x3D, 0x3E, 0x22, 0x27, 0x3C: true
    default: false
    }
  }

  func matches(_ expected: StaticString, endingAt end: Int, from start: Int) -> Bool {
    let count = expected.utf8CodeUnitCount
    guard count <= end - start, expected.hasPointerRepresentation else { return false }
    for index in 0..<count where bytes[end - count + index] != expected.utf8Start[index] {
      return false
    }
    return true
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return bytes.withUnsafeBufferPointer { all in
      var index = start
      while index < all.count {
        if all[index] == byte { return index }
        index += 1
      }
      return nil
    }
  }
}
