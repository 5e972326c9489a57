/// What is left of ``Limits`` and of the deadline while one document is read.
///
/// A failure is kept: whoever can't throw notes it with ``fail(_:)``, and the next ``check()`` throws it.
/// Belongs to one thread.
final class Budget {
  let limits: Limits
  /// Reads pages without text; `nil`: nobody does.
  let recognizer: (any Recognizer)?
  private var deadline: Deadline
  /// The first bound that was exceeded.
  private(set) var failure: ExtractionError?
  private(set) var inflated = 0
  private(set) var operators = 0
  private var pollsToClock = 0

  /// Polls between two readings of the clock; a poll stands for up to some thousand operations.
  private static let pollsPerClock = 16

  init(
    limits: Limits = Limits(), deadline: Deadline = .none, recognizer: (any Recognizer)? = nil
  ) {
    self.limits = limits
    self.recognizer = recognizer
    self.deadline = deadline
  }

  /// Notes what ends the reading; the first one stays.
  func fail(_ error: ExtractionError) {
    if failure == nil { failure = error }
  }

  /// Throws what was noted, or the deadline once it has passed. Cheap: the clock is read each 16th time.
  func check() throws(ExtractionError) {
    if let failure { throw failure }
    pollsToClock -= 1
    guard pollsToClock < 0 else { return }
    pollsToClock = Self.pollsPerClock
    try checkClock()
  }

  /// Like ``check()``, and always reads the clock.
  func checkClock() throws(ExtractionError) {
    if let failure { throw failure }
    guard deadline.passed else { return }
    let error = ExtractionError.timedOut("not read within \(deadline.seconds) seconds")
    failure = error
    throw error
  }

  /// Runs `body`, whose time has a bound of its own, outside of the deadline.
  func outsideDeadline<Result>(
    _ body: () throws(ExtractionError) -> Result
  ) throws(ExtractionError) -> Result {
    let mark = deadline.mark()
    defer { deadline.extend(since: mark) }
    return try body()
  }

  /// Counts operators (call with some hundred at a time) and polls.
  func charge(operators count: Int) throws(ExtractionError) {
    operators = operators &+ count
    if operators > limits.operators {
      fail(.tooLarge("more than \(limits.operators) drawing operators"))
    }
    try check()
  }

  /// Counts bytes that came out of a stream; over the limit it is noted for the next check.
  func charge(inflated count: Int) {
    inflated = inflated &+ count
    if inflated > limits.inflatedBytes {
      fail(.tooLarge("more than \(limits.inflatedBytes) bytes inflated in all"))
    }
  }

  /// Bytes the next stream may have: its own limit, or what is left in all.
  var streamAllowance: Int {
    min(limits.streamBytes, max(0, limits.inflatedBytes &- inflated))
  }
}
