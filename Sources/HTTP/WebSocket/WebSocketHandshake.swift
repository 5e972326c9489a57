internal import Codec

/// The opening handshake (RFC 6455 §4.2).
enum WebSocketHandshake {
  enum Verdict {
    /// No attempt to upgrade.
    case notAnUpgrade
    case unsupportedVersion
    case malformed(String)
    case valid(accept: String, deflate: DeflateParameters?)
  }

  static func judge(_ head: RequestHead) -> Verdict {
    guard head.method == .get, lists(head, "upgrade", "websocket"),
      lists(head, "connection", "upgrade")
    else { return .notAnUpgrade }
    // RFC 6455 §4.1: HTTP/1.1 or higher.
    guard head.minorVersion >= 1 else { return .malformed("a WebSocket needs HTTP/1.1") }
    guard head.framing == .none else { return .malformed("a handshake has no body") }
    // RFC 6455 §11.3.5: once in a request.
    guard count(head, "sec-websocket-version") <= 1 else {
      return .malformed("Sec-WebSocket-Version stands more than once")
    }
    guard let version = head.value(of: "sec-websocket-version") else {
      return .malformed("Sec-WebSocket-Version is missing")
    }
    guard version == "13" else { return .unsupportedVersion }
    guard let key = head.value(of: "sec-websocket-key"), isKey(key) else {
      return .malformed("Sec-WebSocket-Key has to be 16 bytes in base64")
    }
    // RFC 6455 §9.1: a field that breaks the grammar fails the connection.
    guard let offers = extensions(head) else {
      return .malformed("Sec-WebSocket-Extensions breaks the grammar")
    }
    return .valid(accept: accept(key), deflate: DeflateParameters.negotiate(offers))
  }

  private static func lists(_ head: RequestHead, _ name: StaticString, _ token: StaticString)
    -> Bool
  {
    var found = false
    head.forEachValue(name) { if $0.listContains(token) { found = true } }
    return found
  }

  private static func count(_ head: RequestHead, _ name: StaticString) -> Int {
    var count = 0
    head.forEachValue(name) { _ in count += 1 }
    return count
  }

  /// 24 characters of base64 that stand for 16 bytes; `decode` forgives blanks, the length doesn't.
  private static func isKey(_ key: String) -> Bool {
    key.utf8.count == 24 && key.hasSuffix("==") && Base64.decode(key)?.count == 16
      && !key.utf8.contains { $0 == 0x2D || $0 == 0x5F || $0.isBlank }
  }

  /// RFC 6455 §4.2.2, point 5.4.
  static func accept(_ key: String) -> String {
    Base64.encode(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
  }

  private static func extensions(_ head: RequestHead) -> [ExtensionOffer]? {
    guard let field = head.value(of: "sec-websocket-extensions") else { return [] }
    return Array(field.utf8).withUnsafeBytes { ExtensionOffer.list($0) }
  }
}
