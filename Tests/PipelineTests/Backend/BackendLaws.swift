import Store
import Synchronization
import Testing

@testable import Pipeline

@Suite("what a backend owes dispatcher and workers") struct BackendLaws {
  @Test("a scan goes from its start to its end, told in order", arguments: BackendKind.allCases)
  func whole(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 2)
    let leases = try harness.backend.lease(upTo: 10, now: 0)
    #expect(leases.map(\.name) == ["d1", "d2"] && leases.map(\.number) == [1, 2])
    #expect(leases[0].reference == "r1" && leases[0].session == "s" && leases[0].attempt == 1)
    #expect(try harness.backend.begin(leases[0], now: 0))
    #expect(
      try harness.backend.finish(leases[0], read([1]), beginning: leases[1], now: 0)
        == .counted(Counters(total: 2, processed: 1, matched: 1), nextBegan: true))
    _ = try harness.backend.finish(leases[1], read())
    #expect(try harness.session()?.phase == .reporting)
    let ended = try harness.backend.complete("s", report: "r.xlsx", now: 9)
    #expect(ended?.status == .complete && ended?.report == "r.xlsx")
    #expect(try harness.backend.complete("s", report: "again", now: 9) == nil)
    #expect(
      harness.takeEvents()
        == ["started 2", "done d1 1", "done d2 2", "allDone", "completed COMPLETE"])
  }

  @Test("a result is counted once; a late lease changes nothing", arguments: BackendKind.allCases)
  func fencing(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 1)
    let old = try #require(try harness.begin(now: 0))
    let new = try #require(try harness.begin(now: 1_000))
    #expect(new.attempt == 2)
    #expect(try harness.backend.finish(old, read([0])) == .stale(nextBegan: false))
    #expect(try harness.backend.fail(old, failed(), now: 1_000) == .stale)
    #expect(try harness.backend.extend([old, new], now: 1_000) == [old])
    guard case .counted = try harness.backend.finish(new, read([1])) else {
      Issue.record("not counted")
      return
    }
    #expect(try harness.backend.finish(new, read([0])) == .stale(nextBegan: false))
    let rows = try harness.backend.results(
      of: "s", filter: .all, limit: 9, cursor: nil, places: true
    ).rows
    #expect(rows.map(\.result.codes) == [[1]])
  }

  @Test(
    "the same request gets the same session, and starts nothing", arguments: BackendKind.allCases)
  func requests(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start("a", drawings: 2, request: "r")
    #expect(try harness.start("b", drawings: 2, request: "r").id == "a")
    #expect(harness.takeEvents() == ["started 2"])
    #expect(try harness.backend.lease(upTo: 10, now: 0).count == 2)
  }

  @Test(
    "drawings are listed while others are read; the end waits for the listing",
    arguments: BackendKind.allCases)
  func listing(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 1, listingDone: false)
    try harness.drain()
    #expect(try harness.session()?.phase == .reading)
    #expect(try harness.backend.unfinishedListings().map(\.id) == ["s"])
    #expect(try harness.backend.add(listed(3), to: "s")?.total == 3)
    try harness.drain()
    #expect(try harness.backend.finishListing("s", leftOut: 4)?.phase == .reporting)
    #expect(try harness.backend.add(listed(9), to: "s") == nil)
    #expect(
      harness.takeEvents()
        == [
          "started 1", "done d1 1", "listing 3", "done d2 2", "done d3 3", "listing 3", "allDone",
        ])
  }

  @Test("a listing that fails ends its session, and its leases", arguments: BackendKind.allCases)
  func failedListing(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 2, listingDone: false)
    let lease = try #require(try harness.begin())
    let ended = try harness.backend.failListing("s", reason: "gone", now: 5)
    #expect(ended?.status == .failed && ended?.reason == "gone")
    #expect(try harness.backend.finish(lease, read()) == .stale(nextBegan: false))
    #expect(try harness.backend.lease(upTo: 9, now: 0).isEmpty)
    #expect(try harness.backend.sessionsAwaitingReport().isEmpty)
    #expect(harness.takeEvents() == ["started 2", "failed"])
  }

  @Test("a drawing is tried as often as it may be, then counted", arguments: BackendKind.allCases)
  func failing(_ kind: BackendKind) throws {
    let harness = try kind.make(maxReceiveCount: 2)
    try harness.start(drawings: 1)
    let first = try #require(try harness.begin(now: 0))
    #expect(try harness.backend.fail(first, failed(), now: 0) == .retried(at: 100))
    #expect(try harness.backend.nextDue() == 100)
    #expect(try harness.begin(now: 99) == nil)
    let second = try #require(try harness.begin(now: 100))
    #expect(second.attempt == 2)
    #expect(
      try harness.backend.fail(second, failed("worse"), now: 100)
        == .counted(Counters(total: 1, processed: 1, problems: 1)))
    let row = try harness.backend.drawing(1, of: "s")?.result
    #expect(row?.status == "Failed" && row?.attempts == 2 && row?.result.message == "worse")
    let letter = try harness.backend.deadLetters(limit: 9, cursor: nil).letters.first
    #expect(letter?.name == "d1" && letter?.error == "worse" && letter?.session == "s")
    #expect(
      harness.takeEvents() == ["started 1", "attemptFailed d1 1", "done d1 1", "allDone"])
  }

  @Test("a lease given back is not an attempt", arguments: BackendKind.allCases)
  func release(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 1)
    let lease = try #require(try harness.begin())
    try harness.backend.release([lease], delay: 0, now: 0)
    #expect(try harness.begin()?.attempt == 1)
  }

  @Test("two sessions share each batch", arguments: BackendKind.allCases)
  func fairness(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start("big", drawings: 100)
    try harness.start("small", drawings: 5)
    let batch = try harness.backend.lease(upTo: 10, now: 0)
    #expect(batch.filter { $0.session == "small" }.count == 5)
  }

  @Test("a waiting worker is woken after the commit", arguments: BackendKind.allCases)
  func waking(_ kind: BackendKind) throws {
    let harness = try kind.make()
    let wakes = Atomic(0)
    harness.backend.onWork { wakes.wrappingAdd(1, ordering: .relaxed) }
    try harness.start(drawings: 1)
    #expect(wakes.load(ordering: .relaxed) == 1)
    let lease = try #require(try harness.begin())
    #expect(wakes.load(ordering: .relaxed) == 1)
    try harness.backend.release([lease], delay: 0, now: 0)
    #expect(wakes.load(ordering: .relaxed) == 2)
  }

  @Test("pages of results and sessions hold everything once", arguments: BackendKind.allCases)
  func paging(_ kind: BackendKind) throws {
    let harness = try kind.make()
    for id in ["a", "b", "c"] { try harness.start(id, drawings: 5) }
    try harness.drain()
    var (names, cursor) = ([String](), String?.none)
    repeat {
      let page = try harness.backend.results(
        of: "b", filter: .all, limit: 2, cursor: cursor, places: false)
      names += page.rows.map(\.name)
      cursor = page.nextCursor
    } while cursor != nil
    #expect(names == ["d1", "d2", "d3", "d4", "d5"])
    let newest = try harness.backend.sessions(limit: 2, cursor: nil)
    #expect(newest.sessions.map(\.id) == ["c", "b"])
    let older = try harness.backend.sessions(limit: 2, cursor: newest.nextCursor)
    #expect(older.sessions.map(\.id) == ["a"] && older.nextCursor == nil)
    #expect(throws: BackendError.badCursor) {
      try harness.backend.results(
        of: "b", filter: .matched, limit: 2, cursor: "a1", places: false)
    }
  }

  @Test("by code, each code's drawings come together", arguments: BackendKind.allCases)
  func byCode(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 3)
    for codes in [[0, 1], [], [1]] {
      let lease = try #require(try harness.begin())
      _ = try harness.backend.finish(lease, read(codes))
    }
    var hits: [String] = []
    try harness.backend.forEachHit(of: "s") { hits.append("\($0.code) \($0.name)") }
    #expect(hits == ["0 d1", "1 d1", "1 d3"])
    var matched: [Int] = []
    try harness.backend.forEachResult(of: "s", filter: .matched, places: true) {
      matched.append($0.number)
    }
    #expect(matched == [1, 3])
    #expect(try harness.backend.codes(of: "s") == ["A", "B"])
  }

  @Test(
    "a session of higher priority is read first, whatever waits; equal ones take turns",
    arguments: BackendKind.allCases)
  func priority(_ kind: BackendKind) throws {
    let backend = try kind.make().backend
    for (id, priority) in [("low", -1), ("a", 0), ("b", 0), ("high", 2)] {
      _ = try backend.start(
        NewSession(id: id, createdAt: 0, source: "{}", codes: ["A"], priority: priority),
        firstDrawings: listed(2), listingDone: true)
    }
    var order: [String] = []
    while let lease = try backend.lease(upTo: 1, now: 0).first { order.append(lease.session) }
    #expect(order == ["high", "high", "a", "b", "a", "b", "low", "low"])
  }

  @Test(
    "several results are one commit, each counted once; what rests is as if not begun",
    arguments: BackendKind.allCases)
  func several(_ kind: BackendKind) throws {
    let harness = try kind.make(maxReceiveCount: 1)
    try harness.start(drawings: 4)
    let leases = try harness.backend.lease(upTo: 4, now: 0)
    #expect(try harness.backend.begin(leases, now: 0) == leases)
    #expect(try harness.backend.begin(leases, now: 0).isEmpty)
    try harness.backend.finish(
      [(leases[0], read([0])), (leases[0], read([0])), (leases[1], read())],
      resting: Array(leases[2...]))
    #expect(harness.takeEvents() == ["started 4", "done d1 1", "done d2 2"])
    // The only attempt of each is still to come.
    #expect(try harness.backend.lease(upTo: 4, now: 1_000).map(\.attempt) == [1, 1])
    #expect(try harness.session()?.counters.processed == 2)
  }

  @Test("what rests in a paused session waits with the others", arguments: BackendKind.allCases)
  func restHeld(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 1)
    let lease = try #require(try harness.begin())
    _ = try harness.backend.pause("s", reason: "x")
    try harness.backend.finish([], resting: [lease])
    #expect(try harness.backend.queueStats(now: 0).depth == 1)
    _ = try harness.backend.resume("s")
    #expect(try harness.begin()?.attempt == 1)
  }
}
