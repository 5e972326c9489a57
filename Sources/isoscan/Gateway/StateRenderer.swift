import Pipeline
import Store

/// Reads a session's first results and makes SYNC_STATE of them.
struct StateRenderer: Sendable {
  /// Results in a SYNC_STATE (contract section 3).
  private static let limit = 1_000

  let feed: any SessionFeed
  let facts: SessionFactsCache
  let signer: URLSigner
  /// Bytes of the longest SYNC_STATE, or `nil`: as many as its results take.
  let byteLimit: Int?

  /// The message of a session as it was looked at.
  ///
  /// - Returns: `nil` when the session was deleted since.
  func text(_ session: SessionSnapshot, _ links: Links) throws(BackendError) -> [UInt8]? {
    guard let facts = try facts.facts(of: session.id) else { return nil }
    let renderer = RowRenderer(session: session.id, facts: facts, links: links, signer: signer)
    var limit = Self.limit
    while true {
      guard let page = try feed.matches(of: session, limit: limit) else { return nil }
      let text = ServerMessage.encode(
        message(session, page.nextCursor, links),
        results: page.rows.lazy.map { renderer.row($0, places: false) })
      guard let byteLimit, text.count > byteLimit, page.rows.count > 1 else { return text }
      // Anew with fewer results, so that the cursor fits; the rest is on its pages.
      limit = max(1, page.rows.count * byteLimit / text.count * 9 / 10)
    }
  }

  private func message(
    _ session: SessionSnapshot, _ nextCursor: String?, _ links: Links
  ) -> ServerMessage.SyncState {
    ServerMessage.SyncState(
      session_id: session.id, status: session.status.rawValue, reason: session.reason,
      total_files: session.counters.total, listing: session.listing,
      processed_count: session.counters.processed, progress: session.counters.percentage,
      total_matches: session.counters.matched, total_problems: session.counters.problems,
      from_cache: session.counters.fromCache, total_near: session.counters.near,
      results_total: session.counters.matched, next_cursor: nextCursor,
      download_url: session.report.map { links.report($0, signer) },
      drive_link: session.driveLink, demo: session.isDemo, message: SessionText.state(session),
      timestamp: Timestamp.text(milliseconds: Clock.system.now()))
  }
}
