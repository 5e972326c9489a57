import Codec
import Dispatch
import Foundation
import HTTP
import Pipeline
import Store
import Synchronization

/// Sends what the backend commits to whoever watches, in the order of commits.
///
/// Everything goes through one serial queue: the backend's events, the snapshots that
/// `reconnect` answers with, and merged progress. So nothing is in neither or in both.
final class Broadcaster: Sendable {
  /// Results in a SYNC_STATE (contract section 3).
  private static let syncLimit = 1_000

  private let backend: any Backend
  private let registry: ConnectionRegistry
  private let signer: URLSigner
  private let facts: SessionFactsCache
  private let interval: Int64
  /// Bytes of the longest SYNC_STATE, or `nil`: as many as its results take.
  private let syncBytes: Int?
  /// The code of the failure that ended a session's listing.
  private let failureCode: @Sendable (String) -> Failure.Code?
  private let log: Log
  private let queue = DispatchQueue(label: "isoscan.broadcast")
  private let progress: Mutex<ProgressMerger>
  /// Sessions whose source is still being listed.
  private let listing = Mutex<Set<String>>([])

  init(
    backend: any Backend, registry: ConnectionRegistry, signer: URLSigner, interval: Int64,
    syncBytes: Int?, failureCode: @escaping @Sendable (String) -> Failure.Code?, log: Log
  ) {
    self.backend = backend
    self.registry = registry
    self.signer = signer
    self.interval = interval
    self.syncBytes = syncBytes
    self.failureCode = failureCode
    self.log = log
    facts = SessionFactsCache(backend: backend)
    progress = Mutex(ProgressMerger(interval: interval))
  }

  func start(_ observer: @escaping @Sendable (BackendEvent) -> Void) {
    backend.observe { [self] event in
      queue.async { [self] in
        observer(event)
        handle(event)
      }
    }
  }

  // MARK: Events

  private func handle(_ event: BackendEvent) {
    switch event {
    case .started(let session):
      note(session)
      send(session.id, ServerMessage.encode(started(session)))
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
      forget(session.id)
    case .held(let session):
      sendFailure(session, .storageFull, session.reason ?? "The scan is paused.")
    case .paused(let session):
      sendFailure(session, .driveAuth, session.reason ?? "The scan is paused.")
    case .resumed(let session):
      sendProgress(session.id, session.counters, "", status: session.status)
    case .reportReplaced(let session): reportReplaced(session)
    case .deleted(let session):
      forget(session.id)
      registry.forget(session.id)
    case .drawingReplaced, .allDone, .cancelled, .reportOutdated, .attemptFailed: break
    }
  }

  private func note(_ session: SessionSnapshot) {
    listing.withLock { sessions in
      if session.listing { sessions.insert(session.id) } else { sessions.remove(session.id) }
    }
  }

  private func forget(_ session: String) {
    facts.forget(session)
    listing.withLock { _ = $0.remove(session) }
    _ = progress.withLock { $0.end(session) }
  }

  private func sendMatch(_ session: String, _ row: ResultRow) {
    for (links, watchers) in watchersByLinks(session) {
      guard let renderer = renderer(session, links) else { return }
      let message = ServerMessage.MatchFound(session_id: session, data: renderer.row(row))
      WebSocket.broadcast(
        PreparedMessage(text: ServerMessage.encode(message)), to: watchers.compactMap(\.socket))
    }
  }

  private func complete(_ session: SessionSnapshot) {
    if session.status == .complete {
      // The last PROGRESS before an uncancelled COMPLETE says 100.
      let waiting = progress.withLock { $0.end(session.id) }
      if waiting != nil { sendProgress(session.id, session.counters, waiting?.fileName ?? "") }
    }
    forget(session.id)
    for (links, watchers) in watchersByLinks(session.id) {
      let counters = session.counters
      let message = ServerMessage.Complete(
        session_id: session.id, status: session.status.rawValue,
        download_url: links.report(session.report ?? "", signer),
        total_matches: counters.matched, total_processed: counters.processed,
        total_problems: counters.problems, from_cache: counters.fromCache,
        total_near: counters.near,
        message: SessionText.ended(session))
      WebSocket.broadcast(
        PreparedMessage(text: ServerMessage.encode(message)), to: watchers.compactMap(\.socket))
    }
  }

  private func reportReplaced(_ session: SessionSnapshot) {
    for (links, watchers) in watchersByLinks(session.id) {
      let message = ServerMessage.ReportUpdated(
        session_id: session.id, download_url: links.report(session.report ?? "", signer))
      WebSocket.broadcast(
        PreparedMessage(text: ServerMessage.encode(message)), to: watchers.compactMap(\.socket))
    }
  }

  private func sendFailure(_ session: SessionSnapshot, _ code: Failure.Code, _ text: String) {
    let request = Base64.encodeURL(RandomBytes.make(9))
    send(
      session.id,
      ServerMessage.encode(
        ServerMessage.Failed(
          code: code.rawValue, message: text, session_id: session.id,
          status: session.status.rawValue, requestId: request)))
  }

  // MARK: Progress

  private func offer(_ session: String, _ counters: Counters, _ fileName: String) {
    let now = Clock.system.now()
    let (ready, waits) = progress.withLock { merger in
      let hadNone = merger.isEmpty
      let ready = merger.offer(
        .init(session: session, counters: counters, fileName: fileName), now: now)
      return (ready, hadNone && !merger.isEmpty)
    }
    if let ready { sendProgress(ready.session, ready.counters, ready.fileName) }
    guard waits else { return }
    queue.asyncAfter(deadline: .now() + .milliseconds(Int(interval))) { [self] in
      for due in progress.withLock({ $0.due(now: Clock.system.now()) }) {
        sendProgress(due.session, due.counters, due.fileName)
      }
    }
  }

  /// - Parameter status: told where it has just changed.
  private func sendProgress(
    _ session: String, _ counters: Counters, _ fileName: String, status: SessionStatus? = nil
  ) {
    let watchers = registry.watchers(of: session)
    if watchers.isEmpty { return }
    let message = ServerMessage.Progress(
      session_id: session, value: counters.percentage, processed: counters.processed,
      total: counters.total, listing: listing.withLock { $0.contains(session) } ? true : nil,
      file_name: fileName, status: status?.rawValue,
      total_near: counters.near > 0 ? counters.near : nil)
    let prepared = PreparedMessage(text: ServerMessage.encode(message))
    // An unsent PROGRESS of the same session is replaced: a slow client gets fewer of them.
    let key = UInt64(bitPattern: Int64(session.hashValue)) | 1
    WebSocket.broadcast(
      prepared, to: watchers.compactMap(\.socket),
      replacing: interval == 0 || status != nil ? 0 : key)
  }

  // MARK: Snapshots

  /// Answers with SYNC_STATE, and sends the session's later messages to the connection.
  ///
  /// - Returns: `false` for an unknown session.
  func synchronize(_ session: String, _ connection: GatewayConnection) throws(Failure) -> Bool {
    do throws(BackendError) {
      return try synchronize(session, connection, limit: Self.syncLimit)
    } catch {
      throw Failure(backend: error)
    }
  }

  private func synchronize(
    _ session: String, _ connection: GatewayConnection, limit: Int
  ) throws(BackendError) -> Bool {
    try backend.synchronize(session: session, limit: limit) { [self] snapshot, page in
      queue.async { [self] in
        let text = ServerMessage.encode(state(snapshot, page, connection.links))
        if let syncBytes, text.utf8.count > syncBytes, page.rows.count > 1 {
          // Anew with fewer results, so that the cursor fits; the rest is on its pages.
          let fewer = max(1, page.rows.count * syncBytes / text.utf8.count * 9 / 10)
          return synchronizeAgain(session, connection, limit: fewer)
        }
        registry.watch(session, connection.id)
        connection.send(text)
      }
    }
  }

  private func synchronizeAgain(
    _ session: String, _ connection: GatewayConnection, limit: Int
  ) {
    do throws(BackendError) {
      _ = try synchronize(session, connection, limit: limit)
    } catch {
      log.error("a session can't be read", ["session": session, "error": "\(error)"])
    }
  }

  private func state(
    _ session: SessionSnapshot, _ page: ResultsPage, _ links: Links
  ) -> ServerMessage.SyncState {
    let renderer = renderer(session.id, links)
    return ServerMessage.SyncState(
      session_id: session.id, status: session.status.rawValue, reason: session.reason,
      total_files: session.counters.total, listing: session.listing,
      processed_count: session.counters.processed, progress: session.counters.percentage,
      total_matches: session.counters.matched, total_problems: session.counters.problems,
      from_cache: session.counters.fromCache, total_near: session.counters.near,
      results: renderer.map { render in page.rows.map { render.row($0, places: false) } } ?? [],
      results_total: session.counters.matched, next_cursor: page.nextCursor,
      download_url: session.report.map { links.report($0, signer) },
      drive_link: session.driveLink, demo: session.isDemo, message: SessionText.state(session),
      timestamp: Timestamp.text(milliseconds: Clock.system.now()))
  }

  func started(_ session: SessionSnapshot) -> ServerMessage.Started {
    ServerMessage.Started(
      message: SessionText.started(session), session_id: session.id,
      total_files: session.counters.total, listing: session.listing ? true : nil,
      demo: session.isDemo ? true : nil,
      timestamp: Timestamp.text(milliseconds: Clock.system.now()))
  }

  // MARK: Sending

  private func send(_ session: String, _ text: String) {
    let sockets = registry.watchers(of: session).compactMap(\.socket)
    if !sockets.isEmpty { WebSocket.broadcast(PreparedMessage(text: text), to: sockets) }
  }

  /// Watchers grouped by where they reach the server: a message is encoded once for each group.
  private func watchersByLinks(_ session: String) -> [Links: [GatewayConnection]] {
    Dictionary(grouping: registry.watchers(of: session), by: \.links)
  }

  private func renderer(_ session: String, _ links: Links) -> RowRenderer? {
    do {
      return RowRenderer(
        session: session, facts: try facts.facts(of: session), links: links, signer: signer)
    } catch {
      log.error("codes can't be read", ["session": session, "error": "\(error)"])
      return nil
    }
  }
}
