import Codec
import Dispatch
import Foundation
import HTTP
import Pipeline
import Store
import Synchronization

/// Sends what the backend commits to whoever watches, in the order of commits.
///
/// Everything goes through one serial queue: the backend's events, the moments from which on those
/// who `reconnect` are told, and merged progress. So nothing is in neither or in both.
final class Broadcaster: Sendable {
  private let feed: any SessionFeed
  private let registry: ConnectionRegistry
  private let signer: URLSigner
  private let facts: SessionFactsCache
  /// Least milliseconds between two PROGRESS messages of a session; 0: none is merged.
  let interval: Int64
  /// The code of the failure that ended a session's listing.
  private let failureCode: @Sendable (String) -> Failure.Code?
  private let log: Log
  let queue = DispatchQueue(label: "isoscan.broadcast")
  let audience: Audience
  private let synchronizer: Synchronizer
  let progress: Mutex<ProgressMerger>
  /// Sessions whose source is still being listed.
  let listing = Mutex<Set<String>>([])

  /// - Parameters:
  ///   - interval: least milliseconds between two PROGRESS messages of a session; 0: all are sent.
  ///   - syncBytes: of the longest SYNC_STATE; `nil`: as many as its results take.
  ///   - failureCode: the code of the failure that ended a session's listing.
  init(
    feed: any SessionFeed, registry: ConnectionRegistry, signer: URLSigner, interval: Int64,
    syncBytes: Int?, failureCode: @escaping @Sendable (String) -> Failure.Code?, log: Log,
    deliver: @escaping Audience.Delivery = Broadcaster.deliver
  ) {
    self.feed = feed
    self.registry = registry
    self.signer = signer
    self.interval = interval
    self.failureCode = failureCode
    self.log = log
    facts = SessionFactsCache(feed: feed) { registry.isWatched($0) }
    progress = Mutex(ProgressMerger(interval: interval))
    audience = Audience(registry: registry, deliver: deliver)
    synchronizer = Synchronizer(
      feed: feed, registry: registry, audience: audience,
      renderer: StateRenderer(feed: feed, facts: facts, signer: signer, byteLimit: syncBytes),
      queue: queue)
  }

  /// Sends a message by the connections' sockets.
  static func deliver(
    _ message: PreparedMessage, _ connections: [GatewayConnection], _ key: UInt64
  ) {
    let sockets = connections.compactMap(\.socket)
    if !sockets.isEmpty { WebSocket.broadcast(message, to: sockets, replacing: key) }
  }

  func start(_ observer: @escaping @Sendable (BackendEvent) -> Void) {
    feed.observe { [self] event in
      queue.async { [self] in
        observer(event)
        handle(event)
      }
    }
  }

  /// Answers with SYNC_STATE: see ``Synchronizer/synchronize(_:_:done:)``.
  func synchronize(
    _ session: String, _ connection: GatewayConnection,
    done: @escaping @Sendable (Failure?) -> Void
  ) {
    synchronizer.synchronize(session, connection, done: done)
  }

  // MARK: Events

  private func handle(_ event: BackendEvent) {
    switch event {
    case .started(let session):
      note(session)
      audience.send(session.id) { ServerMessage.encode(started(session)) }
    case .listingGrew(let session):
      note(session)
      offer(session.id, session.counters, "")
    case .drawingDone(let session, let row, let counters):
      if !row.result.codes.isEmpty { sendMatch(session, row) }
      offer(session, counters, row.name)
    case .completed(let session): complete(session)
    case .failed(let session):
      let code = failureCode(session.id) ?? .unreadableSource
      sendFailure(session, code, session.reason ?? "The drawings can't be listed.")
      end(session.id)
    case .held(let session):
      sendFailure(session, .storageFull, session.reason ?? "The scan is paused.")
    case .paused(let session):
      sendFailure(session, .driveAuth, session.reason ?? "The scan is paused.")
    case .resumed(let session): resume(session)
    case .reportReplaced(let session): reportReplaced(session)
    case .deleted(let session):
      end(session.id)
      registry.forget(session.id)
    case .drawingReplaced, .allDone, .cancelled, .reportOutdated, .attemptFailed: break
    }
  }

  private func note(_ session: SessionSnapshot) {
    listing.withLock { sessions in
      if session.listing { sessions.insert(session.id) } else { sessions.remove(session.id) }
    }
  }

  /// Forgets what only a running session's messages need.
  private func end(_ session: String) {
    registry.end(session)
    facts.forget(session)
    listing.withLock { _ = $0.remove(session) }
    _ = progress.withLock { $0.end(session) }
  }

  private func sendMatch(_ session: String, _ row: ResultRow) {
    audience.send(session) { links in
      do throws(BackendError) {
        let known = try Attempt.twice { () throws(BackendError) in
          try facts.facts(of: session, isLive: true)
        }
        // Without them it was deleted: nobody misses it.
        guard let known else { return nil }
        let renderer = RowRenderer(session: session, facts: known, links: links, signer: signer)
        let message = ServerMessage.MatchFound(session_id: session, data: renderer.row(row))
        return PreparedMessage(text: ServerMessage.encode(message))
      } catch {
        return PreparedMessage(text: unread(session, error))
      }
    }
  }

  /// The ERROR in place of a match that can't be told.
  private func unread(_ session: String, _ error: BackendError) -> String {
    let failure = Failure(unread: error)
    let request = Base64.encodeURL(RandomBytes.make(9))
    log.error(
      "a match can't be told", ["request": request, "session": session, "error": "\(error)"])
    return ServerMessage.encode(
      ServerMessage.Failed(
        code: failure.code.rawValue, message: failure.message, session_id: session,
        requestId: request))
  }

  private func complete(_ session: SessionSnapshot) {
    if session.status == .complete {
      // The last PROGRESS before an uncancelled COMPLETE says 100.
      let waiting = progress.withLock { $0.end(session.id) }
      if let waiting { sendProgress(session.id, session.counters, waiting.fileName) }
    }
    let counters = session.counters
    audience.send(session.id) { links in
      let message = ServerMessage.Complete(
        session_id: session.id, status: session.status.rawValue,
        download_url: links.report(session.report ?? "", signer),
        total_matches: counters.matched, total_processed: counters.processed,
        total_problems: counters.problems, from_cache: counters.fromCache,
        total_near: counters.near,
        message: SessionText.ended(session))
      return PreparedMessage(text: ServerMessage.encode(message))
    }
    // Only then: one that has ended is the first to be dropped by who watches too many.
    end(session.id)
  }

  private func reportReplaced(_ session: SessionSnapshot) {
    audience.send(session.id) { links in
      let message = ServerMessage.ReportUpdated(
        session_id: session.id, download_url: links.report(session.report ?? "", signer))
      return PreparedMessage(text: ServerMessage.encode(message))
    }
  }

  private func sendFailure(_ session: SessionSnapshot, _ code: Failure.Code, _ text: String) {
    let request = Base64.encodeURL(RandomBytes.make(9))
    audience.send(session.id) {
      ServerMessage.encode(
        ServerMessage.Failed(
          code: code.rawValue, message: text, session_id: session.id,
          status: session.status.rawValue, requestId: request))
    }
  }

  func started(_ session: SessionSnapshot) -> ServerMessage.Started {
    ServerMessage.Started(
      message: SessionText.started(session), session_id: session.id,
      total_files: session.counters.total, listing: session.listing ? true : nil,
      demo: session.isDemo ? true : nil,
      timestamp: Timestamp.text(milliseconds: Clock.system.now()))
  }
}
