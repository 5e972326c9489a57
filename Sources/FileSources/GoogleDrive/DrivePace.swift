/// How fast and how many at once requests of one token may go: a value that is told what happens
/// and says what to do.
///
/// Failures of the moment shrink the number at once, as TCP shrinks its window. A quota that was met
/// stops everything for a while; then the pace stays below what was accepted in the second
/// before, and rises only slowly after a minute. Times are nanoseconds that never step back.
struct DrivePace {
  enum Admission: Equatable {
    case go
    /// Not before this time.
    case wait(until: UInt64)
    /// Not before another request has ended.
    case full
  }

  static let second: UInt64 = 1_000_000_000
  /// Most requests at once: what keeps a home connection busy at Drive's usual 300 ms.
  static let most = 24
  /// Fewest requests at once after failures.
  private static let fewest = 2.0
  /// Part of the accepted rate that is used after a quota was met: the rest is for the jitter
  /// between here and there.
  private static let share = 0.8
  /// Seconds that the learnt rate stays, and by how much it grows how often then.
  private static let plateau = 60 * second
  private static let step = 10 * second
  private static let growth = 1.1
  /// Longest pause after quotas that were met one after the other, in seconds.
  private static let pauseLimit = 64.0

  private(set) var running = 0
  private(set) var window = 12.0
  /// Requests a second; `nil` as long as no quota was met.
  private(set) var rate: Double?
  private var nextSlot: UInt64 = 0
  private var pausedUntil: UInt64 = 0
  /// Quotas met one after the other, and when the last one was.
  private var told = 0
  private var toldAt: UInt64 = 0
  private var grewAt: UInt64 = 0
  private var shrankAt: UInt64 = 0
  /// When requests of the last second were accepted.
  private var accepted: [UInt64] = []

  mutating func admit(now: UInt64) -> Admission {
    if running >= Int(window) { return .full }
    if now < pausedUntil { return .wait(until: pausedUntil) }
    if let rate = grownRate(now) {
      if now < nextSlot { return .wait(until: nextSlot) }
      nextSlot = max(now, nextSlot) &+ UInt64(Double(Self.second) / rate)
    }
    running += 1
    return .go
  }

  private mutating func grownRate(_ now: UInt64) -> Double? {
    guard var rate else { return nil }
    while now > grewAt &+ Self.step, now > toldAt &+ Self.plateau {
      rate *= Self.growth
      grewAt = max(grewAt, toldAt &+ Self.plateau) &+ Self.step
    }
    self.rate = rate
    return rate
  }

  /// A request was answered as it should.
  mutating func succeeded(now: UInt64) {
    running -= 1
    told = 0
    window = min(Double(Self.most), window + 1 / window)
    accepted.append(now)
    forget(now)
  }

  /// A request failed for a reason of the moment.
  mutating func stumbled(now: UInt64) {
    running -= 1
    // Once a second: what fails together has one cause.
    guard now >= shrankAt &+ Self.second else { return }
    shrankAt = now
    window = max(Self.fewest, window * 0.7)
  }

  /// A quota was met by a request that was sent at `sentAt`.
  ///
  /// - Parameters:
  ///   - seconds: how long it asks to wait, if it says so.
  ///   - random: in 0..<1.
  mutating func met(quota seconds: Double?, sentAt: UInt64, random: Double, now: UInt64) {
    running -= 1
    // What was under way when the first one was told is the same event.
    guard sentAt >= toldAt else { return }
    forget(now)
    let allowed = max(1, Double(accepted.count) * Self.share)
    rate = min(rate ?? allowed, allowed)
    told += 1
    toldAt = now
    grewAt = now
    let backoff = min(Self.pauseLimit, Double(1 << min(told - 1, 6)) * (1 + random / 2))
    pausedUntil = now &+ UInt64(max(backoff, seconds ?? 0) * Double(Self.second))
    nextSlot = pausedUntil
  }

  /// A request ended without an answer of its own (it was not sent, or the process stops).
  mutating func left() { running -= 1 }

  private mutating func forget(_ now: UInt64) {
    let start = now > Self.second ? now - Self.second : 0
    guard let first = accepted.first, first < start else { return }
    accepted.removeAll { $0 < start }
  }
}
