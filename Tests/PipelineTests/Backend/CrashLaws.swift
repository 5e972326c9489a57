import Store
import Testing

@testable import Pipeline

@Suite("what survives the death of the process") struct CrashLaws {
  @Test(
    "a scan goes on at once: what is counted stays, the rest is read again",
    arguments: BackendKind.allCases)
  func resume(_ kind: BackendKind) throws {
    let harness = try kind.make(visibilityTimeout: 1_000_000)
    try harness.start(drawings: 10)
    let leases = try harness.backend.lease(upTo: 5, now: 0)
    #expect(try harness.backend.begin(leases[0], now: 0))
    _ = try harness.backend.finish(leases[0], read([0]), beginning: leases[1], now: 0)
    try harness.crash(now: 0)
    let alone = try harness.backend.lease(upTo: 5, now: 0)
    #expect(alone.map(\.name) == ["d2"] && alone[0].isAlone && alone[0].attempt == 1)
    #expect(try harness.backend.begin(alone[0], now: 0))
    _ = try harness.backend.finish(alone[0], read())
    try harness.drain()
    #expect(try harness.session()?.counters == Counters(total: 10, processed: 10, matched: 1))
    #expect(try harness.session()?.phase == .reporting)
  }

  @Test(
    "a drawing that kills the process every time is counted as a problem",
    arguments: BackendKind.allCases)
  func killer(_ kind: BackendKind) throws {
    let harness = try kind.make(maxReceiveCount: 2)
    try harness.start(drawings: 2)
    var deaths = 0
    while let lease = try harness.begin(), lease.name == "d1", deaths < 9 {
      try harness.crash(now: 0)
      deaths += 1
    }
    #expect(deaths == 3)
    let row = try harness.backend.drawing(1, of: "s")?.result
    #expect(row?.status == "Failed" && row?.attempts == 2)
    #expect(try harness.backend.queueStats(now: 0).dead == 1)
  }

  @Test("a listing cut off begins again, and adds nothing twice", arguments: BackendKind.allCases)
  func listing(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 5, listingDone: false)
    _ = try harness.backend.add(listed(5, from: 6), to: "s")
    try harness.crash(now: 0)
    #expect(try harness.backend.unfinishedListings().map(\.id) == ["s"])
    for first in [1, 6, 11] { _ = try harness.backend.add(listed(5, from: first), to: "s") }
    _ = try harness.backend.finishListing("s", leftOut: 0)
    try harness.drain()
    #expect(try harness.session()?.counters == Counters(total: 15, processed: 15))
  }

  @Test("a report not made is still to be made, once", arguments: BackendKind.allCases)
  func report(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 1)
    try harness.drain()
    try harness.crash(now: 0)
    #expect(try harness.backend.sessionsAwaitingReport().map(\.id) == ["s"])
    #expect(try harness.backend.complete("s", report: "r", now: 0) != nil)
    try harness.crash(now: 0)
    #expect(try harness.backend.sessionsAwaitingReport().isEmpty)
    #expect(try harness.session()?.status == .complete)
  }

  @Test(
    "a cancel under way ends, and what was being read is not read again",
    arguments: BackendKind.allCases)
  func cancel(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 3)
    _ = try harness.begin()
    _ = try harness.backend.cancel("s", now: 0)
    try harness.crash(now: 0)
    #expect(try harness.backend.sessionsAwaitingReport().map(\.isCancelled) == [true])
    #expect(try harness.backend.lease(upTo: 9, now: 0).isEmpty)
    #expect(try harness.backend.complete("s", report: "r", now: 0)?.status == .cancelled)
  }

  @Test("a pause survives", arguments: BackendKind.allCases)
  func pause(_ kind: BackendKind) throws {
    let harness = try kind.make()
    try harness.start(drawings: 1)
    _ = try harness.backend.pause("s", reason: "x")
    try harness.crash(now: 0)
    #expect(try harness.session()?.status == .paused)
    #expect(try harness.backend.lease(upTo: 9, now: 0).isEmpty)
  }

  @Test(
    "however often it dies, at whatever step, every drawing is counted once",
    arguments: BackendKind.allCases, [1, 2, 3, 4, 5])
  func anyStep(_ kind: BackendKind, _ stride: Int) throws {
    let harness = try kind.make()
    try harness.start(drawings: 25)
    var step = 0
    func mayDie() throws -> Bool {
      step += 1
      guard step % (6 + stride) == 0 else { return false }
      try harness.crash(now: 0)
      return true
    }
    while try harness.session()?.phase == .reading, step < 2_000 {
      let leases = try harness.backend.lease(upTo: 3, now: 0)
      if try mayDie() { continue }
      for lease in leases {
        guard try harness.backend.begin(lease, now: 0), try !mayDie() else { break }
        _ = try harness.backend.finish(lease, read([lease.number % 2]))
        if try mayDie() { break }
      }
    }
    #expect(try harness.session()?.counters == Counters(total: 25, processed: 25, matched: 25))
    var numbers: [Int] = []
    try harness.backend.forEachResult(of: "s", filter: .all, places: false) {
      numbers.append($0.number)
      #expect($0.result.codes == [$0.number % 2])
    }
    #expect(numbers == Array(1...25))
    try harness.backend.checkIntegrity()
    let stats = try harness.backend.queueStats(now: 0)
    #expect(stats.depth + stats.inFlight + stats.delayed == 0)
  }
}
