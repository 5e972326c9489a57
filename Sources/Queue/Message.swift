/// A message as it is sent. What is in it is its sender's business.
public struct OutgoingMessage: Sendable {
  public var body: [UInt8]
  /// Whom it is sent for: groups share the workers fairly.
  public var group: Int64
  /// Higher ones are leased first, whatever waits below them.
  public var priority: Int
  /// Milliseconds before it may be leased, at most ``MessageQueue/delayLimit``.
  public var delay: Int64

  public init(body: [UInt8], group: Int64 = 0, priority: Int = 0, delay: Int64 = 0) {
    self.body = body
    self.group = group
    self.priority = priority
    self.delay = delay
  }
}

/// The right to one message until its visibility timeout.
///
/// A plain value: batches of ten are arrays, which can't hold noncopyable values. It ends once
/// because every verb names id, delivery and epoch in its SQL, and a late one finds no row.
public struct MessageLease: Sendable, Hashable {
  public let id: Int64
  /// Number of the handing out, unique in an epoch.
  public let delivery: Int64
  /// Number of the process's start.
  public let epoch: Int64
  public let group: Int64
  /// The attempt that begins with ``MessageQueue/begin(_:in:)``, from 1.
  public let attempt: Int
  /// Whether the process died while this was read: nothing else is leased beside it.
  public let isAlone: Bool
  /// Milliseconds since 1970.
  public let sentAt: Int64
  public let body: [UInt8]

  public init(
    id: Int64, delivery: Int64, epoch: Int64, group: Int64 = 0, attempt: Int = 1,
    isAlone: Bool = false, sentAt: Int64 = 0, body: [UInt8] = []
  ) {
    self.id = id
    self.delivery = delivery
    self.epoch = epoch
    self.group = group
    self.attempt = attempt
    self.isAlone = isAlone
    self.sentAt = sentAt
    self.body = body
  }
}

/// A message that was given up.
public struct DeadMessage: Sendable, Hashable {
  public let id: Int64
  public let group: Int64
  public let attempts: Int
  /// The last error.
  public let error: String
  /// Milliseconds since 1970.
  public let diedAt: Int64
  public let body: [UInt8]
}

/// What ``MessageQueue/reclaim(now:in:)`` found run out.
public struct Reclaimed: Sendable, Hashable {
  public var dead: [DeadMessage]
  public var groups: Set<Int64>
}

/// What became of a failed attempt.
public enum Failed: Sendable, Hashable {
  /// It is delayed until then, in milliseconds since 1970.
  case retried(at: Int64)
  /// It was the last one.
  case dead(DeadMessage)
  /// The lease had ended; nothing was changed.
  case stale
}

/// The queue's numbers at one moment.
public struct Depths: Sendable, Hashable {
  public var ready = 0
  public var inFlight = 0
  public var delayed = 0
  public var dead = 0
  /// When the oldest message that is not dead was sent, in milliseconds since 1970.
  public var oldestSentAt: Int64?
}
