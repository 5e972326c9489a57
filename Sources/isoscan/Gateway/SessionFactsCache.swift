import Pipeline
import Synchronization

/// What never changes of a session and its messages need.
struct SessionFacts: Sendable {
  var codes: [String]
  /// Whether its drawings have pages of their own, in Google Drive.
  var isDrive: Bool
}

/// The facts of sessions that send messages, read once each.
final class SessionFactsCache: Sendable {
  /// Sessions kept: one of 100,000 codes takes some megabytes.
  private static let limit = 16

  private struct State {
    var facts: [String: SessionFacts] = [:]
    var order: [String] = []
  }

  private let state = Mutex(State())
  private let backend: any Backend

  init(backend: any Backend) { self.backend = backend }

  func facts(of session: String) throws(BackendError) -> SessionFacts {
    if let facts = state.withLock({ $0.facts[session] }) { return facts }
    let source = try backend.session(session)?.source ?? ""
    let facts = SessionFacts(
      codes: try backend.codes(of: session), isDrive: SourceDescription.isDrive(stored: source))
    state.withLock { state in
      guard state.facts[session] == nil else { return }
      state.facts[session] = facts
      state.order.append(session)
      if state.order.count > Self.limit { state.facts[state.order.removeFirst()] = nil }
    }
    return facts
  }

  func forget(_ session: String) {
    state.withLock { state in
      state.facts[session] = nil
      state.order.removeAll { $0 == session }
    }
  }
}
