/// A moment by which a document must have been read.
public struct Deadline: Sendable {
  /// Nanoseconds on the clock of `now`.
  private var end: UInt64
  private let now: @Sendable () -> UInt64
  /// What was allowed, in seconds, for the message.
  public let seconds: Double

  /// - Parameters:
  ///   - seconds: from now; not finite or negative counts as 0.
  ///   - now: a monotonic clock, in nanoseconds.
  public init(seconds: Double, now: @escaping @Sendable () -> UInt64) {
    self.seconds = seconds.isFinite ? max(0, seconds) : 0
    self.now = now
    let nanoseconds = UInt64(exactly: (self.seconds * 1e9).rounded()) ?? .max
    let (end, overflow) = now().addingReportingOverflow(nanoseconds)
    self.end = overflow ? .max : end
  }

  /// A deadline that never passes.
  public static let none = Deadline(seconds: 1e12, now: { 0 })

  /// Whether it has passed; costs one reading of the clock.
  public var passed: Bool { now() >= end }

  /// The time now, for ``extend(since:)``.
  func mark() -> UInt64 { now() }

  /// Moves the end by the time since a mark, which does not count.
  mutating func extend(since mark: UInt64) {
    let (end, overflow) = end.addingReportingOverflow(now() &- mark)
    self.end = overflow ? .max : end
  }
}
