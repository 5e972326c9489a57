/// From a parsed head to the handler.
extension Connection {
  /// Longest body that is read and dropped to keep a connection whose request was answered early.
  private static let discardLimit = 65_536

  func dispatch(_ head: RequestHead) {
    serial &+= 1
    let client = ForwardedClient(
      peer: remoteAddress, isLocal: isLocal, head: head,
      proxies: loop.context.configuration.trustedProxies)
    let request = Request(
      head: head, number: loop.nextRequestNumber(), client: client, receivedAt: loop.now)
    let exchange = Exchange(request: request)
    self.exchange = exchange
    state = .waiting
    guard loop.context.hooks.isHostAllowed(request.host) else {
      return fail(Refusal(421, "misdirected_request", "this host is not served here"))
    }
    if let intercept = loop.context.hooks.intercept {
      switch intercept(request) {
      case .answer(let response): return answerEarly(response)
      case .proceed(let fields): exchange.fields = fields
      }
    }
    route(exchange)
  }

  private func route(_ exchange: Exchange) {
    let request = exchange.request
    let head = request.head
    let match = head.withBytes(head.target.path) {
      loop.context.router.match(head.method, path: $0)
    }
    switch match {
    case .found(let endpoint, let parameters):
      request.parameters = parameters
      enter(endpoint, exchange)
    case .notAllowed(let allowed): refuseMethod(head.method, allowed)
    case .malformed: fail(.malformed("the path breaks the grammar"))
    case .notFound
    where head.target.path.count == 1 && head.method == .options && request.rawPath == "*":
      // RFC 9110 §9.3.7: the server's own abilities.
      refuseMethod(.options, Method.allCases.filter { $0 != .connect && $0 != .trace })
    case .notFound: fail(Refusal(404, "not_found", "there is nothing at this path"))
    }
  }

  /// 405 with Allow (RFC 9110 §15.5.6), or the answer to OPTIONS.
  private func refuseMethod(_ method: Method, _ allowed: [Method]) {
    let allow = allowed.map(\.rawValue).joined(separator: ", ")
    var response = Response(204)
    if method != .options {
      response = rendered(Refusal(405, "method_not_allowed", "this path takes \(allow)"))
    }
    response.fields.append("Allow", allow)
    answerEarly(response)
  }

  private func enter(_ endpoint: Endpoint, _ exchange: Exchange) {
    switch endpoint {
    case .immediate(let handler):
      if exchange.request.head.framing != .none {
        return readThen(exchange, limit: 0) { $1.respond(handler($0)) }
      }
      respond(handler(exchange.request))
    case .later(.buffered(let limit), let handler):
      readThen(exchange, limit: Int64(limit), handler)
    case .streaming(let limit, let handler): stream(exchange, limit, handler)
    case .webSocket(let configuration, let decide): upgrade(exchange, configuration, decide)
    }
  }

  private func responder() -> Responder {
    Responder(loop: loop, exchange: ExchangeID(connection: id, serial: serial))
  }

  /// Reads the body, then calls the handler.
  private func readThen(_ exchange: Exchange, limit: Int64, _ handler: @escaping Router.Handler) {
    if exchange.request.head.framing == .none { return handler(exchange.request, responder()) }
    exchange.handler = handler
    // A route that takes no body puts up with a short one, as a GET may have.
    _ = beginBody(exchange, limit: limit == 0 ? Int64(Self.discardLimit) : limit)
  }

  private func stream(_ exchange: Exchange, _ limit: Int64, _ handler: Router.Streaming) {
    let flow = BodyFlow(loop: loop, exchange: ExchangeID(connection: id, serial: serial))
    let receiver = handler(exchange.request, responder(), flow)
    guard state == .waiting, !exchange.isAnswered else {
      // Answered already: `respond` has seen to the body that nobody wants.
      return receiver.aborted()
    }
    exchange.sink = .receiver(receiver)
    if exchange.request.head.framing == .none { return receiver.ended() }
    _ = beginBody(exchange, limit: limit)
  }

  /// Makes ready to read the body.
  /// - Returns: false when it was refused.
  private func beginBody(_ exchange: Exchange, limit: Int64) -> Bool {
    exchange.limit = limit
    exchange.beginWindow(now: loop.now)
    if case .length(let count) = exchange.request.head.framing {
      if count > limit {
        fail(Refusal(413, "content_too_large", "the body is over \(limit) bytes"))
        return false
      }
      exchange.remaining = count
    }
    if exchange.request.head.expectsContinue { sendContinue() }
    state = .body
    return true
  }

  /// RFC 9110 §15.2.1.
  private func sendContinue() {
    let text: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"
    output.append(
      UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), &loop.pool)
  }

  /// What becomes of a body whose request is answered before it was read.
  /// - Returns: whether the connection can go on.
  func discardsBody(_ exchange: Exchange) -> Bool {
    switch exchange.request.head.framing {
    case .none: return true
    case .chunked: return false
    case .length(let count):
      // A client that waits for 100 may never send it.
      guard count <= Self.discardLimit, !exchange.request.head.expectsContinue else { return false }
      exchange.sink = .discard
      exchange.limit = Int64(count)
      exchange.remaining = count
      return true
    }
  }
}
