import Pipeline
import Testing

@testable import isoscan

@Suite("which sessions a connection watches")
struct ConnectionRegistryTests {
  @Test("beyond the limit, sessions that ended are dropped before those that run")
  func limit() throws {
    let harness = try BroadcastHarness()
    let (registry, client) = (harness.registry, harness.connect())
    for number in 0..<ConnectionRegistry.watchLimit { registry.watch("s\(number)", client.id) }
    registry.end("s7")
    registry.watch("ended", client.id, hasEnded: true)
    #expect(!registry.isWatched("s7") && registry.isWatched("ended") && registry.isWatched("s0"))
    registry.watch("new", client.id)
    #expect(!registry.isWatched("ended") && registry.isWatched("s0"))
    registry.watch("newer", client.id)
    #expect(!registry.isWatched("s0") && registry.isWatched("new"))
  }

  @Test("a session is watched once a connection")
  func once() throws {
    let harness = try BroadcastHarness()
    let client = harness.connect()
    #expect(harness.registry.watch("s", client.id))
    #expect(!harness.registry.watch("s", client.id))
    harness.registry.remove(client.id)
    #expect(!harness.registry.watch("s", client.id) && !harness.registry.isWatched("s"))
  }
}

@Suite("facts of sessions")
struct SessionFactsCacheTests {
  @Test("those of a watched scan stay, of others only the newest")
  func kept() throws {
    let harness = try BroadcastHarness()
    let cache = SessionFactsCache(feed: harness.feed) { $0 == "s1" }
    let sessions = (1...SessionFactsCache.limit + 2).map { "s\($0)" }
    for session in sessions { try harness.start(session, drawings: 1) }
    for session in sessions { #expect(try cache.facts(of: session, isLive: true) != nil) }
    harness.feed.fail(1)
    #expect(try cache.facts(of: "s1")?.codes == ["A", "B"])
    #expect(throws: BackendError.self) { try cache.facts(of: "s2") }
    #expect(try cache.facts(of: "none") == nil)
  }
}
