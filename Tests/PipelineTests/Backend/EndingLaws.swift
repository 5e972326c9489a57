import Store
import Testing

@testable import Pipeline

@Suite("how sessions are cancelled, paused and removed") struct EndingLaws {
  @Test(
    "a cancel drops what was not begun; what was, is counted; then it awaits its report",
    arguments: BackendKind.allCases)
  func cancel(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 30)
    let leases = try harness.backend.lease(upTo: 10, now: 0)
    for lease in leases[0...1] { #expect(try harness.backend.begin(lease, now: 0)) }
    #expect(try harness.backend.cancel("s", now: 0)?.phase == .cancelling)
    #expect(try !harness.backend.begin(leases[2], now: 0))
    #expect(try harness.backend.lease(upTo: 10, now: 0).isEmpty)
    #expect(
      try harness.backend.finish(leases[0], read([0]), beginning: leases[3], now: 0)
        == .counted(Counters(total: 30, processed: 1, matched: 1), nextBegan: false))
    #expect(try harness.session()?.phase == .cancelling)
    _ = try harness.backend.finish(leases[1], read())
    #expect(try harness.session()?.phase == .reporting)
    #expect(try harness.backend.complete("s", report: "r", now: 1)?.status == .cancelled)
    #expect(
      harness.takeEvents()
        == [
          "started 30", "cancelled", "done d1 1", "done d2 2", "allDone", "completed CANCELLED",
        ])
  }

  @Test(
    "a cancel of what nobody reads ends at once; a second one changes nothing",
    arguments: BackendKind.allCases)
  func cancelIdle(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 3, listingDone: false)
    #expect(try harness.backend.cancel("s", now: 0)?.phase == .reporting)
    #expect(try harness.backend.cancel("s", now: 0)?.phase == .reporting)
    #expect(try harness.backend.add(listed(9), to: "s") == nil)
    #expect(try harness.backend.cancel("unknown", now: 0) == nil)
    #expect(harness.takeEvents() == ["started 3", "cancelled", "allDone"])
  }

  @Test(
    "after a cancel a failure, a release and a lease that runs out end the reading too",
    arguments: BackendKind.allCases, ["fail", "release", "rest", "run out"])
  func cancelThen(_ kind: BackendKind, _ ending: String) throws {
    let harness = try kind.make()
    try harness.start(drawings: 2)
    let lease = try #require(try harness.begin())
    _ = try harness.backend.cancel("s", now: 0)
    switch ending {
    case "fail":
      #expect(
        try harness.backend.fail(lease, failed(), now: 0)
          == .counted(Counters(total: 2, processed: 1, problems: 1)))
    case "rest": try harness.backend.finish([], resting: [lease])
    case "release": try harness.backend.release([lease], delay: 0, now: 0)
    default: #expect(try harness.backend.lease(upTo: 9, now: 1_000).isEmpty)
    }
    #expect(try harness.session()?.phase == .reporting)
    #expect(try harness.backend.queueStats(now: 0).depth == 0)
  }

  @Test("a paused session's drawings wait; others' don't", arguments: BackendKind.allCases)
  func pause(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start("a", drawings: 2)
    try harness.start("b", drawings: 1)
    _ = try harness.begin()
    let paused = try harness.backend.pause("a", reason: "token expired")
    #expect(paused?.status == .paused && paused?.reason == "token expired")
    #expect(try harness.backend.lease(upTo: 9, now: 0).map(\.session) == ["b"])
    #expect(try harness.backend.resume("a")?.status == .inProgress)
    #expect(try harness.backend.lease(upTo: 9, now: 0).map(\.name) == ["d2"])
    #expect(
      harness.takeEvents() == ["started 2", "started 1", "paused token expired", "resumed"])
  }

  @Test("what is paused is told until it goes on or ends", arguments: BackendKind.allCases)
  func pausedOnes(_ kind: BackendKind) throws {
    let harness = try kind.make()
    for id in ["a", "b", "c"] { try harness.start(id, drawings: 2) }
    for id in ["a", "c"] { _ = try harness.backend.pause(id, reason: "x") }
    harness.backend.hold("disk is full")
    #expect(try harness.backend.pausedSessions().map(\.id) == ["a", "c"])
    try harness.crash(now: 0)
    #expect(try harness.backend.pausedSessions().map(\.id) == ["a", "c"])
    _ = try harness.backend.resume("a")
    _ = try harness.backend.cancel("c", now: 0)
    #expect(try harness.backend.pausedSessions().isEmpty)
  }

  @Test("a request id finds its session for an hour", arguments: BackendKind.allCases)
  func requested(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start("a", drawings: 1, request: "r")
    #expect(try harness.backend.session(request: "r", now: 3_599_999)?.id == "a")
    #expect(try harness.backend.session(request: "r", now: 3_600_000) == nil)
    #expect(try harness.backend.session(request: "other", now: 0) == nil)
    _ = try harness.backend.delete("a")
    #expect(try harness.backend.session(request: "r", now: 0) == nil)
  }

  @Test(
    "a paused session whose last drawing ends goes on to its report",
    arguments: BackendKind.allCases)
  func pausedToTheEnd(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 1)
    let lease = try #require(try harness.begin())
    _ = try harness.backend.pause("s", reason: "x")
    _ = try harness.backend.finish(lease, read())
    let session = try harness.session()
    #expect(session?.phase == .reporting && session?.status == .inProgress)
  }

  @Test(
    "while all is held running sessions read as paused, with the reason",
    arguments: BackendKind.allCases)
  func hold(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 2)
    let lease = try #require(try harness.begin())
    harness.backend.hold("disk is full")
    harness.backend.hold("disk is full")
    #expect(try harness.session()?.status == .paused)
    #expect(harness.backend.heldReason() == "disk is full")
    _ = try harness.backend.finish(lease, read())
    harness.backend.hold(nil)
    #expect(try harness.session()?.status == .inProgress)
    #expect(
      harness.takeEvents() == ["started 2", "held disk is full", "done d1 1", "resumed"])
  }

  @Test(
    "a deleted session is gone with all it had; its leases are stale",
    arguments: BackendKind.allCases)
  func delete(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start("a", drawings: 20)
    try harness.start("b", drawings: 1)
    let lease = try #require(try harness.begin())
    #expect(try harness.backend.delete("a")?.id == "a")
    #expect(try harness.backend.delete("a") == nil)
    #expect(try harness.backend.finish(lease, read()) == .stale(nextBegan: false))
    #expect(try harness.session("a") == nil)
    #expect(try harness.backend.codes(of: "a").isEmpty)
    #expect(try harness.backend.lease(upTo: 99, now: 0).map(\.session) == ["b"])
    #expect(harness.takeEvents() == ["started 20", "started 1", "deleted"])
  }

  @Test(
    "a sweep removes what ended before, and gives up messages past their retention",
    arguments: BackendKind.allCases)
  func sweep(_ kind: BackendKind) throws {
    let harness = try kind.make()
    for (id, end) in [("old", Int64(10)), ("new", 30)] {
      try harness.start(id, drawings: 1)
      try harness.drain()
      _ = try harness.backend.complete(id, report: id, now: end)
    }
    try harness.start("running", drawings: 1)
    #expect(try harness.backend.sweep(endedBefore: 20, now: 40).map(\.report) == ["old"])
    #expect(
      try harness.backend.sessions(limit: 9, cursor: nil).sessions.map(\.id) == ["running", "new"])
    _ = try harness.backend.sweep(endedBefore: 0, now: 15 * 86_400_000)
    #expect(try harness.session("running")?.phase == .reporting)
    #expect(try harness.session("running")?.counters.problems == 1)
    // What was given up just now is a dead letter for as long again.
    #expect(try harness.backend.deadLetters(limit: 9, cursor: nil).letters.count == 1)
    _ = try harness.backend.sweep(endedBefore: 0, now: 30 * 86_400_000)
    #expect(try harness.backend.deadLetters(limit: 9, cursor: nil).letters.isEmpty)
  }

  @Test(
    "what is synchronized and what is told after it leave no gap", arguments: BackendKind.allCases)
  func synchronize(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 200)
    let seen = Gaps()
    harness.backend.observe { event in
      if case .drawingDone(_, let row, _) = event { seen.tell(row.number) }
    }
    for round in 0..<200 {
      let lease = try #require(try harness.begin())
      _ = try harness.backend.finish(lease, read([0]))
      if round == 100 {
        #expect(try harness.backend.synchronize(session: "s") { seen.look($0) })
      }
    }
    // Read later than it was looked at: what was counted meanwhile is not on the page.
    let snapshot = try #require(seen.snapshot)
    let page = try #require(try harness.backend.matches(of: snapshot, limit: 1_000))
    #expect(seen.areWhole(with: page.rows.map(\.number)))
    #expect(try !harness.backend.synchronize(session: "none") { _ in })
  }

  @Test(
    "a snapshot's matches bring their first place, and are none once it is deleted",
    arguments: BackendKind.allCases)
  func firstPlaces(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 2)
    let seen = Gaps()
    var result = read([0, 1])
    result.places = [3, 5].map {
      Place(code: 0, page: $0, text: "A", x0: 0, y0: 0, x1: 1, y1: 1, kind: .form)
    }
    let lease = try #require(try harness.begin())
    _ = try harness.backend.finish(lease, result)
    try harness.drain()
    _ = try harness.backend.synchronize(session: "s") { seen.look($0) }
    let snapshot = try #require(seen.snapshot)
    let page = try #require(try harness.backend.matches(of: snapshot, limit: 9))
    #expect(page.rows.map(\.result.places) == [Array(result.places.prefix(1))])
    _ = try harness.backend.complete("s", report: "r", now: 1)
    _ = try harness.backend.delete("s")
    #expect(try harness.backend.matches(of: snapshot, limit: 9) == nil)
  }
}
