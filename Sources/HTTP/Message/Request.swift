/// One request, as a handler sees it; immutable once it is handed out.
public final class Request: @unchecked Sendable {
  // Sendable because the event loop sets `parameters` and `body` before a handler sees the request,
  // and nobody changes anything afterwards.

  let head: RequestHead
  /// Number of the request: unique in this process.
  public let number: UInt64
  /// The client's address without port; `unix` for a Unix socket. Behind a trusted proxy it is the
  /// address that the proxy names.
  public let remoteAddress: String
  /// Whether the client speaks TLS, as a trusted proxy says.
  public let isSecure: Bool
  /// Whether the client is on this machine; false behind a trusted proxy that names a client.
  public let isLocal: Bool
  /// When the head was complete: nanoseconds of the monotonic clock.
  public let receivedAt: UInt64
  /// The whole body, where the route buffers it.
  public internal(set) var body: [UInt8] = []
  /// Parts of the path by their names in the route's pattern, percent-decoded.
  var parameters: [(name: String, value: String)] = []

  init(
    head: RequestHead, number: UInt64, client: ForwardedClient, receivedAt: UInt64
  ) {
    self.head = head
    self.number = number
    remoteAddress = client.address
    isSecure = client.isSecure
    isLocal = client.isLocal
    self.receivedAt = receivedAt
  }

  public var method: Method { head.method }

  /// The request target as it was sent.
  public var target: String { head.text(head.target.whole) }

  /// The path, percent-decoded once; `*` for `OPTIONS *`.
  public var path: String {
    head.withBytes(head.target.path) {
      PercentCoding.decode($0) ?? String(decoding: $0, as: UTF8.self)
    }
  }

  /// The path as it was sent.
  public var rawPath: String { head.text(head.target.path) }

  /// What follows the `?`, as it was sent; empty without one.
  public var rawQuery: String { head.text(head.target.query) }

  /// The query's items, decoded as a form's (`+` is a space), in their order.
  public var queryItems: [(name: String, value: String)] {
    head.withBytes(head.target.query) { PercentCoding.items(of: $0) }
  }

  /// The first query item of that name.
  public func query(_ name: String) -> String? {
    if head.target.query.isEmpty { return nil }
    return queryItems.first { $0.name == name }?.value
  }

  /// The part of the path that the route's pattern calls `name`, percent-decoded.
  public func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }

  /// The host asked for: lower case, without port; from the target where that is absolute, else the
  /// Host field (RFC 9112 §3.2.2). Empty when an HTTP/1.0 client names none. IPv6 keeps its brackets.
  public var host: String { head.text(head.authority.host).lowercased() }

  /// Host and port as they were sent.
  public var authority: String { head.text(head.authority.whole) }

  /// The values of the fields of that name, joined by `, ` (RFC 9110 §5.3); nil without any.
  public func header(_ name: String) -> String? { head.value(of: name) }

  /// All field lines, in their order.
  public var headers: [(name: String, value: String)] {
    head.fields.map { (head.text($0.name), head.text($0.value)) }
  }

  /// Whether the client speaks HTTP/1.1 or later.
  public var isHTTP11: Bool { head.minorVersion >= 1 }
}
