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
    return WebSocketClock(configuration, Timeouts(), now: Self.second)
  }

  @Test("a silent client is pinged after 30 s, and lost after 90")
  func lost() {
    var clock = clock()
    #expect(clock.due(now: 30 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 31 * Self.second, isReading: true) == .ping)
    #expect(clock.due(now: 90 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 91 * Self.second, isReading: true) == .lost)
  }

  @Test("any sign of the client begins the time anew, that for a ping too")
  func signs() {
    var clock = clock()
    #expect(clock.due(now: 31 * Self.second, isReading: true) == .ping)
    clock.noteSign(now: 80 * Self.second)
    #expect(clock.due(now: 109 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 110 * Self.second, isReading: true) == .ping)
    #expect(clock.due(now: 170 * Self.second, isReading: true) == .lost)
  }

  @Test("a client that is not read from is not lost; idle and lifetime stay")
  func paused() {
    var clock = clock { ($0.idleTimeout, $0.lifetime) = (400, 600) }
    clock.notePaused()
    #expect(clock.due(now: 400 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 401 * Self.second, isReading: true) == .idle)
    clock.noteMessage(now: 401 * Self.second)
    #expect(clock.due(now: 601 * Self.second, isReading: true) == .expired)
    clock.noteResumed(now: 500 * Self.second)
    #expect(clock.due(now: 529 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 530 * Self.second, isReading: true) == .ping)
    #expect(clock.due(now: 590 * Self.second, isReading: true) == .lost)
  }

  @Test("signs are no messages: idle and lifetime go on")
  func limits() {
    var clock = clock { ($0.idleTimeout, $0.lifetime) = (40, 60) }
    clock.noteSign(now: 41 * Self.second)
    #expect(clock.due(now: 41 * Self.second, isReading: true) == .idle)
    clock.noteMessage(now: 41 * Self.second)
    #expect(clock.due(now: 60 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 61 * Self.second, isReading: true) == .expired)
  }

  @Test("the time to answer a close begins when that is sent")
  func closing() {
    var clock = clock()
    clock.noteFlushed(now: 2 * Self.second)
    clock.noteClosing(now: 2 * Self.second)
    #expect(clock.isClosing)
    #expect(clock.due(now: 50 * Self.second, isReading: true) == .nothing)
    clock.noteFlushed(now: 50 * Self.second)
    clock.noteFlushed(now: 53 * Self.second)
    #expect(clock.due(now: 54 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 55 * Self.second, isReading: true) == .lost)
  }

  @Test("a client that never reads so far as the close is not waited for without end")
  func unreadClose() {
    var clock = clock()
    clock.noteClosing(now: 2 * Self.second)
    #expect(clock.due(now: 61 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 62 * Self.second, isReading: true) == .lost)
  }

  @Test("time in which a client was not read from is not held against its message")
  func unreadMessage() {
    var clock = clock()
    clock.noteRead(1, isInMessage: true, now: 2 * Self.second)
    clock.noteReadable(now: 11 * Self.second)
    #expect(clock.due(now: 20 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 21 * Self.second, isReading: true) == .slowMessage)
  }

  @Test("a message that has begun has to bring 2,560 bytes in every 10 s")
  func slowMessage() {
    var clock = clock()
    clock.noteRead(5_000, isInMessage: true, now: 2 * Self.second)
    clock.noteRead(2_560, isInMessage: true, now: 11 * Self.second)
    #expect(clock.due(now: 12 * Self.second, isReading: true) == .nothing)
    clock.noteRead(2_559, isInMessage: true, now: 20 * Self.second)
    #expect(clock.due(now: 21 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 22 * Self.second, isReading: true) == .slowMessage)
  }

  @Test("between messages, in a new one and while nothing is read no rate is asked for")
  func noMessage() {
    var clock = clock()
    clock.noteRead(1, isInMessage: true, now: 2 * Self.second)
    clock.noteRead(1, isInMessage: false, now: 3 * Self.second)
    #expect(clock.due(now: 20 * Self.second, isReading: true) == .nothing)
    clock.noteRead(1, isInMessage: true, now: 20 * Self.second)
    clock.noteMessageEnd()
    clock.noteRead(1, isInMessage: true, now: 29 * Self.second)
    #expect(clock.due(now: 30 * Self.second, isReading: true) == .nothing)
    clock.noteSign(now: 30 * Self.second)
    #expect(clock.due(now: 39 * Self.second, isReading: false) == .nothing)
    #expect(clock.due(now: 48 * Self.second, isReading: true) == .nothing)
    #expect(clock.due(now: 49 * Self.second, isReading: true) == .slowMessage)
  }
}
