public import Store

/// What is told of sessions as they go on, and what those have to know who join in the middle.
///
/// The part of a ``Backend`` that its clients' messages are made from.
public protocol SessionFeed: Sendable {
  /// Sets the one observer: called after each commit, in the order of commits, before the next.
  func observe(_ observer: @escaping @Sendable (BackendEvent) -> Void)
  /// Looks at a session between two commits: each event was either sent before `body` runs and is
  /// in what it gets, or is sent after it returned. The next commit waits for no more than that.
  ///
  /// - Returns: `false` for an unknown session; `body` is not called.
  func synchronize(
    session: String, _ body: @escaping @Sendable (SessionSnapshot) -> Void
  ) throws(BackendError) -> Bool
  /// The first page of the matched results that were counted when the session was looked at, each
  /// with its first place alone; whatever was counted since.
  ///
  /// - Returns: `nil` when the session was deleted since.
  func matches(of snapshot: SessionSnapshot, limit: Int) throws(BackendError) -> ResultsPage?
  func session(_ id: String) throws(BackendError) -> SessionSnapshot?
  /// A session's codes, in the request's spelling and order; empty for an unknown session.
  func codes(of session: String) throws(BackendError) -> [String]
}
