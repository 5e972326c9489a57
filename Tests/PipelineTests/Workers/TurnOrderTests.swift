import Testing

@testable import Pipeline

@Suite struct TurnOrderTests {
  /// How often something has to be made while `count` things take turns `rounds` times.
  private func misses(_ count: Int, size: Int, rounds: Int, limit: Int) -> Int {
    var order = TurnOrder(limit: 1_000, sizeLimit: limit)
    var kept: Set<String> = []
    var misses = 0
    for turn in 0..<count * rounds {
      let key = String(turn % count)
      order.use(key)
      if kept.insert(key).inserted {
        misses += 1
        kept.subtract(order.keep(key, size: size))
      }
    }
    return misses
  }

  @Test("what fits is made once")
  func fits() {
    #expect(misses(20, size: 10, rounds: 10, limit: 200) == 20)
  }

  @Test("a little more than fits is made a few times more, not at every turn")
  func overflows() {
    // Each round, the five beyond the bound at most: 20 for the first.
    #expect(misses(20, size: 10, rounds: 10, limit: 160) <= 20 + 9 * 5)
  }

  @Test("what takes turns no more makes room for those who do")
  func stale() {
    var order = TurnOrder(limit: 1_000, sizeLimit: 10)
    order.use("ended")
    #expect(order.keep("ended", size: 5) == [])
    order.use("a")
    #expect(order.keep("a", size: 5) == [])
    order.use("b")
    #expect(order.keep("b", size: 5) == ["a"])
    var kept: Set<String> = ["ended", "b"]
    for turn in 0..<100 {
      let key = turn % 2 == 0 ? "a" : "b"
      order.use(key)
      if kept.insert(key).inserted { kept.subtract(order.keep(key, size: 5)) }
    }
    #expect(kept == ["a", "b"])
  }

  @Test("the newest is kept, larger than the bound or not, and what is removed makes room")
  func bounds() {
    var order = TurnOrder(limit: 2, sizeLimit: 10)
    order.use("a")
    #expect(order.keep("a", size: 20) == [])
    order.use("b")
    #expect(order.keep("b", size: 5) == ["a"])
    order.use("c")
    #expect(order.keep("c", size: 5) == [])
    order.use("d")
    #expect(order.keep("d", size: 1) == ["c"])
    order.remove("b")
    order.use("e")
    #expect(order.keep("e", size: 1) == [])
  }
}
