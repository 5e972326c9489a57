import Store
import Synchronization
import Testing

@testable import Pipeline

@Suite("a snapshot's pages hold what was committed before it, and nothing else")
struct PagingLaws {
  /// What a client gets who joins: the snapshot's rows, where the next ones are, and what is told.
  private final class Client: Sendable {
    private let cursor = Mutex<String?>(nil)
    private let rows = Mutex<[String]>([])
    private let told = Mutex<[String]>([])

    func join(_ harness: any BackendHarness, limit: Int) throws {
      let seen = Mutex<SessionSnapshot?>(nil)
      _ = try harness.backend.synchronize(session: "s") { snapshot in
        seen.withLock { $0 = snapshot }
      }
      let snapshot = try #require(seen.withLock { $0 })
      let page = try #require(try harness.backend.matches(of: snapshot, limit: limit))
      rows.withLock { $0 += page.rows.map(\.name) }
      cursor.withLock { $0 = page.nextCursor }
      harness.backend.observe { [self] event in
        guard case .drawingDone(_, let row, _) = event, !row.result.codes.isEmpty else { return }
        told.withLock { $0.append(row.name) }
      }
    }

    /// Fetches the next page; false when there was none.
    func turn(_ harness: any BackendHarness, limit: Int) throws -> Bool {
      guard let next = cursor.withLock({ $0 }) else { return false }
      let page = try harness.backend.results(
        of: "s", filter: .matched, limit: limit, cursor: next, places: false)
      rows.withLock { $0 += page.rows.map(\.name) }
      cursor.withLock { $0 = page.nextCursor }
      return true
    }

    var inPages: [String] { rows.withLock { $0 } }
    var asMessages: [String] { told.withLock { $0 } }
  }

  private func finish(_ count: Int, _ harness: any BackendHarness) throws {
    for _ in 0..<count {
      let lease = try #require(try harness.begin())
      _ = try harness.backend.finish(lease, read([0]))
    }
  }

  private func names(_ numbers: ClosedRange<Int>) -> [String] { numbers.map { "d\($0)" } }

  @Test(
    "results that are counted while they are turned are told, and on no page",
    arguments: BackendKind.allCases)
  func ending(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 12)
    try finish(5, harness)
    let client = Client()
    try client.join(harness, limit: 2)
    // A result a page: without an end of their own the pages would never end.
    while try client.turn(harness, limit: 1) { try finish(1, harness) }
    try harness.drain()
    #expect(client.inPages == names(1...5))
    #expect(Set(client.inPages).isDisjoint(with: client.asMessages))
    #expect(client.asMessages == names(6...8))
  }

  @Test(
    "a first page that nobody was told of ends where it began too",
    arguments: BackendKind.allCases)
  func plainPages(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 9)
    try finish(4, harness)
    var page = try harness.backend.results(
      of: "s", filter: .all, limit: 2, cursor: nil, places: false)
    var found = page.rows.map(\.name)
    try finish(4, harness)
    while let cursor = page.nextCursor {
      page = try harness.backend.results(
        of: "s", filter: .all, limit: 1, cursor: cursor, places: false)
      found += page.rows.map(\.name)
    }
    #expect(found == names(1...4))
  }

  @Test(
    "a redriven drawing that is put right after the snapshot is told, and on no page",
    arguments: BackendKind.allCases)
  func redriven(_ kind: BackendKind) throws {
    let harness = try kind.make(maxReceiveCount: 1)
    try harness.start(drawings: 6)
    try finish(2, harness)
    let broken = try #require(try harness.begin())
    _ = try harness.backend.fail(broken, failed(), now: 0)
    try finish(2, harness)
    let client = Client()
    try client.join(harness, limit: 1)
    #expect(try harness.backend.redrive(nil, now: 0) == 1)
    while let lease = try harness.begin() {
      _ = try harness.backend.finish(lease, read(lease.name == broken.name ? [0] : []))
    }
    #expect(try harness.session()?.phase == .reporting)
    while try client.turn(harness, limit: 1) {}
    #expect(client.inPages == ["d1", "d2", "d4", "d5"])
    #expect(client.asMessages == ["d3"])
  }
}
