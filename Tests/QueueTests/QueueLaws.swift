import SQLite
import Testing

@testable import Queue

@Suite("what a queue owes its senders and receivers") struct QueueLaws {
  @Test("messages come in the order of sending, each to one receiver")
  func order() throws {
    let queue = try QueueFixture().retained()
    try queue.queue.send((0..<15).map { message("\($0)") }, now: 0)
    let first = try queue.queue.lease(upTo: 10, now: 0)
    let second = try queue.queue.lease(upTo: 10, now: 0)
    #expect((first + second).map(\.text) == (0..<15).map { "\($0)" })
    #expect(first.allSatisfy { $0.attempt == 1 && !$0.isAlone })
    #expect(try queue.queue.lease(upTo: 10, now: 0).isEmpty)
  }

  @Test("a message that is acknowledged is gone; the others' acknowledgement is reported")
  func acknowledge() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send([message("a"), message("b")], now: 0)
    let leases = try fixture.queue.lease(upTo: 10, now: 0)
    #expect(try fixture.queue.acknowledge([leases[0]]).isEmpty)
    #expect(try fixture.queue.acknowledge(leases) == [leases[0]])
    #expect(try fixture.queue.depths() == Depths())
  }

  @Test("a lease that runs out is handed out again, and its holder can end nothing any more")
  func visibility() throws {
    let fixture = try QueueFixture(visibilityTimeout: 1_000)
    try fixture.queue.send([message("a")], now: 0)
    let old = try #require(try fixture.queue.lease(upTo: 1, now: 0).first)
    #expect(try fixture.queue.begin(old, now: 0))
    #expect(try fixture.queue.nextDue() == 1_000)
    #expect(try fixture.queue.lease(upTo: 1, now: 999).isEmpty)
    let new = try #require(try fixture.queue.lease(upTo: 1, now: 1_000).first)
    #expect(new.attempt == 2)
    #expect(try fixture.queue.acknowledge([old]) == [old])
    #expect(try fixture.queue.extend([old], now: 1_000) == [old])
    #expect(try fixture.queue.release([old], now: 1_000) == [old])
    #expect(try fixture.queue.fail(old, error: "late", random: 0, now: 1_000) == .stale)
    #expect(try !fixture.queue.begin(old, now: 1_000))
    #expect(try fixture.queue.acknowledge([new]).isEmpty)
  }

  @Test("a lease that is extended stays")
  func extend() throws {
    let fixture = try QueueFixture(visibilityTimeout: 1_000)
    try fixture.queue.send([message("a")], now: 0)
    let lease = try fixture.queue.lease(upTo: 1, now: 0)
    #expect(try fixture.queue.extend(lease, now: 900).isEmpty)
    #expect(try fixture.queue.lease(upTo: 1, now: 1_800).isEmpty)
    #expect(try fixture.queue.nextDue() == 1_900)
  }

  @Test("a message that is delayed comes when it is due, and not before")
  func delay() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send([message("late", delay: 500), message("now")], now: 0)
    #expect(try fixture.queue.lease(upTo: 10, now: 499).map(\.text) == ["now"])
    #expect(try fixture.queue.nextDue() == 500)
    #expect(try fixture.queue.lease(upTo: 10, now: 500).map(\.text) == ["late"])
  }

  @Test("a higher priority goes first")
  func priority() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send(
      [message("low", priority: -5), message("mid"), message("high", priority: 5)], now: 0)
    #expect(try fixture.queue.lease(upTo: 2, now: 0).map(\.text) == ["high", "mid"])
    #expect(try fixture.queue.lease(upTo: 2, now: 0).map(\.text) == ["low"])
  }

  @Test("a message released comes back, its attempt not counted")
  func release() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send([message("a")], now: 0)
    let first = try fixture.queue.lease(upTo: 1, now: 0)
    #expect(try fixture.queue.begin(first[0], now: 0))
    #expect(try fixture.queue.release(first, delay: 50, now: 0).isEmpty)
    #expect(try fixture.queue.lease(upTo: 1, now: 49).isEmpty)
    #expect(try fixture.queue.lease(upTo: 1, now: 50).first?.attempt == 1)
  }

  @Test("failures back off, doubling, with chance, and end as a dead letter with the last error")
  func failing() throws {
    let fixture = try QueueFixture(maxReceiveCount: 3, backoffBase: 100)
    try fixture.queue.send([message("a", group: 4)], now: 0)
    var now: Int64 = 0
    for (attempt, delay) in [(1, Int64(100)), (2, 200)] {
      let lease = try #require(try fixture.queue.lease(upTo: 1, now: now).first)
      #expect(lease.attempt == attempt)
      #expect(try fixture.queue.begin(lease, now: now))
      #expect(
        try fixture.queue.fail(lease, error: "e\(attempt)", random: 1, now: now)
          == .retried(at: now + delay))
      now += delay
    }
    let last = try #require(try fixture.queue.lease(upTo: 1, now: now).first)
    #expect(try fixture.queue.begin(last, now: now))
    guard case .dead(let dead) = try fixture.queue.fail(last, error: "e3", random: 0, now: now)
    else {
      Issue.record("not dead")
      return
    }
    #expect(dead.attempts == 3 && dead.error == "e3" && dead.group == 4 && dead.diedAt == now)
    #expect(try fixture.queue.deadLetters() == [dead])
    #expect(try fixture.queue.lease(upTo: 1, now: now + 10_000).isEmpty)
  }

  @Test("the backoff stays between half and all of its bound", arguments: [0.0, 0.5, 0.999])
  func backoff(random: Double) throws {
    let queue = try QueueFixture().retained().queue
    for attempts in [1, 2, 5, 40, .max] {
      let delay = queue.backoff(attempts: attempts, random: random)
      #expect(delay >= 50 && delay <= 1_000)
    }
  }

  @Test("a dead letter put back starts anew; purged ones are gone")
  func redrive() throws {
    let fixture = try QueueFixture(maxReceiveCount: 1)
    try fixture.queue.send([message("a"), message("b")], now: 0)
    for lease in try fixture.queue.lease(upTo: 2, now: 0) {
      _ = try fixture.queue.fail(lease, error: "bad", random: 0, now: 0)
    }
    let letters = try fixture.queue.deadLetters()
    #expect(letters.map { String(decoding: $0.body, as: UTF8.self) } == ["b", "a"])
    #expect(try fixture.queue.redrive(letters[1].id, now: 5) == letters[1])
    #expect(try fixture.queue.redrive(letters[1].id, now: 5) == nil)
    #expect(try fixture.queue.lease(upTo: 9, now: 5).map(\.text) == ["a"])
    #expect(try fixture.queue.purge() == 1)
    #expect(try fixture.queue.deadLetters().isEmpty)
  }

  @Test("a lease that runs out in its last attempt is a dead letter")
  func runOut() throws {
    let fixture = try QueueFixture(visibilityTimeout: 10, maxReceiveCount: 2)
    try fixture.queue.send([message("a")], now: 0)
    for now in [Int64(0), 10] {
      let lease = try #require(try fixture.queue.lease(upTo: 1, now: now).first)
      #expect(try fixture.queue.begin(lease, now: now))
    }
    #expect(try fixture.queue.lease(upTo: 1, now: 20).isEmpty)
    #expect(try fixture.queue.deadLetters().first?.attempts == 2)
  }

  @Test("what is older than the retention is given up, but not what is leased")
  func retention() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send([message("leased"), message("old")], now: 0)
    _ = try fixture.queue.lease(upTo: 1, now: 0)
    try fixture.queue.send([message("young")], now: 100)
    #expect(try fixture.queue.expire(sentBefore: 100, now: 100).count == 1)
    #expect(try fixture.queue.lease(upTo: 9, now: 100).map(\.text) == ["young"])
  }

  @Test("a receiver is woken when there is something for it, after the commit")
  func wake() throws {
    let fixture = try QueueFixture()
    fixture.wakes.withLock { $0 = 0 }
    try fixture.queue.send([message("a")], now: 0)
    #expect(fixture.wakes.withLock { $0 } == 1)
    let lease = try fixture.queue.lease(upTo: 1, now: 0)
    #expect(fixture.wakes.withLock { $0 } == 1)
    _ = try fixture.queue.release(lease, now: 0)
    #expect(fixture.wakes.withLock { $0 } == 2)
  }

  @Test("the numbers are those of the messages")
  func numbers() throws {
    let fixture = try QueueFixture(maxReceiveCount: 1)
    try fixture.queue.send([message("dead")], now: 0)
    let dead = try #require(try fixture.queue.lease(upTo: 1, now: 0).first)
    _ = try fixture.queue.fail(dead, error: "", random: 0, now: 0)
    try fixture.queue.send((0..<5).map { message("\($0)") }, now: 7)
    try fixture.queue.send([message("later", delay: 9)], now: 8)
    _ = try fixture.queue.lease(upTo: 2, now: 8)
    #expect(
      try fixture.queue.depths()
        == Depths(ready: 3, inFlight: 2, delayed: 1, dead: 1, oldestSentAt: 7))
  }

  @Test("verbs inside a transaction that is rolled back did not happen")
  func rollback() throws {
    let fixture = try QueueFixture()
    let queue = fixture.queue
    #expect(throws: DatabaseError.self) {
      try fixture.writer.write { t throws(DatabaseError) in
        try queue.send([message("a")], now: 0, in: t)
        throw DatabaseError(code: 1, message: "no", sql: "")
      }
    }
    #expect(try queue.lease(upTo: 1, now: 0).isEmpty)
  }
}

extension QueueFixture {
  func retained() -> QueueFixture { self }
}
