import HTTP
import Pipeline

/// `/api/queue`: the queue's numbers and its dead letters.
struct QueueRoutes: Sendable {
  let backend: any Backend
  let handlers: BlockingHandlers

  func add(to router: inout Router) {
    router.on(.get, at: "/api/queue", handlers.handler(stats))
    router.on(.get, at: "/api/queue/dead", handlers.handler(dead))
    router.on(.delete, at: "/api/queue/dead", handlers.handler(purge))
    router.on(
      .post, at: "/api/queue/dead/redrive", body: .buffered(limit: 4_096),
      handlers.handler(redrive))
    router.on(.delete, at: "/api/queue/dead/{id}", handlers.handler(purgeOne))
    router.on(
      .post, at: "/api/queue/dead/{id}/redrive", body: .buffered(limit: 4_096),
      handlers.handler(redriveOne))
  }

  private func stats(_ request: Request) throws -> Response {
    Answer.json(QueueBody.Stats(try backend.queueStats(now: Clock.system.now())))
  }

  private func dead(_ request: Request) throws -> Response {
    let page = try backend.deadLetters(
      limit: request.limit(default: 100, most: 1_000), cursor: request.query("cursor"))
    return Answer.json(QueueBody.Dead(page))
  }

  private func purge(_ request: Request) throws -> Response {
    Answer.json(QueueBody.Changed(dropped: try backend.purge(nil)))
  }

  private func redrive(_ request: Request) throws -> Response {
    Answer.json(QueueBody.Changed(redriven: try backend.redrive(nil, now: Clock.system.now())))
  }
}

/// One dead letter, by its id.
extension QueueRoutes {
  private func purgeOne(_ request: Request) throws -> Response {
    let id = try letter(request)
    return try changed(QueueBody.Changed(dropped: try backend.purge([id])), id)
  }

  private func redriveOne(_ request: Request) throws -> Response {
    let id = try letter(request)
    let count = try backend.redrive([id], now: Clock.system.now())
    return try changed(QueueBody.Changed(redriven: count), id)
  }

  private func letter(_ request: Request) throws(Failure) -> Int64 {
    let text = request.parameter("id") ?? ""
    guard let id = Int64(text) else { throw Self.unknown(text) }
    return id
  }

  private func changed(_ body: QueueBody.Changed, _ id: Int64) throws(Failure) -> Response {
    guard (body.dropped ?? body.redriven) == 1 else { throw Self.unknown("\(id)") }
    return Answer.json(body)
  }

  static func unknown(_ id: String) -> Failure {
    Failure(.notFound, "There is no dead letter \"\(id.prefix(64))\": it was put back or dropped.")
  }
}

/// The queue's JSON, for the API and for `isoscan queue`.
enum QueueBody {
  struct Stats: Codable {
    var depth: Int
    var in_flight: Int
    var delayed: Int
    var dead: Int
    var oldest_age_s: Double?

    init(_ stats: QueueStats) {
      depth = stats.depth
      in_flight = stats.inFlight
      delayed = stats.delayed
      dead = stats.dead
      oldest_age_s = stats.oldestAge.map { Double($0) / 1_000 }
    }
  }

  struct Letter: Codable {
    var id: Int64
    var session_id: String
    var file_name: String
    var attempts: Int
    var error: String
    var died_at: String
  }

  struct Dead: Codable {
    var dead: [Letter]
    var next_cursor: String?

    init(_ page: DeadLettersPage) {
      dead = page.letters.map { letter in
        Letter(
          id: letter.id, session_id: letter.session, file_name: letter.name,
          attempts: letter.attempts, error: letter.error,
          died_at: Timestamp.text(milliseconds: letter.diedAt))
      }
      next_cursor = page.nextCursor
    }
  }

  struct Changed: Codable {
    var dropped: Int?
    var redriven: Int?
  }
}
