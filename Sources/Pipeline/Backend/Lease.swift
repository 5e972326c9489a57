public import Store

/// The right to read one drawing until its visibility timeout.
///
/// A plain value, since ten come in an array: what makes it end once is the storage, where every
/// verb names the receipt and a late or second one changes nothing.
public struct Lease: Sendable, Hashable {
  public var receipt: Receipt
  public var session: String
  /// The drawing's number in its session, from 1.
  public var number: Int
  public var name: String
  public var reference: String
  public var size: Int64?
  public var identity: String?
  /// The attempt that reading it now is, from 1.
  public var attempt: Int
  /// Whether the process died reading it before: nothing else is read beside it.
  public var isAlone: Bool

  /// What fences it; opaque to callers.
  public struct Receipt: Sendable, Hashable {
    public var id: Int64
    public var delivery: Int64
    public var epoch: Int64

    public init(id: Int64, delivery: Int64, epoch: Int64) {
      self.id = id
      self.delivery = delivery
      self.epoch = epoch
    }
  }

  public init(
    receipt: Receipt, session: String, number: Int, name: String, reference: String, size: Int64?,
    identity: String?, attempt: Int, isAlone: Bool
  ) {
    self.receipt = receipt
    self.session = session
    self.number = number
    self.name = name
    self.reference = reference
    self.size = size
    self.identity = identity
    self.attempt = attempt
    self.isAlone = isAlone
  }
}

/// What `start` came to.
public struct StartOutcome: Sendable {
  public var session: SessionSnapshot
  /// Whether the session was there already, by its request id.
  public var isRepeated: Bool

  public init(session: SessionSnapshot, isRepeated: Bool) {
    self.session = session
    self.isRepeated = isRepeated
  }
}

/// What `finish` came to.
public enum FinishOutcome: Sendable, Hashable {
  /// Counted (or, after a redrive, replaced). `nextBegan`: the next lease may be read.
  case counted(Counters, nextBegan: Bool)
  /// The lease had ended; nothing was changed for it. `nextBegan` as above.
  case stale(nextBegan: Bool)
}

/// What `fail` came to.
public enum FailOutcome: Sendable, Hashable {
  /// It is tried again from this time on, in milliseconds since 1970.
  case retried(at: Int64)
  /// It was the last attempt: counted as a problem.
  case counted(Counters)
  /// The lease had ended; nothing was changed.
  case stale
}

/// The queue's numbers at one moment.
public struct QueueStats: Sendable, Hashable {
  /// Messages ready to be leased.
  public var depth: Int
  /// Messages leased.
  public var inFlight: Int
  /// Messages that wait for their time (a retry's backoff).
  public var delayed: Int
  public var dead: Int
  /// Age of the oldest message that is not dead, in milliseconds.
  public var oldestAge: Int64?

  public init(depth: Int, inFlight: Int, delayed: Int, dead: Int, oldestAge: Int64?) {
    self.depth = depth
    self.inFlight = inFlight
    self.delayed = delayed
    self.dead = dead
    self.oldestAge = oldestAge
  }
}

/// A drawing that was given up.
public struct DeadLetter: Sendable, Hashable {
  public var id: Int64
  public var session: String
  public var number: Int
  public var name: String
  public var attempts: Int
  public var error: String
  /// Milliseconds since 1970.
  public var diedAt: Int64

  public init(
    id: Int64, session: String, number: Int, name: String, attempts: Int, error: String,
    diedAt: Int64
  ) {
    self.id = id
    self.session = session
    self.number = number
    self.name = name
    self.attempts = attempts
    self.error = error
    self.diedAt = diedAt
  }
}

/// A page of dead letters, newest first.
public struct DeadLettersPage: Sendable {
  public var letters: [DeadLetter]
  public var nextCursor: String?

  public init(letters: [DeadLetter], nextCursor: String?) {
    self.letters = letters
    self.nextCursor = nextCursor
  }
}
