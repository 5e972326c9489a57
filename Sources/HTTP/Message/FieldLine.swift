/// The grammar of one field line (RFC 9112 §5), of heads and trailers alike.
enum FieldLine {
  /// - Parameter line: the line without its end.
  static func parse(
    _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>
  ) throws(Refusal) -> RequestHead.Field {
    var index = line.lowerBound
    if index < line.upperBound, bytes[index].isBlank {
      // RFC 9112 §5.2: obs-fold is refused; so is a blank before the first field (§2.2).
      throw .malformed("a header field begins with a blank")
    }
    while index < line.upperBound, bytes[index].isTokenCharacter { index += 1 }
    // RFC 9112 §5.1: a blank before the colon has to be refused.
    guard index < line.upperBound, bytes[index] == 0x3A, index > line.lowerBound else {
      throw .malformed("a header field has no name or no colon after it")
    }
    let name = line.lowerBound..<index
    var start = index + 1
    var end = line.upperBound
    while start < end, bytes[start].isBlank { start += 1 }
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    index = start
    while index < end {
      guard bytes[index].isFieldCharacter else {
        throw .malformed("a control character in a header field")
      }
      index += 1
    }
    return RequestHead.Field(name: ByteRange(name), value: ByteRange(start..<end))
  }
}

/// What the fields that delimit messages and rule connections say, gathered line by line.
struct FieldState: Sendable {
  private var length: Int?
  private var codings = Codings.none
  private(set) var saysClose = false
  private(set) var saysKeepAlive = false
  private(set) var expectsContinue = false
  private(set) var expectsOther = false

  private enum Codings { case none, chunked, unknown }

  /// Looks at one field line.
  mutating func note(
    _ field: RequestHead.Field, _ bytes: UnsafeRawBufferPointer, _ head: inout RequestHead
  ) throws(Refusal) {
    let name = bytes.slice(field.name.range)
    let value = bytes.slice(field.value.range)
    switch name.count {
    case 4 where name.holdsIgnoringCase("host"): try noteHost(field, bytes, &head)
    case 5 where name.holdsIgnoringCase("range"): head.known.insert(.conditional)
    case 6 where name.holdsIgnoringCase("expect"): noteExpect(value, &head)
    case 7 where name.holdsIgnoringCase("upgrade"): head.known.insert(.upgrade)
    case 8... where name[0].lowercased == 0x69 && name[2] == 0x2D: head.known.insert(.conditional)
    case 10 where name.holdsIgnoringCase("connection"): noteConnection(value, &head)
    case 14 where name.holdsIgnoringCase("content-length"): try noteLength(value, &head)
    case 15 where name.holdsIgnoringCase("accept-encoding"): head.known.insert(.acceptEncoding)
    case 17 where name.holdsIgnoringCase("transfer-encoding"): try noteCodings(value, &head)
    default: break
    }
  }

  /// RFC 9112 §3.2: exactly one, and valid.
  private func noteHost(
    _ field: RequestHead.Field, _ bytes: UnsafeRawBufferPointer, _ head: inout RequestHead
  ) throws(Refusal) {
    guard head.known.insert(.host).inserted else { throw .malformed("more than one Host field") }
    guard let authority = Authority(bytes, field.value.range) else {
      throw .malformed("the Host field breaks the grammar")
    }
    head.authority = authority
  }

  private mutating func noteExpect(_ value: UnsafeRawBufferPointer, _ head: inout RequestHead) {
    head.known.insert(.expect)
    // RFC 9110 §10.1.1: a list; one of nothing expects nothing (§5.6.1.2).
    value.forEachListElement { expectation in
      if expectation.holdsIgnoringCase("100-continue") {
        expectsContinue = true
      } else {
        expectsOther = true
      }
    }
  }

  private mutating func noteConnection(_ value: UnsafeRawBufferPointer, _ head: inout RequestHead) {
    head.known.insert(.connection)
    if value.listContains("close") { saysClose = true }
    if value.listContains("keep-alive") { saysKeepAlive = true }
  }

  /// RFC 9112 §6.3, stricter: one field of digits alone; even an equal duplicate is refused.
  private mutating func noteLength(
    _ value: UnsafeRawBufferPointer, _ head: inout RequestHead
  ) throws(Refusal) {
    guard head.known.insert(.contentLength).inserted else {
      throw .malformed("more than one Content-Length")
    }
    guard !value.isEmpty, value.allSatisfy(\.isDigit) else {
      throw .malformed("Content-Length is no number")
    }
    var sum = 0
    for byte in value {
      let (product, high) = sum.multipliedReportingOverflow(by: 10)
      let (next, low) = product.addingReportingOverflow(Int(byte &- 0x30))
      if high || low { throw Refusal(413, "content_too_large", "the body is too large") }
      sum = next
    }
    length = sum
  }

  /// RFC 9112 §6.1: `chunked`, once and alone; other codings are not implemented.
  private mutating func noteCodings(
    _ value: UnsafeRawBufferPointer, _ head: inout RequestHead
  ) throws(Refusal) {
    guard head.known.insert(.transferEncoding).inserted else {
      throw .malformed("more than one Transfer-Encoding")
    }
    if value.holdsIgnoringCase("chunked") {
      codings = .chunked
    } else if Self.isUnknownCoding(value) {
      codings = .unknown
    } else {
      throw .malformed("Transfer-Encoding has to be chunked")
    }
  }

  /// Whether it is one coding that nobody here knows, or several that end in `chunked`; of any other
  /// list the length can't be told (RFC 9112 §6.3).
  private static func isUnknownCoding(_ value: UnsafeRawBufferPointer) -> Bool {
    let codings = value.split(separator: 0x2C, omittingEmptySubsequences: false).map {
      UnsafeRawBufferPointer(rebasing: $0).trimmed
    }
    guard codings.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isTokenCharacter) }) else {
      return false
    }
    let chunked = codings.filter { $0.holdsIgnoringCase("chunked") }.count
    return codings.count == 1 || chunked == 1 && codings.last?.holdsIgnoringCase("chunked") == true
  }

  /// RFC 9112 §6.3: how long the body is.
  func framing(_ head: RequestHead) throws(Refusal) -> BodyFraming {
    guard head.known.contains(.transferEncoding) else {
      return length.map { $0 == 0 ? .none : .length($0) } ?? .none
    }
    // §6.1: both fields, or a coding from an HTTP/1.0 client, mean an attack or a broken proxy.
    if head.known.contains(.contentLength) {
      throw .malformed("both Transfer-Encoding and Content-Length")
    }
    if head.minorVersion == 0 { throw .malformed("Transfer-Encoding in HTTP/1.0") }
    if codings == .unknown {
      throw Refusal(501, "not_implemented", "the transfer coding is not implemented")
    }
    return .chunked
  }
}
