import Store

/// Lets sessions wait for new credentials.
struct SessionPause: Sendable {
  /// What a pause came to.
  enum Outcome {
    case paused
    /// New credentials came meanwhile: the session goes on.
    case goesOn
    /// The session has ended, or is about to.
    case ended
  }

  let backend: any Backend
  let sources: SourceResolver

  /// Pauses a session whose credentials were not accepted.
  ///
  /// Whoever brings others (``Dispatcher/renew(_:of:)``) keeps them first and resumes then; so they
  /// are looked at again once the pause is committed, and neither waits for the other.
  func pause(_ session: String, reason: String) throws(BackendError) -> Outcome {
    guard try backend.pause(session, reason: reason)?.status == .paused else { return .ended }
    if sources.isRejected(session) { return .paused }
    _ = try backend.resume(session)
    return .goesOn
  }
}
