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
  private var isKnownMethod = true
  private var fieldLines = FieldState()

  init(limits: HeadLimits) { self.limits = limits }

  /// Whether any byte of a head has been seen; empty lines before it are none (RFC 9112 §2.2).
  var hasBegun: Bool { hasRequestLine || searched > lineStart }

  mutating func parse(_ bytes: UnsafeRawBufferPointer) -> Step {
    while true {
      let start = searched
      let lineEnd = bytes.firstIndex(of: 0x0A, from: start)
      let end = lineEnd ?? bytes.count
      searched = min(end + 1, bytes.count)
      do throws(Refusal) {
        try check(bytes, end, from: start)
        if lineEnd == nil { return .needMore }
        guard end > lineStart, bytes[end - 1] == 0x0D else {
          // RFC 9112 §2.2 allows a bare LF to be taken for a line's end; smuggling begins there.
          throw .malformed("a line ends without CR")
        }
        let isWhole = try take(lineStart..<end - 1, bytes)
        lineStart = end + 1
        if isWhole {
          head.bytes = Array(bytes.slice(0..<end + 1))
          return .head(byteCount: end + 1)
        }
      } catch { return refuse(error, bytes) }
    }
  }

  /// HEAD is known even where its line is wrong: it is answered without content (RFC 9110 §9.3.2).
  private mutating func refuse(_ refusal: Refusal, _ bytes: UnsafeRawBufferPointer) -> Step {
    let start = bytes.slice(lineStart..<lineStart + 5)
    if !hasRequestLine, start.holds("HEAD ") { head.method = .head }
    return .refuse(refusal)
  }

  /// Checks the line up to `end`, where its LF is or the bytes end: its first byte, bare CRs, and its
  /// length, of which a CR at its end is no part. What comes first is told first, so that the answer
  /// is the same when the bytes come one by one.
  /// - Parameter start: up to where it was checked before.
  private func check(
    _ bytes: UnsafeRawBufferPointer, _ end: Int, from start: Int
  ) throws(Refusal) {
    if !hasRequestLine, lineStart < end,
      !bytes[lineStart].isTokenCharacter, bytes[lineStart] != 0x0D
    {
      throw .malformed("no HTTP request")
    }
    let longest = min(hasRequestLine ? Int.max : lineStart + limits.line, limits.total - 1)
    let bare = bytes.firstIndex(of: 0x0D, from: max(lineStart, start - 1)) ?? end
    if bare < min(end - 1, longest) { throw .malformed("a CR without LF") }
    // Whichever of the two limits is passed first.
    if !hasRequestLine, end - 1 - lineStart > limits.line,
      lineStart + limits.line + 1 < limits.total
    {
      // RFC 9112 §3: a method longer than any that is known is 501, a target 414.
      if bytes.slice(lineStart..<lineStart + limits.line).allSatisfy(\.isTokenCharacter) {
        throw Self.unknownMethod
      }
      throw Refusal(414, "uri_too_long", "the request line is longer than \(limits.line) bytes")
    }
    if min(end + 1, bytes.count) > limits.total {
      throw Refusal(431, "headers_too_large", "the head is longer than \(limits.total) bytes")
    }
  }

  private static let unknownMethod = Refusal(
    501, "not_implemented", "the method is not implemented")

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
    let method = Method(bytes.slice(line.lowerBound..<methodEnd))
    isKnownMethod = method != nil
    head.method = method ?? .get
    guard let target = RequestTarget(bytes, targetStart..<space, method: head.method) else {
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
    if !isKnownMethod { throw Self.unknownMethod }
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
