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
  }

  private struct State {
    var slots: [String: Slot] = [:]
    var order = TurnOrder(limit: limit, sizeLimit: codeLimit)
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
    switch result {
    case .success(let context):
      if isNew { keep(session, context) }
      return context
    case .failure(let failure):
      // It is tried again: the source may come back.
      forget(session)
      throw failure
    }
  }

  func forget(_ session: String) {
    state.withLock { state in
      state.slots[session] = nil
      state.order.remove(session)
    }
  }

  private func keep(_ session: String, _ context: SessionContext) {
    state.withLock { state in
      // It was forgotten meanwhile.
      if state.slots[session] == nil { return }
      for other in state.order.keep(session, size: context.codeCount) {
        state.slots[other] = nil
      }
    }
  }

  private func slot(_ session: String) -> Slot {
    state.withLock { state in
      state.order.use(session)
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
