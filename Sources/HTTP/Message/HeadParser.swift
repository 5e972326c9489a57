/// Reads a request head (RFC 9112 §2-§6): bytes in, what to do next out; it never reads a socket.
///
/// Each call gets all bytes from the head's first on; what was looked at before is not looked at
/// again. However the bytes are split, the steps come out the same.
struct HeadParser: Sendable {
  /// What to do next.
  enum Step: Equatable {
    case needMore
    /// The head is whole and takes so many bytes.
    case head(byteCount: Int)
    case refuse(Refusal)
  }

  let limits: HeadLimits
  /// The head so far; whole after ``Step/head(byteCount:)``, but for its bytes.
  var head = RequestHead()
  /// Where the line being read begins, and up to where it has been searched for its end.
  private var lineStart = 0
  private var searched = 0
  private var hasRequestLine = false
  private var fieldLines = FieldState()

  init(limits: HeadLimits) { self.limits = limits }

  /// Whether any byte of a head has been seen.
  var hasBegun: Bool { searched > 0 }

  mutating func parse(_ bytes: UnsafeRawBufferPointer) -> Step {
    while true {
      guard let end = bytes.firstIndex(of: 0x0A, from: searched) else {
        searched = bytes.count
        return incomplete(bytes)
      }
      searched = end + 1
      do throws(Refusal) {
        // CR is not counted: a line is as long as its content.
        try checkSize(bytes, line: max(0, end - 1 - lineStart), total: end + 1)
        if !hasRequestLine { try checkFirst(bytes[lineStart]) }
        guard end > lineStart, bytes[end - 1] == 0x0D else {
          // RFC 9112 §2.2 allows a bare LF to be taken for a line's end; smuggling begins there.
          throw .malformed("a line ends without CR")
        }
        let line = lineStart..<end - 1
        lineStart = end + 1
        if try take(line, bytes) {
          head.bytes = Array(bytes.slice(0..<end + 1))
          return .head(byteCount: end + 1)
        }
      } catch { return .refuse(error) }
    }
  }

  /// The line has no end yet; it may be too long or wrong already.
  private func incomplete(_ bytes: UnsafeRawBufferPointer) -> Step {
    do throws(Refusal) {
      // One byte more may be the CR.
      try checkSize(bytes, line: bytes.count - lineStart - 1, total: bytes.count)
      if !hasRequestLine, lineStart < bytes.count { try checkFirst(bytes[lineStart]) }
    } catch { return .refuse(error) }
    return .needMore
  }

  private func checkSize(
    _ bytes: UnsafeRawBufferPointer, line: Int, total: Int
  ) throws(Refusal) {
    if !hasRequestLine, line > limits.line {
      // RFC 9112 §3: a method longer than any that is known is 501, a target 414.
      if bytes.slice(lineStart..<lineStart + limits.line).allSatisfy(\.isTokenCharacter) {
        throw Self.unknownMethod
      }
      throw Refusal(414, "uri_too_long", "the request line is longer than \(limits.line) bytes")
    }
    if total > limits.total {
      throw Refusal(431, "headers_too_large", "the head is longer than \(limits.total) bytes")
    }
  }

  private static let unknownMethod = Refusal(
    501, "not_implemented", "the method is not implemented")

  private func checkFirst(_ byte: UInt8) throws(Refusal) {
    if !byte.isTokenCharacter, byte != 0x0D { throw .malformed("no HTTP request") }
  }

  /// Takes one line, without its end.
  /// - Returns: whether the head is whole.
  private mutating func take(
    _ line: Range<Int>, _ bytes: UnsafeRawBufferPointer
  ) throws(Refusal) -> Bool {
    if !hasRequestLine {
      // RFC 9112 §2.2: empty lines before the request line are ignored.
      if line.isEmpty { return false }
      try takeRequestLine(line, bytes)
      hasRequestLine = true
      return false
    }
    if line.isEmpty {
      try finish(bytes)
      return true
    }
    if head.fields.count >= limits.fields {
      throw Refusal(431, "headers_too_large", "more than \(limits.fields) header fields")
    }
    let field = try FieldLine.parse(bytes, line)
    head.fields.append(field)
    try fieldLines.note(field, bytes, &head)
    return false
  }

  /// method SP request-target SP HTTP-version (RFC 9112 §3).
  private mutating func takeRequestLine(
    _ line: Range<Int>, _ bytes: UnsafeRawBufferPointer
  ) throws(Refusal) {
    var methodEnd = line.lowerBound
    while methodEnd < line.upperBound, bytes[methodEnd].isTokenCharacter { methodEnd += 1 }
    guard methodEnd < line.upperBound, bytes[methodEnd] == 0x20, methodEnd > line.lowerBound else {
      throw .malformed("no method in the request line")
    }
    let targetStart = methodEnd + 1
    guard let space = bytes.firstIndex(of: 0x20, from: targetStart), space < line.upperBound else {
      throw .malformed("no HTTP version in the request line")
    }
    try takeVersion(bytes.slice(space + 1..<line.upperBound))
    guard let method = Method(bytes.slice(line.lowerBound..<methodEnd)) else {
      throw Self.unknownMethod
    }
    head.method = method
    guard let target = RequestTarget(bytes, targetStart..<space, method: method) else {
      throw .malformed("the request target breaks the grammar")
    }
    head.target = target
  }

  /// RFC 9112 §2.3: `HTTP/` DIGIT `.` DIGIT; a higher minor version is read as 1.1.
  private mutating func takeVersion(_ version: UnsafeRawBufferPointer) throws(Refusal) {
    guard version.count == 8, version.slice(0..<5).holds("HTTP/"), version[6] == 0x2E,
      version[5].isDigit, version[7].isDigit
    else { throw .malformed("no HTTP version in the request line") }
    guard version[5] == 0x31 else {
      throw Refusal(505, "version_not_supported", "only HTTP/1.x is supported")
    }
    head.minorVersion = min(1, version[7] &- 0x30)
  }

  /// What the fields say together.
  private mutating func finish(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    if !head.target.authority.isEmpty {
      // RFC 9112 §3.2.2: the target's authority wins over Host, which has to be there all the same.
      head.authority = Authority(bytes, head.target.authority.range) ?? Authority()
    }
    if head.minorVersion >= 1, !head.known.contains(.host) {
      throw .malformed("HTTP/1.1 needs a Host field")
    }
    if head.method == .connect {
      throw Refusal(501, "not_implemented", "CONNECT is not implemented")
    }
    head.framing = try fieldLines.framing(head)
    head.keepsAlive =
      head.minorVersion >= 1
      ? !fieldLines.saysClose : fieldLines.saysKeepAlive && !fieldLines.saysClose
    // RFC 9110 §10.1.1: an HTTP/1.0 client's expectation is ignored.
    head.expectsContinue = fieldLines.expectsContinue && head.minorVersion >= 1
    if fieldLines.expectsOther, head.minorVersion >= 1 {
      throw Refusal(417, "expectation_failed", "only the expectation 100-continue is supported")
    }
  }
}
