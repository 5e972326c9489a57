public import Store

/// Merges progress to at most one message a session and interval; the newest wins.
///
/// A pure value: the caller says what time it is and sends what comes out.
public struct ProgressMerger {
  public struct Progress: Sendable, Equatable {
    public var session: String
    public var counters: Counters
    /// The drawing that was counted last.
    public var fileName: String

    public init(session: String, counters: Counters, fileName: String) {
      self.session = session
      self.counters = counters
      self.fileName = fileName
    }
  }

  /// Milliseconds between two messages of a session; 0: nothing is merged.
  private let interval: Int64
  private var waiting: [String: Progress] = [:]
  private var lastSent: [String: Int64] = [:]

  public init(interval: Int64) { self.interval = interval }

  /// - Returns: the progress, where it is to be sent now; else it waits for ``due(now:)``.
  public mutating func offer(_ progress: Progress, now: Int64) -> Progress? {
    let last = lastSent[progress.session]
    let isDue = last.map { now - $0 >= interval || now < $0 } ?? true
    let isLast = progress.counters.processed >= progress.counters.total
    guard interval == 0 || isDue || isLast else {
      waiting[progress.session] = progress
      return nil
    }
    waiting[progress.session] = nil
    lastSent[progress.session] = now
    return progress
  }

  /// Notes that newer progress of a session is sent by itself: what waits is dropped.
  public mutating func pass(_ session: String, now: Int64) {
    waiting[session] = nil
    lastSent[session] = now
  }

  /// Takes all that waits.
  public mutating func due(now: Int64) -> [Progress] {
    let due = waiting.values.sorted { $0.session < $1.session }
    waiting.removeAll(keepingCapacity: true)
    for progress in due { lastSent[progress.session] = now }
    return due
  }

  public var isEmpty: Bool { waiting.isEmpty }

  /// Takes what waits of a session that ends, and forgets the session.
  public mutating func end(_ session: String) -> Progress? {
    lastSent[session] = nil
    return waiting.removeValue(forKey: session)
  }
}
