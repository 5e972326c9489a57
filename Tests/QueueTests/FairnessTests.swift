import Testing

@testable import Queue

@Suite struct FairnessTests {
  @Test("a small group is not stuck behind a big one: each batch is shared")
  func shares() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send((0..<100).map { message("big \($0)", group: 1) }, now: 0)
    try fixture.queue.send((0..<5).map { message("small \($0)", group: 2) }, now: 0)
    let batch = try fixture.queue.lease(upTo: 10, now: 0)
    #expect(batch.count == 10)
    #expect(batch.filter { $0.group == 2 }.count == 5)
  }

  @Test("what a group can't use of its share goes to the others")
  func leftOver() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send([message("only", group: 1)], now: 0)
    try fixture.queue.send((0..<20).map { message("\($0)", group: 2) }, now: 0)
    let batch = try fixture.queue.lease(upTo: 10, now: 0)
    #expect(batch.filter { $0.group == 1 }.count == 1 && batch.count == 10)
  }

  @Test("one at a time, the groups take turns")
  func turns() throws {
    let fixture = try QueueFixture()
    for group in Int64(1)...3 {
      try fixture.queue.send((0..<4).map { message("\($0)", group: group) }, now: 0)
    }
    var groups: [Int64] = []
    for _ in 0..<9 { groups += try fixture.queue.lease(upTo: 1, now: 0).map(\.group) }
    #expect(groups == [1, 2, 3, 1, 2, 3, 1, 2, 3])
  }

  @Test("more groups than a batch has turns are all served, one after the other")
  func manyGroups() throws {
    let fixture = try QueueFixture()
    for group in Int64(1)...30 {
      try fixture.queue.send((0..<6).map { message("\($0)", group: group) }, now: 0)
    }
    var served: [Int64] = []
    for _ in 0..<15 {
      let batch = try fixture.queue.lease(upTo: 10, now: 0)
      #expect(batch.count == 10 && Set(batch.map(\.group)).count == 2)
      served += batch.map(\.group)
    }
    #expect(served == (1...30).flatMap { Array(repeating: $0, count: 5) })
    var rest: [Int64] = []
    for _ in 0..<3 { rest += try fixture.queue.lease(upTo: 10, now: 0).map(\.group) }
    #expect(rest == Array(1...30))
  }

  @Test("a group that is held is passed over, and what of it was not begun ends")
  func held() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send(
      [message("a", group: 1), message("b", group: 1), message("c", group: 2)], now: 0)
    let leases = try fixture.queue.lease(upTo: 9, now: 0)
    #expect(try fixture.queue.begin(leases[0], now: 0))
    try fixture.queue.hold(group: 1, true)
    #expect(try !fixture.queue.begin(leases[1], now: 0))
    #expect(try fixture.queue.acknowledge([leases[0]]).isEmpty)
    #expect(try fixture.queue.lease(upTo: 9, now: 0).isEmpty)
    try fixture.queue.hold(group: 1, false)
    #expect(try fixture.queue.lease(upTo: 9, now: 0).map(\.text) == ["b"])
  }

  @Test("a group that is dropped keeps only what is being read")
  func dropped() throws {
    let fixture = try QueueFixture()
    try fixture.queue.send(
      ["begun", "leased", "ready"].map { message($0, group: 1) }
        + [
          message("delayed", group: 1, delay: 9), message("rank", group: 1, priority: -1),
          message("other", group: 2),
        ], now: 0)
    let leases = try fixture.queue.lease(upTo: 2, now: 0)
    #expect(try fixture.queue.lease(upTo: 1, now: 0).map(\.group) == [2])
    #expect(try fixture.queue.begin(leases[0], now: 0))
    #expect(try fixture.queue.drop(group: 1) == 1)
    #expect(try !fixture.queue.begin(leases[1], now: 0))
    #expect(try fixture.queue.acknowledge([leases[0]]).isEmpty)
    let depths = try fixture.queue.depths()
    #expect(depths.ready == 0 && depths.delayed == 0 && depths.inFlight == 1)
    #expect(try fixture.queue.drop(group: 2, all: true) == 0)
    #expect(try fixture.queue.depths() == Depths())
  }
}
