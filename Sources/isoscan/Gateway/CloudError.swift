import Pipeline

/// The error frame that API Gateway itself sends on a WebSocket (`server.emulate_limits`).
struct CloudError: Encodable, Equatable {
  let message: String
  let connectionId: String
  let requestId: String

  /// What API Gateway would say of a failure, or `nil` where the application behind it would answer.
  ///
  /// It forbids a message for which it finds no route, as it has no `$default` here, and hides why
  /// an integration broke.
  static func message(of failure: Failure, isRouted: Bool) -> String? {
    if !isRouted { return "Forbidden" }
    return failure.code == .internalError ? "Internal server error" : nil
  }
}
