import Pipeline
import Synchronization

/// The code lists of sessions that send messages, read once each.
final class SessionCodes: Sendable {
  /// Lists kept: one of 100,000 codes takes some megabytes.
  private static let limit = 16

  private struct State {
    var codes: [String: [String]] = [:]
    var order: [String] = []
  }

  private let state = Mutex(State())
  private let backend: any Backend

  init(backend: any Backend) { self.backend = backend }

  func codes(of session: String) throws(BackendError) -> [String] {
    if let codes = state.withLock({ $0.codes[session] }) { return codes }
    let codes = try backend.codes(of: session)
    state.withLock { state in
      guard state.codes[session] == nil else { return }
      state.codes[session] = codes
      state.order.append(session)
      if state.order.count > Self.limit { state.codes[state.order.removeFirst()] = nil }
    }
    return codes
  }

  func forget(_ session: String) {
    state.withLock { state in
      state.codes[session] = nil
      state.order.removeAll { $0 == session }
    }
  }
}
