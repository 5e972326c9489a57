import HTTP
import Synchronization

/// Where a session's messages go: to its watchers at once, or, for those who wait for their
/// SYNC_STATE, behind it.
///
/// Called from the broadcaster's queue alone, which makes the order of its calls that of the world.
final class Audience: Sendable {
  /// Hands a message to connections. With a key that is not 0, one of that key which a slow client
  /// has not been sent yet is left out for it.
  typealias Delivery = @Sendable (PreparedMessage, [GatewayConnection], _ key: UInt64) -> Void

  /// Those who watch one session by one address of the server: they get the same bytes.
  struct Group: Hashable {
    let session: String
    let links: Links
  }

  /// Those of a group who wait for one SYNC_STATE, and what they get after it.
  private struct Hold {
    let connections: [GatewayConnection]
    /// Those of them who did not watch the session before.
    let newcomers: Set<String>
    var messages: [(message: PreparedMessage, key: UInt64)] = []

    mutating func append(_ message: PreparedMessage, _ key: UInt64) {
      if key != 0 { messages.removeAll { $0.key == key } }
      messages.append((message, key))
    }
  }

  private let registry: ConnectionRegistry
  private let deliver: Delivery
  /// At most one a group: who comes later waits for the next.
  private let holds = Mutex<[Group: Hold]>([:])

  init(registry: ConnectionRegistry, deliver: @escaping Delivery) {
    self.registry = registry
    self.deliver = deliver
  }

  // MARK: Sending

  /// Sends a message to all who watch a session; it is made once for each group, where there is one.
  ///
  /// - Parameter replaceable: whether an earlier one that is replaceable too may be left out for it.
  func send(
    _ session: String, replaceable: Bool = false, _ make: (Links) -> PreparedMessage?
  ) {
    let groups = Dictionary(grouping: registry.watchers(of: session), by: \.links)
    for (links, watchers) in groups {
      guard let message = make(links) else { continue }
      let key = replaceable ? UInt64(bitPattern: Int64(session.hashValue)) | 1 : 0
      let held = hold(message, key, Group(session: session, links: links))
      deliver(message, held.isEmpty ? watchers : watchers.filter { !held.contains($0.id) }, key)
    }
  }

  /// As above, where the message is the same for all.
  func send(_ session: String, replaceable: Bool = false, text: () -> String) {
    var made: PreparedMessage?
    send(session, replaceable: replaceable) { _ in
      let message = made ?? PreparedMessage(text: text())
      made = message
      return message
    }
  }

  /// Keeps a message for those of a group who wait for their SYNC_STATE; returns their ids.
  private func hold(_ message: PreparedMessage, _ key: UInt64, _ group: Group) -> Set<String> {
    holds.withLock { holds in
      holds[group]?.append(message, key)
      return Set(holds[group]?.connections.map(\.id) ?? [])
    }
  }

  // MARK: Those who join

  /// Lets connections watch a session from now on, its messages held until ``release(_:behind:)``.
  func hold(_ group: Group, _ connections: [GatewayConnection], hasEnded: Bool) {
    let newcomers = connections.filter {
      registry.watch(group.session, $0.id, hasEnded: hasEnded)
    }
    let hold = Hold(connections: connections, newcomers: Set(newcomers.map(\.id)))
    holds.withLock { $0[group] = hold }
  }

  /// Sends those who were held their SYNC_STATE and what came meanwhile.
  ///
  /// - Parameter message: `nil` where there is none: those who did not watch before don't now.
  func release(_ group: Group, behind message: PreparedMessage?) {
    guard let hold = holds.withLock({ $0.removeValue(forKey: group) }) else { return }
    var receivers = hold.connections
    if let message {
      deliver(message, receivers, 0)
    } else {
      for id in hold.newcomers { registry.unwatch(group.session, id) }
      receivers.removeAll { hold.newcomers.contains($0.id) }
    }
    if receivers.isEmpty { return }
    for (message, key) in hold.messages { deliver(message, receivers, key) }
  }
}
