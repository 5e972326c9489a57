import FileSources
import Foundation
import HTTP
import Pipeline
import Store

/// `/api/sessions`: starting, looking at, cancelling and deleting scans.
struct SessionRoutes: Sendable {
  private struct Started: Encodable { var session_id: String }

  private struct SessionBody: Encodable {
    var session_id: String
    var status: String
    var reason: String?
    var source: String
    var demo: Bool
    var match_mode: String
    var codes: Int
    var total_files: Int
    var listing: Bool
    var left_out: Int
    var processed_count: Int
    var progress: Int
    var total_matches: Int
    var total_problems: Int
    var from_cache: Int
    var total_near: Int
    var created_at: String
    var finished_at: String?
    var download_url: String?
    var drive_link: String?
    var message: String
  }

  private struct SessionsBody: Encodable {
    var sessions: [SessionBody]
    var next_cursor: String?
  }

  private struct ResultsBody: Encodable {
    var results: [ServerMessage.Row]
    var next_cursor: String?
  }

  let backend: any Backend
  let dispatcher: Dispatcher
  let sources: SourceResolver
  let reporter: Reporter
  let signer: URLSigner
  let hosts: HostPolicy
  let handlers: BlockingHandlers
  /// Longest body of `POST /api/sessions`, in bytes.
  let bodyLimit: Int

  func add(to router: inout Router) {
    router.on(
      .post, at: "/api/sessions", body: .buffered(limit: bodyLimit), handlers.handler(start))
    router.on(.get, at: "/api/sessions", handlers.handler(list))
    router.on(.get, at: "/api/sessions/{id}", handlers.handler(show))
    router.on(.delete, at: "/api/sessions/{id}", handlers.handler(delete))
    router.on(.get, at: "/api/sessions/{id}/results", handlers.handler(results))
    router.on(
      .post, at: "/api/sessions/{id}/cancel", body: .buffered(limit: 4_096),
      handlers.handler(cancel))
  }

  private func start(_ request: Request) throws -> Response {
    do throws(Failure) {
      try request.requireJSON()
    } catch {
      return Answer.error(415, "unsupported_media_type", error.message, request: request)
    }
    let body = Data(request.body)
    try JSONGrammar.check(body)
    let scan = try ScanRequestBody.decode(body)
    let started = try dispatcher.start(scan, id: Dispatcher.makeSessionID())
    return Answer.json(Started(session_id: started.session.id), status: 202)
  }

  private func list(_ request: Request) throws -> Response {
    let page = try backend.sessions(
      limit: request.limit(default: 50, most: 1_000), cursor: request.query("cursor"))
    let links = hosts.links(for: request)
    return Answer.json(
      SessionsBody(
        sessions: page.sessions.map { body($0, links) }, next_cursor: page.nextCursor))
  }

  private func show(_ request: Request) throws -> Response {
    Answer.json(body(try session(request), hosts.links(for: request)))
  }

  private func results(_ request: Request) throws -> Response {
    let session = try session(request)
    let codes = try backend.codes(of: session.id)
    let limit = try request.limit(default: 100, most: 1_000)
    let renderer = RowRenderer(
      session: session.id,
      facts: SessionFacts(
        codes: codes, isDrive: SourceDescription.isDrive(stored: session.source)),
      links: hosts.links(for: request), signer: signer)
    guard let filter = try filter(request, codes) else {
      return Answer.json(ResultsBody(results: []))
    }
    let page = try backend.results(
      of: session.id, filter: filter, limit: limit, cursor: request.query("cursor"), places: true)
    return Answer.json(
      ResultsBody(results: page.rows.map { renderer.row($0) }, next_cursor: page.nextCursor))
  }

  /// - Returns: `nil` for a code that the session doesn't search.
  private func filter(_ request: Request, _ codes: [String]) throws(Failure) -> ResultFilter? {
    if let code = request.query("code"), !code.isEmpty {
      return codes.firstIndex(of: code).map(ResultFilter.code)
    }
    switch request.query("filter") ?? "all" {
    case "all": return .all
    case "matched": return .matched
    case "problems": return .problems
    case "near": return .near
    default: throw Failure(.badRequest, "\"filter\" must be matched, problems, near or all.")
    }
  }

  private func cancel(_ request: Request) throws -> Response {
    let session = try session(request)
    if session.status.hasEnded {
      throw Failure(.sessionEnded, "The session has ended already: there is nothing to cancel.")
    }
    guard let cancelled = try backend.cancel(session.id, now: Clock.system.now()) else {
      throw Gateway.unknown(session.id)
    }
    return Answer.json(body(cancelled, hosts.links(for: request)), status: 202)
  }

  private func delete(_ request: Request) throws -> Response {
    let session = try session(request)
    guard session.status.hasEnded else {
      throw Failure(.sessionRunning, "The session is running: cancel it before you delete it.")
    }
    guard let deleted = try backend.delete(session.id) else { throw Gateway.unknown(session.id) }
    try SessionFiles(backend: backend, reporter: reporter, uploads: sources.uploads).remove(deleted)
    return Response(204)
  }

  private func session(_ request: Request) throws -> SessionSnapshot {
    let id = request.parameter("id") ?? ""
    guard let session = try backend.session(id) else { throw Gateway.unknown(id) }
    return session
  }

  private func body(_ session: SessionSnapshot, _ links: Links) -> SessionBody {
    SessionBody(
      session_id: session.id, status: session.status.rawValue, reason: session.reason,
      source: SourceDescription.title(ofStored: session.source), demo: session.isDemo,
      match_mode: session.matchMode, codes: session.codeCount,
      total_files: session.counters.total, listing: session.listing, left_out: session.leftOut,
      processed_count: session.counters.processed, progress: session.counters.percentage,
      total_matches: session.counters.matched, total_problems: session.counters.problems,
      from_cache: session.counters.fromCache, total_near: session.counters.near,
      created_at: Timestamp.text(milliseconds: session.createdAt),
      finished_at: session.finishedAt.map { Timestamp.text(milliseconds: $0) },
      download_url: session.report.map { links.report($0, signer) },
      drive_link: session.driveLink, message: SessionText.state(session))
  }
}

/// The files that belong to a session: its report, and the drawings uploaded for it.
struct SessionFiles {
  let backend: any Backend
  let reporter: Reporter
  let uploads: UploadStore

  /// Removes those of a session that is gone; an upload stays as long as another session reads it.
  func remove(_ session: SessionSnapshot) throws {
    reporter.delete(session)
    if case .upload(let id) = try SourceDescription(json: session.source) {
      try removeUpload(id)
    }
  }

  /// Removes an upload that no session reads.
  func removeUpload(_ id: String) throws {
    guard try !backend.isUsed(source: SourceDescription.upload(id: id).json) else { return }
    try uploads.delete(id)
  }
}
