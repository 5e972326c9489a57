internal import Dispatch
internal import Foundation

/// What all requests of one token share: see ``DrivePace``.
final class DriveBudget: @unchecked Sendable {
  // Sendable because `pace` and `isStopped` are touched only while the condition's lock is held.
  private let condition = NSCondition()
  private var pace = DrivePace()
  private var isStopped = false

  /// Waits until a request may be sent.
  ///
  /// - Returns: when that is, in nanoseconds, for ``end(_:sentAt:)``.
  func begin() throws(DriveError) -> UInt64 {
    condition.lock()
    defer { condition.unlock() }
    while !isStopped {
      let now = DispatchTime.now().uptimeNanoseconds
      switch pace.admit(now: now) {
      case .go: return now
      case .full: condition.wait()
      case .wait(let time):
        _ = condition.wait(until: Date(timeIntervalSinceNow: Double(time &- now) / 1e9))
      }
    }
    throw .interrupted
  }

  /// Tells how a request ended; `nil`: without an answer.
  func end(_ meaning: DriveMeaning?, sentAt: UInt64) {
    condition.lock()
    defer { condition.unlock() }
    let now = DispatchTime.now().uptimeNanoseconds
    switch meaning {
    case .success, .unauthorized, .refused: pace.succeeded(now: now)
    case .transient: pace.stumbled(now: now)
    case .slowDown(let seconds):
      pace.met(quota: seconds, sentAt: sentAt, random: .random(in: 0..<1), now: now)
    case nil: pace.left()
    }
    condition.broadcast()
  }

  /// Waits before a request is sent again.
  func rest(seconds: Double) throws(DriveError) {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: seconds)
    while !isStopped, Date() < end { _ = condition.wait(until: end) }
    if isStopped { throw .interrupted }
  }

  /// Ends all waiting, for good.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }
}
