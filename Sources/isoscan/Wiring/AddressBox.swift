import Synchronization

/// Where the server reaches itself, known once it has bound its addresses.
final class AddressBox: Sendable {
  private struct State {
    var links = Links(base: "http://127.0.0.1")
    var isLocal = false
  }

  private let state = Mutex(State())

  var links: Links { state.withLock { $0.links } }

  /// Whether only this machine reaches the server.
  var isLocal: Bool { state.withLock { $0.isLocal } }

  func set(_ links: Links, isLocal: Bool) {
    state.withLock { $0 = State(links: links, isLocal: isLocal) }
  }
}
