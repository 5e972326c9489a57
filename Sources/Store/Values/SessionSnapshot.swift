/// A session's numbers at one commit.
public struct Counters: Sendable, Hashable {
  /// Drawings listed so far; final once `listing` is false.
  public var total: Int
  /// Drawings counted, each once.
  public var processed: Int
  /// Drawings that hold at least one code.
  public var matched: Int
  /// Drawings that could not be read, or not wholly.
  public var problems: Int
  /// Drawings whose text came from the cache.
  public var fromCache: Int
  /// Drawings on which a code nearly stands.
  public var near: Int

  public init(
    total: Int = 0, processed: Int = 0, matched: Int = 0, problems: Int = 0, fromCache: Int = 0,
    near: Int = 0
  ) {
    self.total = total
    self.processed = processed
    self.matched = matched
    self.problems = problems
    self.fromCache = fromCache
    self.near = near
  }

  /// Whole percentage done, rounded down; 100 for a session without drawings.
  public var percentage: Int {
    total > 0 ? Int((Double(processed) * 100 / Double(total)).rounded(.down)) : 100
  }
}

/// A session as it stands at one commit, but for its codes and drawings.
public struct SessionSnapshot: Sendable, Hashable {
  /// The store's own number for it: rising with age, never used twice.
  public var number: Int64
  public var id: String
  /// Milliseconds since 1970.
  public var createdAt: Int64
  public var source: String
  public var sourceKey: String?
  public var isDemo: Bool
  public var matchMode: String
  public var codeCount: Int
  public var requestID: String?
  public var driveLink: String?
  public var status: SessionStatus
  public var phase: SessionPhase
  /// Why it is paused or failed.
  public var reason: String?
  /// Whether the source is still being listed, so that `counters.total` may grow.
  public var listing: Bool
  /// Files the listing left out (hidden, of another kind); known when `listing` is false.
  public var leftOut: Int
  public var counters: Counters
  /// The report's file name, once there is one.
  public var report: String?
  /// Whether results were replaced since the report was made, and no more are to come.
  public var reportIsOutdated: Bool
  /// Milliseconds since 1970 of its end.
  public var finishedAt: Int64?

  /// Whether a cancel was asked for, or carried out.
  public var isCancelled: Bool
  /// Whose drawings are read first: those of the higher one.
  public var priority = 0
  /// The highest place in the order of counting.
  public var lastSequence = 0

  /// Seconds from the request to the end, or `nil` while it runs.
  public var seconds: Double? {
    finishedAt.map { Double($0 &- createdAt) / 1000 }
  }
}
