import Synchronization

/// The links by which the server reaches itself, set once its port is bound.
final class AddressBox: Sendable {
  private let state = Mutex(Links(base: "http://127.0.0.1"))

  var links: Links { state.withLock { $0 } }

  func set(_ links: Links) { state.withLock { $0 = links } }
}
