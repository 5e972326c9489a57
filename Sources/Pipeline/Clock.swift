import Dispatch
import Foundation

/// The times that the pipeline goes by, passed in so that tests can set them.
public struct Clock: Sendable {
  /// Milliseconds since 1970.
  public let now: @Sendable () -> Int64
  /// Nanoseconds that never step back.
  public let monotonic: @Sendable () -> UInt64

  public init(
    now: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> UInt64
  ) {
    self.now = now
    self.monotonic = monotonic
  }

  public static let system = Clock(
    now: { Int64(Date().timeIntervalSince1970 * 1_000) },
    monotonic: { DispatchTime.now().uptimeNanoseconds })
}
