import Testing

@testable import HTTP

/// Times here are in seconds.
@Suite struct WebSocketClockTests {
  private static let second: UInt64 = 1_000_000_000

  private func clock(
    _ change: (inout WebSocketConfiguration) -> Void = { _ in }
  ) -> WebSocketClock {
    var configuration = WebSocketConfiguration()
    change(&configuration)
    return WebSocketClock(configuration, now: Self.second)
  }

  @Test("a silent client is pinged after 30 s, and lost after 90")
  func lost() {
    var clock = clock()
    #expect(clock.due(now: 30 * Self.second) == .nothing)
    #expect(clock.due(now: 31 * Self.second) == .ping)
    #expect(clock.due(now: 90 * Self.second) == .nothing)
    #expect(clock.due(now: 91 * Self.second) == .lost)
  }

  @Test("any sign of the client begins the time anew, that for a ping too")
  func signs() {
    var clock = clock()
    #expect(clock.due(now: 31 * Self.second) == .ping)
    clock.noteSign(now: 80 * Self.second)
    #expect(clock.due(now: 109 * Self.second) == .nothing)
    #expect(clock.due(now: 110 * Self.second) == .ping)
    #expect(clock.due(now: 170 * Self.second) == .lost)
  }

  @Test("a client that is not read from is not lost; idle and lifetime stay")
  func paused() {
    var clock = clock { ($0.idleTimeout, $0.lifetime) = (400, 600) }
    clock.notePaused()
    #expect(clock.due(now: 400 * Self.second) == .nothing)
    #expect(clock.due(now: 401 * Self.second) == .idle)
    clock.noteMessage(now: 401 * Self.second)
    #expect(clock.due(now: 601 * Self.second) == .expired)
    clock.noteResumed(now: 500 * Self.second)
    #expect(clock.due(now: 529 * Self.second) == .nothing)
    #expect(clock.due(now: 530 * Self.second) == .ping)
    #expect(clock.due(now: 590 * Self.second) == .lost)
  }

  @Test("signs are no messages: idle and lifetime go on")
  func limits() {
    var clock = clock { ($0.idleTimeout, $0.lifetime) = (40, 60) }
    clock.noteSign(now: 41 * Self.second)
    #expect(clock.due(now: 41 * Self.second) == .idle)
    clock.noteMessage(now: 41 * Self.second)
    #expect(clock.due(now: 60 * Self.second) == .nothing)
    #expect(clock.due(now: 61 * Self.second) == .expired)
  }
}
