import Testing

@testable import FileSources

@Suite("the pace of requests of one token")
struct DrivePaceTests {
  private static let ms: UInt64 = 1_000_000

  /// Sends whatever may be sent in each millisecond; each request is answered 20 ms later.
  ///
  /// - Parameter isAccepted: judges a request by its time and those accepted before.
  /// - Returns: when requests were sent, and which were refused.
  private func run(
    milliseconds: Int, _ pace: inout DrivePace, _ isAccepted: (UInt64, [UInt64]) -> Bool
  ) -> (sent: [UInt64], refused: [UInt64]) {
    var sent: [UInt64] = []
    var accepted: [UInt64] = []
    var refused: [UInt64] = []
    var underWay: [(at: UInt64, isAccepted: Bool)] = []
    for step in 0..<milliseconds {
      let now = UInt64(1_000 + step) * Self.ms
      while let first = underWay.first, first.at + 20 * Self.ms <= now {
        underWay.removeFirst()
        if first.isAccepted {
          pace.succeeded(now: now)
        } else {
          pace.met(quota: nil, sentAt: first.at, random: 0.5, now: now)
        }
      }
      while pace.admit(now: now) == .go {
        let isGood = isAccepted(now, accepted)
        if isGood { accepted.append(now) } else { refused.append(now) }
        sent.append(now)
        underWay.append((now, isGood))
      }
    }
    return (sent, refused)
  }

  @Test(
    "after a quota was met nothing is sent for a while, and then never over it",
    arguments: [3, 20, 100])
  func quota(_ limit: Int) throws {
    var pace = DrivePace()
    let (sent, refused) = run(milliseconds: 30_000, &pace) { now, accepted in
      accepted.suffix(limit).filter { $0 + 1_000 * Self.ms > now }.count < limit
    }
    let first = try #require(refused.first)
    // What was under way when the first one was told has been sent already.
    #expect(refused.allSatisfy { $0 <= first + 21 * Self.ms })
    #expect(!sent.contains { $0 > first + 21 * Self.ms && $0 < first + 1_000 * Self.ms })
    #expect(sent.filter { $0 > first + 5_000 * Self.ms }.count >= limit * 24 / 2)
  }

  @Test("failures of the moment shrink the number at once, and success lets it grow again")
  func window() {
    var pace = DrivePace()
    var now: UInt64 = 10_000 * Self.ms
    for _ in 0..<20 {
      #expect(pace.admit(now: now) == .go)
      pace.stumbled(now: now)
      now += 1_001 * Self.ms
    }
    #expect(Int(pace.window) == 2 && pace.rate == nil)
    for _ in 0..<2_000 {
      #expect(pace.admit(now: now) == .go)
      pace.succeeded(now: now)
    }
    #expect(Int(pace.window) == DrivePace.most)
    for _ in 0..<DrivePace.most { #expect(pace.admit(now: now) == .go) }
    #expect(pace.admit(now: now) == .full)
  }

  @Test("what Drive asks for is waited, and quotas met one after the other wait longer")
  func waits() {
    var pace = DrivePace()
    let now: UInt64 = 1_000_000 * Self.ms
    #expect(pace.admit(now: now) == .go)
    pace.met(quota: 7, sentAt: now, random: 0, now: now)
    #expect(pace.admit(now: now + 1) == .wait(until: now + 7_000 * Self.ms))
    let later = now + 7_001 * Self.ms
    #expect(pace.admit(now: later) == .go)
    pace.met(quota: nil, sentAt: later, random: 0, now: later)
    #expect(pace.admit(now: later + 1) == .wait(until: later + 2_000 * Self.ms))
  }

  @Test("after a minute without a quota the rate grows again")
  func growth() {
    var pace = DrivePace()
    let now: UInt64 = 1_000_000 * Self.ms
    _ = pace.admit(now: now)
    pace.met(quota: nil, sentAt: now, random: 0, now: now)
    #expect(pace.rate == 1)
    _ = pace.admit(now: now + 59_000 * Self.ms)
    #expect(pace.rate == 1)
    _ = pace.admit(now: now + 200_000 * Self.ms)
    #expect((pace.rate ?? 0) > 2)
  }
}
