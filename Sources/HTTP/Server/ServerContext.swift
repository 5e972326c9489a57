/// What all loops of a server share; nothing in it changes but counters for any thread.
final class ServerContext: Sendable {
  let configuration: ServerConfiguration
  let router: Router
  let hooks: ServerHooks
  let gate: ConnectionGate
  let loopCount: Int
  let messageBudget: MessageBudget
  let outputMemory = OutputMemory()
  /// A whole 503 for clients that there is no room for.
  let refusalText: [UInt8]

  init(
    configuration: ServerConfiguration, router: Router, hooks: ServerHooks, gate: ConnectionGate,
    loopCount: Int
  ) {
    self.configuration = configuration
    self.router = router
    self.hooks = hooks
    self.gate = gate
    self.loopCount = loopCount
    messageBudget = MessageBudget(limit: configuration.unfinishedMessageBytes)
    refusalText = Self.refusal(configuration, hooks)
  }

  private static func refusal(_ configuration: ServerConfiguration, _ hooks: ServerHooks) -> [UInt8]
  {
    let failure = ServerFailure(
      status: 503, code: "unavailable", message: "the server has too many connections")
    let answer = hooks.renderError(failure, nil)
    var body: [UInt8] = []
    if case .bytes(let bytes) = answer.body { body = bytes }
    let head = """
      HTTP/1.1 503 Service Unavailable\r
      Retry-After: \(configuration.retryAfter)\r
      Content-Length: \(body.count)\r
      Connection: close\r

      """
    return Array(head.utf8) + answer.fields.lines + Array("\r\n".utf8) + body
  }
}
