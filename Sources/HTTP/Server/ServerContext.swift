/// What all loops of a server share; nothing in it changes.
final class ServerContext: Sendable {
  let configuration: ServerConfiguration
  let router: Router
  let hooks: ServerHooks
  let gate: ConnectionGate
  let loopCount: Int
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
    refusalText = Array(
      """
      HTTP/1.1 503 Service Unavailable\r
      Retry-After: \(configuration.retryAfter)\r
      Content-Length: 0\r
      Connection: close\r
      \r

      """.utf8)
  }
}
