import Testing

@testable import Queue

@Suite struct CrashTests {
  @Test("after a crash every lease is free at once, and old leases end nothing")
  func epochs() throws {
    let fixture = try QueueFixture(visibilityTimeout: 1_000_000)
    try fixture.queue.send([message("a"), message("b")], now: 0)
    let old = try fixture.queue.lease(upTo: 2, now: 0)
    try fixture.crash(now: 1)
    let new = try fixture.queue.lease(upTo: 2, now: 1)
    #expect(new.map(\.text) == ["a", "b"])
    #expect(new.allSatisfy { !$0.isAlone && $0.attempt == 1 && $0.epoch == old[0].epoch + 1 })
    #expect(try fixture.queue.acknowledge(old) == old)
    #expect(try fixture.queue.acknowledge(new).isEmpty)
  }

  @Test("what was being read at the death is tried alone, one by one, before anything else")
  func alone() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send((0..<6).map { message("\($0)") }, now: 0)
    let leases = try fixture.queue.lease(upTo: 4, now: 0)
    for lease in leases[1...2] { #expect(try fixture.queue.begin(lease, now: 0)) }
    try fixture.crash(now: 0)
    for text in ["1", "2"] {
      let only = try fixture.queue.lease(upTo: 10, now: 0)
      #expect(only.map(\.text) == [text])
      #expect(only[0].isAlone && only[0].attempt == 1)
      #expect(try fixture.queue.lease(upTo: 10, now: 0).isEmpty)
      #expect(try fixture.queue.begin(only[0], now: 0))
      fixture.wakes.withLock { $0 = 0 }
      #expect(try fixture.queue.acknowledge(only).isEmpty)
      #expect(fixture.wakes.withLock { $0 } == 1)
    }
    #expect(try fixture.queue.lease(upTo: 10, now: 0).map(\.text) == ["0", "3", "4", "5"])
  }

  @Test("a message that kills the process every time ends as a dead letter; its neighbour does not")
  func killer() throws {
    let fixture = try QueueFixture(maxReceiveCount: 3)
    try fixture.queue.send([message("neighbour"), message("killer"), message("rest")], now: 0)
    for lease in try fixture.queue.lease(upTo: 2, now: 0) {
      #expect(try fixture.queue.begin(lease, now: 0))
    }
    var deaths = 0
    var order: [String] = []
    while deaths < 20 {
      try fixture.crash(now: 0)
      deaths += 1
      if !fixture.died.withLock({ $0.isEmpty }) { break }
      while let lease = try fixture.queue.lease(upTo: 1, now: 0).first {
        #expect(lease.isAlone)
        #expect(try fixture.queue.begin(lease, now: 0))
        order.append(lease.text)
        if lease.text == "killer" { break }
        #expect(try fixture.queue.acknowledge([lease]).isEmpty)
      }
    }
    // One death beside its neighbour, three alone.
    #expect(deaths == 4)
    #expect(order == ["neighbour", "killer", "killer", "killer"])
    #expect(fixture.died.withLock { $0.first?.attempts } == 3)
    #expect(try fixture.queue.lease(upTo: 9, now: 0).map(\.text) == ["rest"])
  }

  @Test("one that failed alone, and did not kill, is suspect no longer")
  func cleared() throws {
    let fixture = try QueueFixture(backoffBase: 0)
    try fixture.queue.send([message("a"), message("b")], now: 0)
    let lease = try #require(try fixture.queue.lease(upTo: 1, now: 0).first)
    #expect(try fixture.queue.begin(lease, now: 0))
    try fixture.crash(now: 0)
    let alone = try #require(try fixture.queue.lease(upTo: 9, now: 0).first)
    #expect(try fixture.queue.begin(alone, now: 0))
    #expect(
      try fixture.queue.fail(alone, error: "x", random: 0, now: 0) == .retried(at: 0))
    let both = try fixture.queue.lease(upTo: 9, now: 0)
    #expect(both.map(\.text) == ["a", "b"] && both.allSatisfy { !$0.isAlone })
  }

  @Test("a suspect of a held group holds nobody up")
  func heldSuspect() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send([message("a", group: 1), message("b", group: 2)], now: 0)
    let lease = try #require(try fixture.queue.lease(upTo: 1, now: 0).first)
    #expect(try fixture.queue.begin(lease, now: 0))
    try fixture.queue.hold(group: 1, true)
    try fixture.crash(now: 0)
    #expect(try fixture.queue.lease(upTo: 9, now: 0).map(\.text) == ["b"])
  }

  @Test("a clock set back holds a delayed message no longer than a delay can be")
  func clock() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send([message("a", delay: 100)], now: 1_000_000_000)
    try fixture.crash(now: 0)
    #expect(try fixture.queue.nextDue() == MessageQueue.delayLimit)
  }

  @Test("a clock set back holds a retry no longer than the longest backoff")
  func retryAfterClock() throws {
    let fixture = try QueueFixture()
    let now: Int64 = 1_000_000_000
    try fixture.queue.send([message("a")], now: now)
    let lease = try #require(try fixture.queue.lease(upTo: 1, now: now).first)
    #expect(try fixture.queue.begin(lease, now: now))
    _ = try fixture.queue.fail(lease, error: "broke", random: 1, now: now)
    try fixture.crash(now: 0)
    #expect(try fixture.queue.nextDue() == fixture.settings.backoffLimit)
  }
}
