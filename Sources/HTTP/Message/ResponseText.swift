internal import Glibc

/// Status lines (RFC 9112 §4).
enum StatusLine {
  private static let unknown: StaticString = " \r\n"

  /// The reason phrases of RFC 9110 §15 and RFC 6585.
  static func reason(_ status: Int) -> StaticString {
    switch status {
    case 100: "Continue"
    case 101: "Switching Protocols"
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 411: "Length Required"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 416: "Range Not Satisfiable"
    case 417: "Expectation Failed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 426: "Upgrade Required"
    case 428: "Precondition Required"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    case 507: "Insufficient Storage"
    default: ""
    }
  }

  /// The whole line; a status out of range becomes 500.
  static func withBytes(of status: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    if status == 200 {
      let line: StaticString = "HTTP/1.1 200 OK\r\n"
      return body(UnsafeRawBufferPointer(start: line.utf8Start, count: line.utf8CodeUnitCount))
    }
    let status = (100...999).contains(status) ? status : 500
    let reason = reason(status)
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { room in
      guard let base = room.baseAddress else { return }
      var end = Decimal.copy("HTTP/1.1 ", to: base)
      end += Decimal.write(UInt64(status), to: base + end)
      end += Decimal.copy(" ", to: base + end)
      end += Decimal.copy(reason, to: base + end)
      end += Decimal.copy("\r\n", to: base + end)
      body(UnsafeRawBufferPointer(rebasing: room[0..<end]))
    }
  }
}

/// Numbers and text into raw memory.
enum Decimal {
  /// Writes the digits of `number`; up to 20 bytes.
  /// - Returns: bytes written.
  static func write(_ number: UInt64, to memory: UnsafeMutableRawPointer) -> Int {
    var count = 1
    var rest = number / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    rest = number
    for index in stride(from: count - 1, through: 0, by: -1) {
      memory.storeBytes(
        of: UInt8(truncatingIfNeeded: rest % 10) + 0x30, toByteOffset: index, as: UInt8.self)
      rest /= 10
    }
    return count
  }

  static func copy(_ text: StaticString, to memory: UnsafeMutableRawPointer) -> Int {
    memory.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
    return text.utf8CodeUnitCount
  }
}

/// The Date field line, made anew each second.
struct DateLine {
  private var line: [UInt8] = []
  private var validUntil: UInt64 = 0

  mutating func withBytes(now: UInt64, _ body: (UnsafeRawBufferPointer) -> Void) {
    if now >= validUntil { renew(now) }
    line.withUnsafeBytes(body)
  }

  private mutating func renew(_ now: UInt64) {
    let wall = MonotonicClock.wallMilliseconds()
    line = Array("Date: \(HTTPDate.text(wall / 1_000))\r\n".utf8)
    validUntil = now + UInt64(1_000 - wall % 1_000) * 1_000_000
  }
}
