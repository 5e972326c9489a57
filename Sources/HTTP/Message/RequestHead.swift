/// A parsed request head: its bytes, and where in them everything is.
struct RequestHead: Sendable {
  /// One field line: ranges of the head's bytes.
  struct Field: Sendable {
    var name: ByteRange
    var value: ByteRange
  }

  /// Names of fields that the server looks at itself, found while parsing.
  struct Known: OptionSet, Sendable {
    let rawValue: UInt16
    static let host = Known(rawValue: 1)
    static let contentLength = Known(rawValue: 2)
    static let transferEncoding = Known(rawValue: 4)
    static let connection = Known(rawValue: 8)
    static let expect = Known(rawValue: 16)
    static let upgrade = Known(rawValue: 32)
    /// Any of If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, If-Range, Range.
    static let conditional = Known(rawValue: 64)
    static let acceptEncoding = Known(rawValue: 128)
  }

  var bytes: [UInt8] = []
  var method = Method.get
  var target = RequestTarget()
  var minorVersion: UInt8 = 1
  var fields: [Field] = []
  var known: Known = []
  var authority = Authority()
  var framing = BodyFraming.none
  /// Whether the connection may go on after this request (RFC 9112 §9.3).
  var keepsAlive = true
  /// Whether the client waits for `100 Continue` (RFC 9110 §10.1.1).
  var expectsContinue = false

  func text(_ range: ByteRange) -> String {
    withBytes(range) { String(decoding: $0, as: UTF8.self) }
  }

  @inline(__always)
  func withBytes<R>(_ range: ByteRange, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    bytes.withUnsafeBytes { body($0.slice(range.range)) }
  }

  /// Values of all fields of that name joined by `, `.
  func value(of name: String) -> String? {
    var result: String?
    var name = name
    name.withUTF8 { wanted in
      let wanted = UnsafeRawBufferPointer(wanted)
      bytes.withUnsafeBytes { bytes in
        for field in fields where field.name.count == wanted.count {
          guard bytes.slice(field.name.range).equalsIgnoringCase(wanted) else { continue }
          let value = String(decoding: bytes.slice(field.value.range), as: UTF8.self)
          result = result.map { $0 + ", " + value } ?? value
        }
      }
    }
    return result
  }

  /// Calls `body` with each value of the fields whose name is `name` (lower case).
  func forEachValue(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { bytes in
      for field in fields where bytes.slice(field.name.range).holdsIgnoringCase(name) {
        body(bytes.slice(field.value.range))
      }
    }
  }
}

/// A range of a head's bytes; 32 bits are enough, since heads are bounded.
struct ByteRange: Sendable, Equatable {
  var start: UInt32 = 0
  var end: UInt32 = 0

  init() {}

  init(_ range: Range<Int>) {
    start = UInt32(clamping: range.lowerBound)
    end = UInt32(clamping: range.upperBound)
  }

  var range: Range<Int> { Int(start)..<Int(max(start, end)) }
  var count: Int { range.count }
  var isEmpty: Bool { end <= start }
}

/// How a request's body is delimited (RFC 9112 §6.3).
enum BodyFraming: Sendable, Equatable {
  case none
  case length(Int)
  case chunked
}
