import Store
import Testing

@testable import Pipeline

@Suite("how dead letters are read again") struct RedriveLaws {
  @Test(
    "dead letters of an ended session are read again: replaced, processed stays",
    arguments: BackendKind.allCases)
  func redrive(_ kind: BackendKind) throws {
    let harness = try kind.make(maxReceiveCount: 1)
    try harness.start(drawings: 3)
    for _ in 1...2 {
      let lease = try #require(try harness.begin())
      _ = try harness.backend.fail(lease, failed(), now: 0)
    }
    try harness.drain()
    _ = try harness.backend.complete("s", report: "first", now: 0)
    _ = harness.takeEvents()
    #expect(try harness.backend.redrive(nil, now: 0) == 2)
    let first = try #require(try harness.begin())
    _ = try harness.backend.finish(first, read([0]))
    #expect(try harness.backend.sessionsAwaitingReport().isEmpty)
    let second = try #require(try harness.begin())
    _ = try harness.backend.fail(second, failed("still"), now: 0)
    #expect(try harness.backend.sessionsAwaitingReport().map(\.id) == ["s"])
    let counters = Counters(total: 3, processed: 3, matched: 1, problems: 1)
    #expect(try harness.session()?.counters == counters)
    #expect(try harness.backend.replaceReport("s", report: "second")?.report == "second")
    #expect(try harness.backend.sessionsAwaitingReport().isEmpty)
    #expect(
      harness.takeEvents()
        == ["replaced d1 1 Code", "replaced d2 Failed", "reportOutdated", "reportReplaced"])
    #expect(try harness.backend.purge(nil) == 1)
  }

  @Test(
    "a dead letter that is read again while its session runs is told like any drawing, once",
    arguments: BackendKind.allCases)
  func redriveRunning(_ kind: BackendKind) throws {
    let harness = try kind.make(maxReceiveCount: 1)
    try harness.start(drawings: 3)
    for _ in 1...2 {
      let lease = try #require(try harness.begin())
      _ = try harness.backend.fail(lease, failed(), now: 0)
    }
    _ = harness.takeEvents()
    #expect(try harness.backend.redrive(nil, now: 0) == 2)
    let other = try #require(try harness.begin())
    let leases = [other, try #require(try harness.begin()), try #require(try harness.begin())]
    let byName = Dictionary(uniqueKeysWithValues: leases.map { ($0.name, $0) })
    _ = try harness.backend.finish(try #require(byName["d1"]), read([0]))
    #expect(
      try harness.session()?.counters
        == Counters(total: 3, processed: 2, matched: 1, problems: 1))
    _ = try harness.backend.fail(try #require(byName["d2"]), failed("still"), now: 0)
    _ = try harness.backend.finish(try #require(byName["d3"]), read([1]))
    #expect(
      try harness.session()?.counters
        == Counters(total: 3, processed: 3, matched: 2, problems: 1))
    #expect(harness.takeEvents() == ["done d1 2", "done d2 2", "done d3 3", "allDone"])
    _ = try harness.backend.complete("s", report: "r", now: 0)
    #expect(harness.takeEvents() == ["completed COMPLETE"])
  }

  @Test(
    "a match that was told already is told no second time when its drawing is read again",
    arguments: BackendKind.allCases)
  func redriveMatched(_ kind: BackendKind) throws {
    let harness = try kind.make(maxReceiveCount: 1)
    try harness.start(drawings: 2)
    var partial = failed("timed out")
    (partial.verdict, partial.codes) = (.timedOut, [0])
    let lease = try #require(try harness.begin())
    _ = try harness.backend.fail(lease, partial, now: 0)
    #expect(try harness.backend.redrive(nil, now: 0) == 1)
    for _ in 1...2 {
      let lease = try #require(try harness.begin())
      _ = try harness.backend.finish(lease, read(lease.name == "d1" ? [0, 1] : []))
    }
    #expect(
      harness.takeEvents()
        == ["started 2", "done d1 1", "done d2 2", "replaced d1 2 Codes", "allDone"])
    #expect(try harness.session()?.counters == Counters(total: 2, processed: 2, matched: 1))
  }
}
