import Synchronization

/// Every open connection by its id, and which sessions each one watches.
final class ConnectionRegistry: Sendable {
  /// Sessions that one connection may watch; beyond, those that ended are dropped, then the oldest.
  static let watchLimit = 1_000

  private struct State {
    var connections: [String: GatewayConnection] = [:]
    /// Connection ids by session.
    var watchers: [String: Set<String>] = [:]
    /// Sessions by connection id, the oldest first.
    var watched: [String: [String]] = [:]
    /// Watched sessions of which no more than a new report is to come.
    var ended: Set<String> = []

    mutating func unwatch(_ connection: String, _ session: String) {
      watchers[session]?.remove(connection)
      if watchers[session]?.isEmpty == true {
        watchers[session] = nil
        ended.remove(session)
      }
    }

    /// Keeps a connection within its limit.
    mutating func drop(beyond limit: Int, _ connection: String) {
      guard let sessions = watched[connection], sessions.count > limit else { return }
      let index = sessions.firstIndex { ended.contains($0) } ?? 0
      watched[connection]?.remove(at: index)
      unwatch(connection, sessions[index])
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
  ///
  /// - Returns: `false` where it watches already, or is gone.
  @discardableResult
  func watch(_ session: String, _ connection: String, hasEnded: Bool = false) -> Bool {
    state.withLock { state in
      guard state.connections[connection] != nil else { return false }
      if hasEnded { state.ended.insert(session) }
      guard state.watchers[session, default: []].insert(connection).inserted else { return false }
      state.watched[connection, default: []].append(session)
      state.drop(beyond: Self.watchLimit, connection)
      return true
    }
  }

  func unwatch(_ session: String, _ connection: String) {
    state.withLock { state in
      state.watched[connection]?.removeAll { $0 == session }
      state.unwatch(connection, session)
    }
  }

  func isWatched(_ session: String) -> Bool {
    state.withLock { $0.watchers[session] != nil }
  }

  /// Notes that a session ended: it is dropped before those that run.
  func end(_ session: String) {
    state.withLock { state in
      if state.watchers[session] != nil { state.ended.insert(session) }
    }
  }

  /// Forgets who watched a session that is gone.
  func forget(_ session: String) {
    state.withLock { state in
      state.ended.remove(session)
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
