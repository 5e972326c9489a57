import Codec

/// Walks through an XML part by local names, within the budget.
///
/// Damage ends the walk and is told; what stands before it counts.
struct XMLWalk {
  enum Event {
    /// An element's start, its local name.
    case open(String)
    /// Its end; an empty element has one too.
    case close(String)
    /// Text, to be fetched with ``XMLWalk/appendText(to:)``.
    case text
    case end
  }

  private var scanner: XMLScanner
  private var token = XMLScanner.Token.end
  private let budget: Budget
  private var untilCharge = 0
  private var scratch: [UInt8] = []
  /// The byte at which the part can't be read on.
  private(set) var damage: Int?

  /// Tokens counted at once as operators of the budget.
  private static let stride = 256

  /// - Parameter bytes: in any encoding that XML's first bytes tell (XML 1.0 appendix F).
  init(_ bytes: [UInt8], budget: Budget) {
    scanner = XMLScanner(XMLBytes.utf8(bytes))
    self.budget = budget
  }

  mutating func next() throws(ExtractionError) -> Event {
    untilCharge &+= 1
    if untilCharge == Self.stride {
      untilCharge = 0
      try budget.charge(operators: Self.stride)
    }
    token = scanner.next()
    switch token {
    case .open(let element): return .open(local(element.name))
    case .close(let name): return .close(local(name))
    case .text, .literal: return .text
    case .end: return .end
    case .damaged(let at):
      damage = at
      return .end
    }
  }

  /// Passes over the rest of the element that was just opened.
  mutating func skip() throws(ExtractionError) {
    var depth = 1
    while depth > 0 {
      switch try next() {
      case .open: depth += 1
      case .close: depth -= 1
      case .text: break
      case .end: return
      }
    }
  }

  /// Appends the text at hand.
  mutating func appendText(to output: inout [UInt32]) {
    scratch.removeAll(keepingCapacity: true)
    switch token {
    case .text(let range): scanner.appendText(range, to: &scratch)
    case .literal(let range): scratch.append(contentsOf: scanner.bytes[range])
    default: return
    }
    scratch.withUnsafeBytes { raw in
      var decoder = ScalarDecoder(raw, .utf8(mark: 0))
      while let scalar = decoder.next() { output.append(scalar) }
    }
  }

  /// An attribute of the element that was just opened, by its local name.
  func attribute(_ name: StaticString) -> String? {
    guard case .open(let element) = token else { return nil }
    return scanner.attribute(name, of: element)
  }

  /// Length of an attribute's value in bytes.
  func size(of name: StaticString) -> Int {
    guard case .open(let element) = token else { return 0 }
    return scanner.attributeRange(name, of: element)?.count ?? 0
  }

  /// Where the markup of the element stands that was just opened.
  var start: Int? {
    guard case .open(let element) = token else { return nil }
    return element.name.lowerBound - 1
  }

  /// Behind the name of the end tag that was just read; an empty element's is its start tag's.
  var closeEnd: Int? {
    guard case .close(let name) = token else { return nil }
    return name.upperBound
  }

  /// The bytes that are walked through, which are UTF-8.
  var bytes: [UInt8] { scanner.bytes }

  /// The attribute `id` that has a prefix: a relationship's (`r:id`), beside an `id` without one.
  var relationship: String? {
    guard case .open(let element) = token else { return nil }
    let bytes = scanner.bytes
    var at = element.name.upperBound
    var quote: UInt8 = 0
    while at + 5 < bytes.count, quote != 0 || bytes[at] != 0x3E {
      let byte = bytes[at]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3A, bytes[at + 1] == 0x69, bytes[at + 2] == 0x64,
        bytes[at + 3] == 0x3D
      {
        let start = at + 5
        guard let end = bytes[start...].firstIndex(of: bytes[at + 4]) else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self)
      }
      at += 1
    }
    return nil
  }

  /// Whether the element that was just opened has this prefix.
  func hasPrefix(_ prefix: String) -> Bool {
    guard case .open(let element) = token else { return false }
    return scanner.bytes[element.name].starts(with: prefix.utf8)
      && element.name.count > prefix.utf8.count
      && scanner.bytes[element.name.lowerBound + prefix.utf8.count] == 0x3A
  }

  private func local(_ name: Range<Int>) -> String {
    let bytes = scanner.bytes[name]
    let start = bytes.lastIndex(of: 0x3A).map { $0 + 1 } ?? name.lowerBound
    return String(decoding: bytes[start...], as: UTF8.self)
  }
}

/// Makes XML what ``XMLScanner`` takes: UTF-8.
enum XMLBytes {
  /// Bytes in which the declaration must end.
  private static let declarationWindow = 256

  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    let encoding = bytes.withUnsafeBytes { raw -> TextEncoding in
      guard let found = TextEncoding(of: raw) else { return .utf8(mark: 0) }
      // What says that it is UTF-8, and isn't quite, is read as UTF-8.
      return found == .latin1 && !saysLatin(raw) ? .utf8(mark: 0) : found
    }
    if case .utf8 = encoding { return bytes }
    return transcode(bytes, encoding)
  }

  static func transcode(_ bytes: [UInt8], _ encoding: TextEncoding) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    bytes.withUnsafeBytes { raw in
      var decoder = ScalarDecoder(raw, encoding)
      while let value = decoder.next() {
        if value < 0x80 {
          output.append(UInt8(value))
        } else if let encoded = Unicode.Scalar(value).flatMap({ UTF8.encode($0) }) {
          output.append(contentsOf: encoded)
        }
      }
    }
    return output
  }

  private static func saysLatin(_ raw: UnsafeRawBufferPointer) -> Bool {
    let head = String(decoding: raw.prefix(declarationWindow), as: UTF8.self).lowercased()
    return head.contains("8859-1") || head.contains("1252") || head.contains("ascii")
  }
}
