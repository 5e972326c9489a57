internal import Foundation

/// Threads that wait for answers, as many as requests may be under way.
///
/// Dispatch is no help here: it gives blocked blocks one more thread a second. A thread that has
/// nothing to do for a while ends, so that a server without Drive scans has none.
final class FetchThreads: @unchecked Sendable {
  // Sendable because what follows is touched only while the condition's lock is held.
  private let condition = NSCondition()
  private var jobs: [@Sendable () -> Void] = []
  private var threads = 0
  private var idle = 0

  /// Seconds that a thread waits for work.
  private static let patience = 5.0
  /// Bytes of a thread's stack: JSON is the deepest that it goes.
  private static let stack = 524_288

  func run(_ job: @escaping @Sendable () -> Void) {
    condition.lock()
    defer { condition.unlock() }
    jobs.append(job)
    if idle >= jobs.count || threads >= DrivePace.most { return condition.signal() }
    threads += 1
    let thread = Thread { [self] in work() }
    thread.stackSize = Self.stack
    thread.start()
  }

  private func work() {
    while let job = next() { job() }
  }

  /// The next job; `nil`: the thread ends.
  private func next() -> (@Sendable () -> Void)? {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: Self.patience)
    while jobs.isEmpty {
      idle += 1
      let isInTime = condition.wait(until: end)
      idle -= 1
      guard isInTime || !jobs.isEmpty else {
        threads -= 1
        return nil
      }
    }
    return jobs.removeFirst()
  }
}
