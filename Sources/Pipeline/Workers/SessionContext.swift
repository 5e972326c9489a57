import FileSources
import Foundation
import Matching
import Store
import Synchronization

/// What reading a session's drawings needs: its source and the automaton of its codes.
final class SessionContext: Sendable {
  let source: any FileSource
  let matcher: Matcher

  init(source: any FileSource, matcher: Matcher) {
    self.source = source
    self.matcher = matcher
  }
}

/// Keeps the contexts of the sessions that are being read.
///
/// A context is made once, by the first worker that needs it; the others wait for it.
final class SessionContexts: Sendable {
  /// Sessions whose contexts are kept: a code set of 100,000 codes takes some tens of megabytes.
  private static let limit = 8

  private final class Slot: Sendable {
    let context = Mutex<Result<SessionContext, Failure>?>(nil)
  }

  private struct State {
    var slots: [String: Slot] = [:]
    /// Least recently used first.
    var order: [String] = []
  }

  private let state = Mutex(State())
  private let backend: any Backend
  private let sources: SourceResolver

  init(backend: any Backend, sources: SourceResolver) {
    self.backend = backend
    self.sources = sources
  }

  /// - Throws: what keeps the whole session from being read: its source is gone, say.
  func context(of session: String) throws(Failure) -> SessionContext {
    let slot = slot(session)
    let result = slot.context.withLock { made -> Result<SessionContext, Failure> in
      if let made { return made }
      let result = make(session)
      made = result
      return result
    }
    // What failed is tried again: the source may come back.
    if case .failure = result { forget(session) }
    return try result.get()
  }

  func forget(_ session: String) {
    state.withLock { state in
      state.slots[session] = nil
      state.order.removeAll { $0 == session }
    }
  }

  private func slot(_ session: String) -> Slot {
    state.withLock { state in
      state.order.removeAll { $0 == session }
      state.order.append(session)
      if let slot = state.slots[session] { return slot }
      if state.order.count > Self.limit { state.slots[state.order.removeFirst()] = nil }
      let slot = Slot()
      state.slots[session] = slot
      return slot
    }
  }

  private func make(_ session: String) -> Result<SessionContext, Failure> {
    do {
      guard let snapshot = try backend.session(session) else {
        throw Failure(.unknownSession, "The session is gone.")
      }
      let source = try sources.open(SourceDescription(json: snapshot.source))
      let mode = MatchMode(rawValue: snapshot.matchMode) ?? .word
      let codes = try CodeSet(try backend.codes(of: session), mode: mode)
      return .success(SessionContext(source: source, matcher: Matcher(codes)))
    } catch {
      return .failure(Failure.translate(error))
    }
  }
}
