/// The request methods the server knows (RFC 9110 §9.3, RFC 5789); any other is answered 501.
public enum Method: String, Sendable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case delete = "DELETE"
  case connect = "CONNECT"
  case options = "OPTIONS"
  case trace = "TRACE"
  case patch = "PATCH"

  /// Methods are case-sensitive (RFC 9110 §9.1).
  init?(_ bytes: UnsafeRawBufferPointer) {
    switch bytes.count {
    case 3:
      if bytes.holds("GET") {
        self = .get
      } else if bytes.holds("PUT") {
        self = .put
      } else {
        return nil
      }
    case 4:
      if bytes.holds("HEAD") {
        self = .head
      } else if bytes.holds("POST") {
        self = .post
      } else {
        return nil
      }
    default:
      guard let known = Self(rawValue: String(decoding: bytes, as: UTF8.self)) else { return nil }
      self = known
    }
  }
}
