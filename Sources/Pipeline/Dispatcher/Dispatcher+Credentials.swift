import Store

/// Sessions that wait for credentials.
extension Dispatcher {
  /// Gives a running session new credentials, and has it go on where it waited for them.
  public func renew(_ token: String, of session: String) throws(Failure) {
    do throws(BackendError) {
      guard let found = try backend.session(session), !found.status.hasEnded,
        SourceDescription.isDrive(stored: found.source)
      else { return }
    } catch {
      throw Failure(backend: error)
    }
    try sources.renew(token, of: session)
    do throws(BackendError) {
      try goOn(session)
    } catch {
      throw Failure(backend: error)
    }
  }

  /// Has a session that waits for the server's own credentials try them again: they may be right by
  /// now. Others are left as they are.
  public func retry(_ session: String) throws(Failure) {
    do throws(BackendError) {
      guard let found = try backend.session(session), found.status == .paused else { return }
      try retry(found)
    } catch {
      throw Failure(backend: error)
    }
  }

  /// The same for all sessions that are paused.
  public func retryAll() throws(BackendError) {
    for session in try backend.pausedSessions() { try retry(session) }
  }

  private func retry(_ session: SessionSnapshot) throws(BackendError) {
    guard let description = try? SourceDescription(json: session.source),
      sources.retry(description, of: session.id)
    else { return }
    try goOn(session.id)
  }

  /// Resumes a session, and its listing where that was cut off.
  func goOn(_ session: String) throws(BackendError) {
    _ = try backend.resume(session)
    guard let found = try backend.session(session) else { return }
    // It ended while its new token was being kept.
    if found.status.hasEnded { return sources.close(session) }
    if found.listing { relist(found) }
  }
}
