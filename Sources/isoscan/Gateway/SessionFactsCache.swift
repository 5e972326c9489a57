import Pipeline
import Synchronization

/// What never changes of a session and its messages need.
struct SessionFacts: Sendable {
  var codes: [String]
  /// Whether its drawings have pages of their own, in Google Drive.
  var isDrive: Bool
}

/// The facts of sessions that send messages, read once each.
///
/// Those of a scan that runs and is watched stay until it ends: its matches must not depend on one
/// more read.
final class SessionFactsCache: Sendable {
  /// Other sessions kept: one of 100,000 codes takes some megabytes.
  static let limit = 16

  private struct State {
    var facts: [String: SessionFacts] = [:]
    /// Sessions kept, the oldest first.
    var order: [String] = []
    /// Sessions of which messages are told as they come.
    var live: Set<String> = []

    mutating func forget(_ session: String) {
      facts[session] = nil
      live.remove(session)
      order.removeAll { $0 == session }
    }
  }

  private let state = Mutex(State())
  private let feed: any SessionFeed
  private let isWatched: @Sendable (String) -> Bool

  init(feed: any SessionFeed, isWatched: @escaping @Sendable (String) -> Bool) {
    self.feed = feed
    self.isWatched = isWatched
  }

  /// - Parameter isLive: whether messages of it are told until ``forget(_:)``.
  /// - Returns: `nil` for a session that is not there (any more).
  func facts(of session: String, isLive: Bool = false) throws(BackendError) -> SessionFacts? {
    let known = state.withLock { state -> SessionFacts? in
      if isLive { state.live.insert(session) }
      return state.facts[session]
    }
    if let known { return known }
    guard let source = try feed.session(session)?.source else { return nil }
    let facts = SessionFacts(
      codes: try feed.codes(of: session), isDrive: SourceDescription.isDrive(stored: source))
    keep(facts, session)
    return facts
  }

  private func keep(_ facts: SessionFacts, _ session: String) {
    let (order, live) = state.withLock { state in
      if state.facts.updateValue(facts, forKey: session) == nil { state.order.append(session) }
      return (state.order, state.live)
    }
    guard order.count > Self.limit else { return }
    // Looked for without the lock; a session that begins to be watched meanwhile is read again.
    let dropped = order.first { !(live.contains($0) && isWatched($0)) }
    if let dropped { state.withLock { $0.forget(dropped) } }
  }

  func forget(_ session: String) { state.withLock { $0.forget(session) } }
}
