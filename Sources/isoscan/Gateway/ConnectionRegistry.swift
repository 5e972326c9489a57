import Synchronization

/// Every open connection by its id, and which sessions each one watches.
final class ConnectionRegistry: Sendable {
  /// Sessions that one connection may watch; the oldest is dropped beyond.
  static let watchLimit = 1_000

  private struct State {
    var connections: [String: GatewayConnection] = [:]
    /// Connection ids by session.
    var watchers: [String: Set<String>] = [:]
    /// Sessions by connection id, the oldest first.
    var watched: [String: [String]] = [:]

    mutating func unwatch(_ connection: String, _ session: String) {
      watchers[session]?.remove(connection)
      if watchers[session]?.isEmpty == true { watchers[session] = nil }
    }
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.connections.count } }

  func add(_ connection: GatewayConnection) {
    state.withLock { $0.connections[connection.id] = connection }
  }

  func remove(_ id: String) {
    state.withLock { state in
      state.connections[id] = nil
      for session in state.watched.removeValue(forKey: id) ?? [] {
        state.unwatch(id, session)
      }
    }
  }

  func connection(_ id: String) -> GatewayConnection? {
    state.withLock { $0.connections[id] }
  }

  /// Sends the session's messages to the connection from now on.
  func watch(_ session: String, _ connection: String) {
    state.withLock { state in
      guard state.connections[connection] != nil else { return }
      guard state.watchers[session, default: []].insert(connection).inserted else { return }
      state.watched[connection, default: []].append(session)
      if let sessions = state.watched[connection], sessions.count > Self.watchLimit {
        state.watched[connection]?.removeFirst()
        state.unwatch(connection, sessions[0])
      }
    }
  }

  func unwatch(_ session: String, _ connection: String) {
    state.withLock { state in
      state.watched[connection]?.removeAll { $0 == session }
      state.unwatch(connection, session)
    }
  }

  /// Forgets who watched a session that is gone.
  func forget(_ session: String) {
    state.withLock { state in
      for connection in state.watchers.removeValue(forKey: session) ?? [] {
        state.watched[connection]?.removeAll { $0 == session }
      }
    }
  }

  func watchers(of session: String) -> [GatewayConnection] {
    state.withLock { state in
      (state.watchers[session] ?? []).compactMap { state.connections[$0] }
    }
  }
}
