import FileSources
import Foundation
import Matching
import Store
import Synchronization

/// What reading a session's drawings needs: its source and the automaton of its codes.
final class SessionContext: Sendable {
  let source: any FileSource
  let matcher: Matcher
  /// Codes that the automaton looks for.
  let codeCount: Int

  init(source: any FileSource, matcher: Matcher, codeCount: Int) {
    self.source = source
    self.matcher = matcher
    self.codeCount = codeCount
  }
}

/// Keeps the contexts of the sessions that are being read.
///
/// A context is made once, by the first worker that needs it; the others wait for it.
final class SessionContexts: Sendable {
  /// Codes of all kept contexts together: 100,000 take about 20 MB.
  private static let codeLimit = 500_000
  /// Contexts kept, however small.
  private static let limit = 1_000

  private final class Slot: Sendable {
    let context = Mutex<Result<SessionContext, Failure>?>(nil)

    var codeCount: Int {
      guard case .success(let context)? = context.withLock({ $0 }) else { return 0 }
      return context.codeCount
    }
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
    var isNew = false
    let result = slot.context.withLock { made -> Result<SessionContext, Failure> in
      if let made { return made }
      let result = make(session)
      made = result
      isNew = true
      return result
    }
    if isNew { evict() }
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

  /// Drops the contexts used longest ago beyond the bounds; the newest always stays.
  private func evict() {
    state.withLock { state in
      var codes = 0
      var kept = 0
      for session in state.order.reversed() {
        codes += state.slots[session]?.codeCount ?? 0
        kept += 1
        guard kept > 1, kept > Self.limit || codes > Self.codeLimit else { continue }
        state.slots[session] = nil
      }
      state.order.removeAll { state.slots[$0] == nil }
    }
  }

  private func slot(_ session: String) -> Slot {
    state.withLock { state in
      state.order.removeAll { $0 == session }
      state.order.append(session)
      if let slot = state.slots[session] { return slot }
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
      return .success(
        SessionContext(source: source, matcher: Matcher(codes), codeCount: codes.codes.count))
    } catch {
      return .failure(Failure.translate(error))
    }
  }
}
