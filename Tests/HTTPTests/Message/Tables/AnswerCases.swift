// A table of data: one case a line, long lines and all.
// swift-format-ignore-file

/// What an answer says beside its status: fields and body.
struct AnswerCase: Sendable {
  let clause: String
  let name: String
  /// `{tag}` and `{gzip}` stand for the page's entity tags.
  let request: String
  let status: Int
  /// Parts of the answer, and parts that it must not have.
  let holds: [String]
  let lacks: [String]
  /// What the answer ends with.
  let ends: String

  init(_ clause: String, _ name: String, _ request: String, _ status: Int, _ holds: [String] = [], lacks: [String] = [], ends: String = "") {
    self.clause = clause
    self.name = name
    self.request = request
    self.status = status
    self.holds = holds
    self.lacks = lacks
    self.ends = ends
  }

  /// A GET of the page, with more fields, on a connection that ends.
  private static func get(_ fields: String = "", _ method: String = "GET", _ path: String = "/") -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(fields.isEmpty ? "" : fields + "\r\n")\r\n"
  }

  private static let body = "\r\n\r\n<p>0123456789</p>\n"
  private static let gzipped = "Content-Encoding: gzip\r\n"

  static let all: [AnswerCase] = ranges + conditions + codings + methods

  static let ranges: [AnswerCase] = [
    AnswerCase("9110 §14.4", "the first byte", get("Range: bytes=0-0"), 206, ["Content-Range: bytes 0-0/3600\r\n", "Content-Length: 1\r\n", "\r\n\r\n<"]),
    AnswerCase("9110 §14.1.2", "the last byte", get("Range: bytes=-1"), 206, ["Content-Range: bytes 3599-3599/3600\r\n", "\r\n\r\n\n"]),
    AnswerCase("9110 §14.1.2", "an end past the end", get("Range: bytes=3590-9999999999999999999999"), 206, ["Content-Range: bytes 3590-3599/3600\r\n"]),
    AnswerCase("9110 §14.1.2", "a range of everything", get("Range: bytes=0-"), 206, ["Content-Range: bytes 0-3599/3600\r\n", "Content-Length: 3600\r\n"]),
    AnswerCase("9110 §15.5.17", "a start at the end", get("Range: bytes=3600-"), 416, ["Content-Range: bytes */3600\r\n", "range not satisfiable"], lacks: ["Content-Type: text/html", "Cache-Control"]),
    AnswerCase("9110 §15.5.17", "416 of the gzip form has no coding", get("Range: bytes=9999-\r\nAccept-Encoding: gzip"), 416, ["Content-Range: bytes */"], lacks: [gzipped]),
    AnswerCase("9110 §15.5.17", "a start of many digits", get("Range: bytes=99999999999999999999-"), 416, ["Content-Range: bytes */3600\r\n"]),
    AnswerCase("9110 §14.1", "a unit in capitals", get("Range: BYTES=0-4"), 206, ["bytes 0-4/3600"]),
    AnswerCase("9110 §14.2", "no unit", get("Range: 0-4"), 200, [body], lacks: ["Content-Range"]),
    AnswerCase("9110 §14.2", "a blank before the equals sign", get("Range: bytes =0-4"), 200, [body]),
    AnswerCase("9110 §14.2", "no range", get("Range: bytes="), 200, [body]),
    AnswerCase("9110 §14.2", "a range with a sign", get("Range: bytes=+0-4"), 200, [body]),
    AnswerCase("9110 §14.2", "two dashes", get("Range: bytes=0--4"), 200, [body]),
    AnswerCase("9110 §14.2", "only a dash", get("Range: bytes=-"), 200, [body]),
    AnswerCase("9110 §14.2", "one of two malformed", get("Range: bytes=0-4,x"), 200, [body]),
    AnswerCase("9110 §5.6.1", "an empty element in the list", get("Range: bytes=,0-4,"), 206, ["bytes 0-4/3600"]),
    AnswerCase("9110 §14.6", "several parts", get("Range: bytes=0-2,-3"), 206, ["Content-Type: multipart/byteranges; boundary=", "Content-Range: bytes 0-2/3600\r\n\r\n<p>\r\n--", "Content-Range: bytes 3597-3599/3600\r\n", "Content-Type: text/html; charset=utf-8\r\n", "--\r\n"]),
    AnswerCase("9110 §14.6", "one part is no multipart", get("Range: bytes=0-2,9999-"), 206, ["Content-Range: bytes 0-2/3600\r\n"], lacks: ["multipart"]),
    AnswerCase("9110 §14.2", "POST heeds no range", "POST /echo HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello", 200, ["\r\n\r\nhello"]),
    AnswerCase("9110 §14.2", "HEAD tells of ranges", get("Range: bytes=0-0", "HEAD"), 200, ["Accept-Ranges: bytes\r\n", "Content-Length: 3600\r\n"], lacks: ["Content-Range", "<p>"]),
    AnswerCase("9110 §13.1.5", "If-Range with the tag", get("Range: bytes=0-2\r\nIf-Range: {tag}"), 206, ["\r\n\r\n<p>"]),
    AnswerCase("9110 §13.1.5", "If-Range with the weak tag", get("Range: bytes=0-2\r\nIf-Range: W/{tag}"), 200, [body]),
    AnswerCase("9110 §13.1.5", "If-Range with gzip's tag", get("Range: bytes=0-2\r\nIf-Range: {gzip}"), 200, [body]),
    AnswerCase("9110 §13.1.5", "If-Range with a date, where there is none", get("Range: bytes=0-2\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT"), 200, [body]),
    AnswerCase("9110 §13.1.5", "If-Range with nonsense", get("Range: bytes=0-2\r\nIf-Range: x"), 200, [body]),
    AnswerCase("9110 §13.1.5", "If-Range without Range", get("If-Range: {tag}"), 200, [body]),
    AnswerCase("9110 §14.2", "a range of the gzip form", get("Range: bytes=0-1\r\nAccept-Encoding: gzip"), 206, [gzipped, "Content-Range: bytes 0-1/"]),
  ]

  static let conditions: [AnswerCase] = [
    AnswerCase("9110 §13.1.2", "If-None-Match with the tag", get("If-None-Match: {tag}"), 304, ["ETag: {tag}\r\n", "Vary: ", "Cache-Control: ", "Date: "], lacks: ["<p>", "Content-Length"]),
    AnswerCase("9110 §13.1.2", "the tag in a list", get("If-None-Match: \"a\", \"b\" , {tag},\"c\""), 304),
    AnswerCase("9110 §13.1.2", "the tag in a second field", get("If-None-Match: \"a\"\r\nIf-None-Match: {tag}"), 304),
    AnswerCase("9110 §8.8.3.2", "the weak tag", get("If-None-Match: W/{tag}"), 304),
    AnswerCase("9110 §8.8.3", "a weak mark in small letters", get("If-None-Match: w/{tag}"), 200),
    AnswerCase("9110 §8.8.3", "gzip's tag is another's", get("If-None-Match: {gzip}"), 200, ["ETag: {tag}\r\n"]),
    AnswerCase("9110 §8.8.3", "gzip's tag with gzip", get("If-None-Match: {gzip}\r\nAccept-Encoding: gzip"), 304, ["ETag: {gzip}\r\n", "Vary: Accept-Encoding\r\n"], lacks: [gzipped]),
    AnswerCase("9110 §8.8.3", "a tag with a comma inside", get("If-None-Match: \"a,b\", {tag}"), 304),
    AnswerCase("9110 §8.8.3", "a backslash in a tag is no escape", get("If-None-Match: \"x\\\", {tag}"), 304),
    AnswerCase("9110 §8.8.3", "nor in If-Match", get("If-Match: \"x\\\", {tag}"), 200),
    AnswerCase("9110 §14.2", "a quotation mark and a backslash in the list of ranges", get("Range: bytes=0-1,\"\\"), 200, [body]),
    AnswerCase("9110 §13.1.2", "HEAD with the tag", get("If-None-Match: {tag}", "HEAD"), 304),
    AnswerCase("9110 §13.1.2", "an asterisk in a list is no asterisk", get("If-None-Match: \"a\", *"), 200),
    AnswerCase("9110 §13.1.1", "If-Match with the tag", get("If-Match: {tag}"), 200, [body]),
    AnswerCase("9110 §13.1.1", "If-Match compares strongly", get("If-Match: W/{tag}"), 412, ["Content-Type: text/plain", "precondition failed"], lacks: ["<p>", "ETag"]),
    AnswerCase("9110 §13.1.1", "If-Match of a list", get("If-Match: \"a\", {tag}"), 200),
    AnswerCase("9110 §13.1.1", "If-Match of HEAD", get("If-Match: \"a\"", "HEAD"), 412),
    AnswerCase("9110 §13.2.2", "If-Match goes before If-None-Match", get("If-Match: \"a\"\r\nIf-None-Match: {tag}"), 412),
    AnswerCase("9110 §13.2.2", "conditions go before ranges", get("If-None-Match: {tag}\r\nRange: bytes=0-2"), 304),
    AnswerCase("9110 §13.2.2", "412 goes before 416", get("If-Match: \"a\"\r\nRange: bytes=9999-"), 412),
    AnswerCase("9110 §13.1.3", "If-Modified-Since where no date is known", get("If-Modified-Since: Sun, 06 Nov 2094 08:49:37 GMT"), 200),
    AnswerCase("9110 §13.1.3", "a date that is none", get("If-Modified-Since: yesterday"), 200),
    AnswerCase("9110 §13.1.4", "If-Unmodified-Since where no date is known", get("If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT"), 200),
    AnswerCase("9110 §13.1.3", "If-None-Match overrules If-Modified-Since", get("If-None-Match: \"a\"\r\nIf-Modified-Since: Sun, 06 Nov 2094 08:49:37 GMT"), 200),
  ]

  static let codings: [AnswerCase] = [
    AnswerCase("9110 §12.5.3", "no field: no coding", get(), 200, [body, "Vary: Accept-Encoding"], lacks: [gzipped]),
    AnswerCase("9110 §12.5.3", "gzip", get("Accept-Encoding: gzip"), 200, [gzipped, "ETag: {gzip}\r\n", "Vary: Accept-Encoding"]),
    AnswerCase("9110 §12.5.3", "gzip in capitals", get("Accept-Encoding: GZIP"), 200, [gzipped]),
    AnswerCase("9110 §8.4.1.3", "x-gzip", get("Accept-Encoding: x-gzip"), 200, [gzipped]),
    AnswerCase("9110 §12.5.3", "among others", get("Accept-Encoding: br, zstd, gzip, deflate"), 200, [gzipped]),
    AnswerCase("9110 §12.5.3", "in a second field", get("Accept-Encoding: br\r\nAccept-Encoding: gzip"), 200, [gzipped]),
    AnswerCase("9110 §12.5.3", "anything", get("Accept-Encoding: *"), 200, [gzipped]),
    AnswerCase("9110 §12.5.3", "anything but gzip", get("Accept-Encoding: gzip;q=0, *"), 200, [body]),
    AnswerCase("9110 §12.5.3", "nothing but gzip", get("Accept-Encoding: *;q=0, gzip"), 200, [gzipped]),
    AnswerCase("9110 §12.4.2", "q=0", get("Accept-Encoding: gzip;q=0"), 200, [body]),
    AnswerCase("9110 §12.4.2", "q=0.000", get("Accept-Encoding: gzip;q=0.000"), 200, [body]),
    AnswerCase("9110 §12.4.2", "q=0.001", get("Accept-Encoding: gzip;q=0.001"), 200, [gzipped]),
    AnswerCase("9110 §12.4.2", "q=1.000", get("Accept-Encoding: gzip;q=1.000"), 200, [gzipped]),
    AnswerCase("9110 §12.4.2", "Q and blanks", get("Accept-Encoding: gzip ; Q=0.5"), 200, [gzipped]),
    AnswerCase("9110 §12.4.2", "a quality over 1", get("Accept-Encoding: gzip;q=1.5"), 200, [body]),
    AnswerCase("9110 §12.4.2", "a malformed quality", get("Accept-Encoding: gzip;q=x"), 200, [body]),
    AnswerCase("9110 §12.5.3", "the plain form preferred", get("Accept-Encoding: gzip;q=0.5, identity;q=0.9"), 200, [body]),
    AnswerCase("9110 §12.5.3", "an empty field", get("Accept-Encoding:"), 200, [body]),
    AnswerCase("9110 §12.5.3", "unknown ones only", get("Accept-Encoding: br, zstd"), 200, [body]),
    AnswerCase("9110 §12.5.3", "a name that begins alike", get("Accept-Encoding: gzipped"), 200, [body]),
    AnswerCase("9110 §9.3.2", "HEAD with gzip", get("Accept-Encoding: gzip", "HEAD"), 200, [gzipped, "ETag: {gzip}\r\n", "Content-Length: "]),
  ]

  static let methods: [AnswerCase] = [
    AnswerCase("9110 §6.6.1", "a Date", get(), 200, ["Date: ", " GMT\r\n", "Content-Length: 3600\r\n", "Content-Type: text/html; charset=utf-8\r\n"]),
    AnswerCase("9110 §6.6.1", "a Date in an error", get("", "GET", "/nowhere"), 404, ["Date: ", "Content-Length: ", "Content-Type: "]),
    AnswerCase("9110 §6.6.1", "a Date where the head is malformed", "GET / HTTP/1.1\r\n\r\n", 400, ["Date: ", "Connection: close\r\n"]),
    AnswerCase("9110 §9.3.2", "HEAD has no body", get("", "HEAD"), 200, ["Content-Length: 3600\r\n", "ETag: {tag}\r\n"], lacks: ["<p>"]),
    AnswerCase("9110 §9.3.2", "HEAD of what is not there has no body", get("", "HEAD", "/nowhere"), 404, ["Content-Length: "], lacks: ["nothing"]),
    AnswerCase("9110 §9.3.2", "HEAD with a malformed field has no body", "HEAD / HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n", 400, ["Content-Length: "], lacks: ["header field"]),
    AnswerCase("9110 §9.3.2", "HEAD with HTTP/2 has no body", "HEAD / HTTP/2.0\r\nHost: a\r\n\r\n", 505, ["Content-Length: "], ends: "\r\n\r\n"),
    AnswerCase("9110 §9.3.2", "HEAD with no version has no body", "HEAD / HTTP/1.x\r\nHost: a\r\n\r\n", 400, ["Content-Length: "], ends: "\r\n\r\n"),
    AnswerCase("9110 §9.3.2", "HEAD with a blank too many has no body", "HEAD /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400, ["Content-Length: "], ends: "\r\n\r\n"),
    AnswerCase("9110 §9.3.2", "HEAD with a bare LF has no body", "HEAD / HTTP/1.1\nHost: a\n\n", 400, ["Content-Length: "], ends: "\r\n\r\n"),
    AnswerCase("9110 §9.3.2", "HEAD with empty lines before has no body", "\r\n\r\nHEAD / \r\n\r\n", 400, ["Content-Length: "], ends: "\r\n\r\n"),
    AnswerCase("9110 §9.3.2", "HEAD of a target too long has no body", "HEAD /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414, ["Content-Length: "], ends: "\r\n\r\n"),
    AnswerCase("9110 §9.3.2", "HEAD of a stream has no body", get("", "HEAD", "/stream"), 200, [], lacks: ["aaaa"]),
    AnswerCase("9110 §15.5.6", "405 names the methods", get("", "DELETE"), 405, ["Allow: GET, HEAD, OPTIONS\r\n"]),
    AnswerCase("9110 §15.5.6", "TRACE is not allowed", get("", "TRACE"), 405, ["Allow: "]),
    AnswerCase("9110 §9.3.7", "OPTIONS names them too", get("", "OPTIONS"), 204, ["Allow: GET, HEAD, OPTIONS\r\n"], lacks: ["Content-Length", "Transfer-Encoding"]),
    AnswerCase("9110 §9.3.7", "OPTIONS * names what the server knows", get("", "OPTIONS", "*"), 204, ["Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH\r\n"]),
    AnswerCase("9110 §15.5.22", "426 names the protocol", get("", "GET", "/ws"), 426, ["Upgrade: websocket\r\n"]),
    AnswerCase("9110 §7.8", "a sender of Upgrade names it in Connection", get("", "GET", "/ws"), 426, ["Connection: Upgrade\r\n"]),
    AnswerCase("9112 §9.6", "close is answered by close", get(), 200, ["Connection: close\r\n"]),
    AnswerCase("9112 §9.3", "HTTP/1.0 is told that it goes on", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, ["HTTP/1.1 200", "Connection: keep-alive\r\n"], lacks: ["chunked"]),
    AnswerCase("9112 §6.1", "no chunks for HTTP/1.0", "GET /stream HTTP/1.0\r\n\r\n", 200, ["Connection: close\r\n", "aaaa"], lacks: ["chunked", "Content-Length"]),
    AnswerCase("9112 §9.6", "an error of the head ends the connection", "GET / HTTP/1.1\r\nHost: a b\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, ["Connection: close\r\n"], lacks: ["<p>"]),
  ]
}
