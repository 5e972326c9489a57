/// What a handler answers.
///
/// The server adds Date, Content-Length or Transfer-Encoding, Connection and, for a GET answered to
/// HEAD, leaves out the body (RFC 9110 §9.3.2).
public struct Response: Sendable {
  public var status: Int
  public var fields: ResponseFields
  public var body: ResponseBody
  /// Closes the connection after this response, although the client would keep it.
  public var closesConnection = false

  public init(
    _ status: Int = 200, fields: ResponseFields = ResponseFields(), body: ResponseBody = .empty
  ) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// A response whose body is in memory.
  public init(_ status: Int = 200, contentType: String, _ body: [UInt8]) {
    self.init(status, body: .bytes(body))
    fields.append("Content-Type", contentType)
  }

  public static func text(_ text: String, status: Int = 200) -> Response {
    Response(status, contentType: "text/plain; charset=utf-8", Array(text.utf8))
  }

  /// - Parameter json: the encoded value.
  public static func json(_ json: [UInt8], status: Int = 200) -> Response {
    Response(status, contentType: "application/json", json)
  }

  /// - Parameter status: 301, 302, 303, 307 or 308.
  public static func redirect(to location: String, status: Int = 302) -> Response {
    var response = Response(status)
    response.fields.append("Location", location)
    return response
  }
}

/// Where a response's body comes from.
public enum ResponseBody: Sendable {
  case empty
  case bytes([UInt8])
  /// Bytes that live as long as the process and are sent from where they are.
  case constant(ConstantBytes)
  /// Part of a file, sent in pieces, never whole in memory.
  case file(FileSlice)
  /// Pieces one after another (multipart/byteranges).
  case parts([ResponseBody])
  /// Written by another thread while the client reads.
  case stream(ResponseStream)

  /// Bytes in all; `nil` for a stream of unknown length.
  var length: Int64? {
    switch self {
    case .empty: 0
    case .bytes(let bytes): Int64(bytes.count)
    case .constant(let bytes): Int64(bytes.buffer.count)
    case .file(let slice): Int64(slice.range.count)
    case .parts(let parts): parts.reduce(0) { $0 + ($1.length ?? 0) }
    case .stream(let stream): stream.length
    }
  }
}

/// Memory that lives as long as the process, such as an embedded file.
public struct ConstantBytes: @unchecked Sendable {
  // Sendable because nobody writes to the memory and nobody frees it: the caller's promise.
  public let buffer: UnsafeRawBufferPointer

  /// - Parameter buffer: is never changed or freed.
  public init(livingForever buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

  /// A copy of `bytes` that is never freed.
  public init(copying bytes: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    copy.copyBytes(from: bytes)
    buffer = UnsafeRawBufferPointer(copy)
  }
}

/// A body that another thread writes.
public struct ResponseStream: Sendable {
  /// Bytes in all, or `nil` for a chunked body (for an HTTP/1.0 client: until the close).
  public var length: Int64?
  /// Called on the event loop once the head is on its way; hands the writer to another thread.
  public var start: @Sendable (BodyWriter) -> Void

  public init(length: Int64? = nil, start: @escaping @Sendable (BodyWriter) -> Void) {
    self.length = length
    self.start = start
  }
}
