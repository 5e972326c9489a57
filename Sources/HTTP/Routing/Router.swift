/// Finds the handler of a request by method and path.
///
/// A pattern is a path whose segments are literal, `{name}` for any one segment, or as its last
/// `{name...}` for the rest (possibly empty). Literal segments win over names, names over the rest.
/// HEAD is answered by GET's handler, OPTIONS and 405 by the router (RFC 9110 §9.3.7, §15.5.6).
public struct Router: Sendable {
  public typealias Handler = @Sendable (Request, Responder) -> Void
  public typealias Immediate = @Sendable (Request) -> Response
  public typealias Streaming = @Sendable (Request, Responder, BodyFlow) -> any BodyReceiver
  public typealias Handshake = @Sendable (Request) -> WebSocketDecision

  var root = RouteNode()

  public init() {}

  /// Adds a handler that may answer later, from any thread.
  public mutating func on(
    _ methods: Method..., at pattern: String, body: BodyPolicy = .none,
    _ handler: @escaping Handler
  ) {
    for method in methods { add(method, pattern, .later(body, handler)) }
  }

  /// Adds a GET handler that answers at once, without any cost but its own.
  public mutating func get(_ pattern: String, _ handler: @escaping Immediate) {
    add(.get, pattern, .immediate(handler))
  }

  /// Adds a handler that takes the body as it comes.
  /// - Parameter limit: bytes; a longer body is refused with 413.
  public mutating func stream(
    _ method: Method, at pattern: String, limit: Int64, _ handler: @escaping Streaming
  ) {
    add(method, pattern, .streaming(limit, handler))
  }

  /// Adds a WebSocket: GET with an Upgrade; without one 426 (RFC 9110 §15.5.22).
  public mutating func webSocket(
    _ pattern: String, configuration: WebSocketConfiguration = WebSocketConfiguration(),
    _ decide: @escaping Handshake
  ) {
    add(.get, pattern, .webSocket(configuration, decide))
  }

  private mutating func add(_ method: Method, _ pattern: String, _ endpoint: Endpoint) {
    precondition(pattern.hasPrefix("/"), "a route's pattern begins with a slash: \(pattern)")
    var path: [RoutePiece] = []
    for segment in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      path.append(RoutePiece(segment))
    }
    root.add(path[...], names: [], method, endpoint)
  }

  /// Whether some handler is behind that path already; of patterns, the ones added so far.
  public func isTaken(_ path: String) -> Bool {
    guard path.hasPrefix("/") else { return false }
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return root.find(segments.map(String.init)[...], values: []) != nil
  }

  /// What a request comes to.
  enum Match {
    case found(Endpoint, [(name: String, value: String)])
    case notFound
    case notAllowed([Method])
    case malformed
  }

  func match(_ method: Method, path: UnsafeRawBufferPointer) -> Match {
    // An absolute target without a path means `/` (RFC 9112 §3.2.1).
    guard path.first ?? 0x2F == 0x2F else { return .notFound }
    var segments: [String] = []
    var start = min(1, path.count)
    while true {
      let end = path.firstIndex(of: 0x2F, from: start) ?? path.count
      guard let segment = PercentCoding.decode(path.slice(start..<end)), segment != ".",
        segment != ".."
      else { return .malformed }
      segments.append(segment)
      if end >= path.count { break }
      start = end + 1
    }
    guard let leaf = root.find(segments[...], values: []) else { return .notFound }
    guard let endpoint = leaf.endpoints.find(method) else {
      return .notAllowed(leaf.endpoints.allowed)
    }
    return .found(endpoint.endpoint, Array(zip(endpoint.names, leaf.values)))
  }
}

/// What stands behind a route.
enum Endpoint: Sendable {
  case later(BodyPolicy, Router.Handler)
  case immediate(Router.Immediate)
  case streaming(Int64, Router.Streaming)
  case webSocket(WebSocketConfiguration, Router.Handshake)
}

/// One segment of a pattern.
enum RoutePiece: Equatable {
  case literal(String)
  case name(String)
  case rest(String)

  init(_ segment: Substring) {
    guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
      self = .literal(String(segment))
      return
    }
    let name = segment.dropFirst().dropLast()
    self = name.hasSuffix("...") ? .rest(String(name.dropLast(3))) : .name(String(name))
  }
}
