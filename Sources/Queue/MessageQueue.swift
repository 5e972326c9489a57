public import SQLite
import Synchronization

/// A durable queue with the semantics people know from SQS, on tables of its own in a database that
/// others may share.
///
/// Each write verb exists twice: inside a given transaction, and (`MessageQueue+Own.swift`) in one
/// of its own. Times are milliseconds since 1970 and passed in; so is randomness.
///
/// A message is *ready*, *delayed* until it is due, or *leased* until it is due. Cost per verb is
/// O(log n) in queued messages: each state has its own partial index.
public final class MessageQueue: Sendable {
  /// How leases and retries behave.
  public struct Settings: Sendable {
    /// Milliseconds before a lease that is not extended is handed out again.
    public var visibilityTimeout: Int64
    /// Attempts begun before a message is given up.
    public var maxReceiveCount: Int
    /// Milliseconds before the second attempt, doubled for each later one up to the limit.
    public var backoffBase: Int64
    public var backoffLimit: Int64

    public init(
      visibilityTimeout: Int64 = 120_000, maxReceiveCount: Int = 3, backoffBase: Int64 = 500,
      backoffLimit: Int64 = 60_000
    ) {
      self.visibilityTimeout = max(1, visibilityTimeout)
      self.maxReceiveCount = max(1, maxReceiveCount)
      self.backoffBase = max(0, backoffBase)
      self.backoffLimit = max(0, backoffLimit)
    }
  }

  /// Longest delay in milliseconds: SQS's 15 minutes.
  public static let delayLimit: Int64 = 900_000

  struct State {
    var epoch: Int64 = 0
    var delivery: Int64 = 0
    /// The group that was served last; the next one has the next turn.
    var cursor = Int64.min
    /// Whether a message that must be read alone may be about.
    var hasSuspects = false
    var hook: (@Sendable () -> Void)?
  }

  public let settings: Settings
  let writer: Writer
  let state = Mutex(State())

  /// Call ``open(now:)`` before any other verb.
  public init(_ writer: Writer, settings: Settings = Settings()) {
    self.writer = writer
    self.settings = settings
  }

  /// Sets what is called, after the commit, when there may be something to lease or
  /// ``nextDue(_:)`` came nearer: a receiver waits for it rather than polling.
  public func onReady(_ hook: @escaping @Sendable () -> Void) {
    state.withLock { $0.hook = hook }
  }

  /// Has the hook called once this is committed.
  func rouse(after t: borrowing Transaction) {
    t.afterCommit { [self] in state.withLock { $0.hook }?() }
  }

  // MARK: Sending

  /// Sends messages; each group's are leased in this order.
  public func send(
    _ messages: some Sequence<OutgoingMessage>, now: Int64, in t: borrowing Transaction
  ) throws(DatabaseError) {
    let insert = try t.database.prepare(
      """
      INSERT INTO queue_messages (rank, group_id, state, due, sent_at, body)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """)
    insert.bind(5, now)
    for message in messages {
      let delay = min(max(0, message.delay), Self.delayLimit)
      insert.bind(1, rank(message.priority))
      insert.bind(2, message.group)
      insert.bind(3, delay > 0 ? MessageState.delayed : MessageState.ready)
      insert.bind(4, now &+ delay)
      message.body.bind(to: insert, at: 6)
      try insert.run()
      insert.reset()
    }
    rouse(after: t)
  }

  /// Indexes rise; the highest priority comes first.
  private func rank(_ priority: Int) -> Int {
    -max(-Self.priorityLimit, min(Self.priorityLimit, priority))
  }

  /// Highest priority, and its negative the lowest; more would say nothing more.
  public static let priorityLimit = 1_000
}

/// The `state` column.
enum MessageState {
  static let ready = 0
  static let delayed = 1
  static let leased = 2
}
