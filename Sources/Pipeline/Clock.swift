import Dispatch
import Foundation

/// The times that the pipeline goes by, passed in so that tests can set them.
public struct Clock: Sendable {
  /// Milliseconds since 1970.
  public let now: @Sendable () -> Int64
  /// Milliseconds since 1970 by the clock as it was at the process's start: a step of the clock
  /// since then moves no lease, no retry and no retention.
  public let steady: @Sendable () -> Int64
  /// Nanoseconds that never step back.
  public let monotonic: @Sendable () -> UInt64

  public init(
    now: @escaping @Sendable () -> Int64, steady: @escaping @Sendable () -> Int64,
    monotonic: @escaping @Sendable () -> UInt64
  ) {
    self.now = now
    self.steady = steady
    self.monotonic = monotonic
  }

  public static let system = Clock(
    now: wall, steady: { start &+ sinceBoot() },
    monotonic: { DispatchTime.now().uptimeNanoseconds })

  /// When the machine was started, by the clock as it stands at first use.
  private static let start = wall() &- sinceBoot()

  private static func wall() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

  /// Milliseconds since the machine's start, its sleep included.
  private static func sinceBoot() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000
  }
}
