import Dispatch
import HTTP
import Pipeline
import Store
import Synchronization

/// Answers `reconnect`: SYNC_STATE first, then the session's messages as they come.
///
/// On the broadcaster's queue there is only the moment from which on they are told; the page is read
/// and rendered away from it, so that nobody else's messages wait. Who waits for the same bytes is
/// answered together, so that a thousand who come back after a restart cost little more than one.
final class Synchronizer: Sendable {
  /// SYNC_STATEs that are made at once: of those who all want a different one, the others wait in
  /// line and hold no thread.
  private static let width = 2

  /// One client that waits, and what is called when it has its answer: `nil`, or why there is none.
  private struct Request: Sendable {
    let connection: GatewayConnection
    let done: @Sendable (Failure?) -> Void
  }

  private struct State {
    var waiting: [Audience.Group: [Request]] = [:]
    /// Groups that wait, the longest waiting first.
    var order: [Audience.Group] = []
    var running: Set<Audience.Group> = []

    /// Takes who is to be answered next, if there is room for more.
    mutating func next() -> (Audience.Group, [Request])? {
      guard running.count < Synchronizer.width,
        let index = order.firstIndex(where: { !running.contains($0) })
      else { return nil }
      let group = order.remove(at: index)
      running.insert(group)
      return (group, waiting.removeValue(forKey: group) ?? [])
    }
  }

  private let feed: any SessionFeed
  private let registry: ConnectionRegistry
  private let audience: Audience
  private let renderer: StateRenderer
  /// The broadcaster's.
  private let queue: DispatchQueue
  private let workers = DispatchQueue(label: "isoscan.synchronizer", attributes: .concurrent)
  private let state = Mutex(State())

  init(
    feed: any SessionFeed, registry: ConnectionRegistry, audience: Audience,
    renderer: StateRenderer, queue: DispatchQueue
  ) {
    self.feed = feed
    self.registry = registry
    self.audience = audience
    self.renderer = renderer
    self.queue = queue
  }

  /// Answers with SYNC_STATE, and sends the session's later messages to the connection.
  ///
  /// - Parameter done: called once, after the answer was sent, with `nil`; or with what to answer
  ///   instead: the session is unknown, or can't be read.
  func synchronize(
    _ session: String, _ connection: GatewayConnection,
    done: @escaping @Sendable (Failure?) -> Void
  ) {
    let group = Audience.Group(session: session, links: connection.links)
    state.withLock { state in
      if state.waiting[group] == nil { state.order.append(group) }
      state.waiting[group, default: []].append(Request(connection: connection, done: done))
    }
    startNext()
  }

  private func startNext() {
    guard let (group, requests) = state.withLock({ $0.next() }) else { return }
    workers.async { [self] in
      answer(group, requests)
      state.withLock { _ = $0.running.remove(group) }
      startNext()
    }
  }

  // MARK: One answer

  private func answer(_ group: Audience.Group, _ requests: [Request]) {
    // Who has left meanwhile gets nothing rendered.
    let present = requests.map(\.connection).filter { registry.connection($0.id) != nil }
    do throws(Failure) {
      let message = present.isEmpty ? nil : try message(group, present)
      end(group, requests, message, nil)
    } catch {
      end(group, requests, nil, error)
    }
  }

  private func end(
    _ group: Audience.Group, _ requests: [Request], _ message: PreparedMessage?,
    _ failure: Failure?
  ) {
    queue.async { [self] in
      audience.release(group, behind: message)
      for request in requests { request.done(failure) }
    }
  }

  private func message(
    _ group: Audience.Group, _ connections: [GatewayConnection]
  ) throws(Failure) -> PreparedMessage {
    do throws(BackendError) {
      let snapshot = try Attempt.twice { () throws(BackendError) in
        try look(group, connections)
      }
      if let snapshot {
        let text = try Attempt.twice { () throws(BackendError) in
          try renderer.text(snapshot, group.links)
        }
        if let text { return PreparedMessage(text: text) }
      }
    } catch {
      throw Failure(unread: error)
    }
    throw Gateway.unknown(group.session)
  }

  /// Lets connections watch from a moment on, and returns the session as it was then.
  private func look(
    _ group: Audience.Group, _ connections: [GatewayConnection]
  ) throws(BackendError) -> SessionSnapshot? {
    let seen = Mutex<SessionSnapshot?>(nil)
    _ = try feed.synchronize(session: group.session) { [self] snapshot in
      seen.withLock { $0 = snapshot }
      // In line with the events: those before it were sent, those after it are held.
      queue.async { [self] in
        audience.hold(group, connections, hasEnded: snapshot.status.hasEnded)
      }
    }
    return seen.withLock { $0 }
  }
}
