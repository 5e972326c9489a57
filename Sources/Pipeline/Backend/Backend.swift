public import Store

/// Everything durable behind the dispatcher and the workers, as atomic verbs.
///
/// Each verb happens whole or not at all, whatever crashes, and is seen by others only when it is
/// committed. Times are milliseconds since 1970 by a clock that should not step back.
/// All verbs may be called from any thread, block until committed, and throw ``BackendError``.
/// None may be called from inside ``observe(_:)``'s or ``synchronize(session:_:)``'s closure.
public protocol Backend: SessionFeed {
  // MARK: Sessions

  /// Stores a session, its first drawings and one message a drawing; durable when it returns.
  ///
  /// The same request id within an hour gets the session it got before, with no event.
  func start(_ session: NewSession, firstDrawings: [NewDrawing], listingDone: Bool)
    throws(BackendError) -> StartOutcome
  /// Adds drawings and their messages to a session that is being listed; names it already has are
  /// passed over, so that a listing begun again after a crash adds nothing twice.
  ///
  /// - Returns: the session's numbers, or `nil` when its listing is over (cancelled, deleted):
  ///   the caller stops listing.
  func add(_ drawings: [NewDrawing], to session: String) throws(BackendError) -> Counters?
  /// Ends the listing: the total is final.
  func finishListing(_ session: String, leftOut: Int) throws(BackendError) -> SessionSnapshot?
  /// Ends a session whose drawings could not be listed: FAILED, its messages dropped. Durable.
  func failListing(_ session: String, reason: String, now: Int64) throws(BackendError)
    -> SessionSnapshot?
  /// Stops what has not begun; durable when it returns.
  ///
  /// Messages whose reading has not begun are dropped, leased or not. When nothing that had begun
  /// is left (at once, or by the last `finish`, `fail` or `release`), the session awaits its
  /// report and `.allDone` is sent. A drawing that fails after the cancel is counted at once.
  /// - Returns: the session, unchanged where it has ended or awaits its report; `nil`: unknown.
  func cancel(_ session: String, now: Int64) throws(BackendError) -> SessionSnapshot?
  /// Holds a session's messages back, with a reason that people read; what has begun goes on.
  func pause(_ session: String, reason: String) throws(BackendError) -> SessionSnapshot?
  func resume(_ session: String) throws(BackendError) -> SessionSnapshot?
  /// Records the report and ends the session (COMPLETE or CANCELLED); durable when it returns.
  ///
  /// - Returns: the ended session, to one caller once; `nil` to every other.
  func complete(_ session: String, report: String, now: Int64) throws(BackendError)
    -> SessionSnapshot?
  /// Records a new report of an ended session, after a redrive.
  func replaceReport(_ session: String, report: String) throws(BackendError) -> SessionSnapshot?
  /// Removes a session with all its rows and messages; its leases become stale.
  ///
  /// - Returns: the session as it was, so that its files can follow; `nil`: unknown.
  func delete(_ session: String) throws(BackendError) -> SessionSnapshot?

  // MARK: Recovery

  /// Sessions whose listing was cut off: list them again and `add`.
  func unfinishedListings() throws(BackendError) -> [SessionSnapshot]
  /// Sessions all of whose drawings are counted but whose report is not made, or is outdated.
  func sessionsAwaitingReport() throws(BackendError) -> [SessionSnapshot]

  /// Sessions that were paused and not resumed.
  func pausedSessions() throws(BackendError) -> [SessionSnapshot]

  // MARK: Work

  /// Leases drawings, fairly between sessions; none when nothing is due.
  ///
  /// A drawing that was being read when the process died comes alone, while nothing else is
  /// leased. The leases hold for the visibility timeout.
  func lease(upTo limit: Int, now: Int64) throws(BackendError) -> [Lease]
  /// When something that is not ready now becomes ready by itself; `nil`: nothing will.
  func nextDue() throws(BackendError) -> Int64?
  /// Marks that reading begins: the attempts count from here.
  ///
  /// - Returns: those that may be read; the others' leases have ended (cancelled, expired).
  func begin(_ leases: [Lease], now: Int64) throws(BackendError) -> [Lease]
  /// Renews leases for another visibility timeout; returns those that had ended.
  func extend(_ leases: [Lease], now: Int64) throws(BackendError) -> [Lease]
  /// Gives leases back unread (a shutdown, a pause): an attempt that had begun is not counted.
  func release(_ leases: [Lease], delay: Int64, now: Int64) throws(BackendError)
  /// Commits the result, the counters and the end of the message in one; also marks `next` begun
  /// in the same commit, which spares a worker one wait a drawing.
  func finish(_ lease: Lease, _ result: DrawingResult, beginning next: Lease?, now: Int64)
    throws(BackendError) -> FinishOutcome
  /// The same for several in one commit. `resting` were begun as well, and are not read yet: they
  /// are as before ``begin(_:now:)``.
  func finish(_ results: [(lease: Lease, result: DrawingResult)], resting: [Lease])
    throws(BackendError)
  /// Records a failed attempt: tried again after a backoff, or, after the last, put with the dead
  /// letters and counted as a problem with `result`'s verdict and message.
  func fail(_ lease: Lease, _ result: DrawingResult, now: Int64)
    throws(BackendError) -> FailOutcome
  /// Says why nothing goes on, in memory (a full disk can't record it), or that it does (`nil`).
  ///
  /// While held, running sessions read as PAUSED with this reason, and get `.held`/`.resumed`;
  /// who says so leases nothing.
  func hold(_ reason: String?)

  // MARK: Reads

  /// Sets the hook that is called when there may be something to lease, or `nextDue` came nearer.
  func onWork(_ hook: @escaping @Sendable () -> Void)
  /// The session that a request id got within the hour before `now`: what `start` would return.
  func session(request id: String, now: Int64) throws(BackendError) -> SessionSnapshot?
  func sessions(limit: Int, cursor: String?) throws(BackendError) -> SessionsPage
  /// A page of results. Without a cursor it is the first of those counted by now, and the pages
  /// after it hold no more than these, as do those after ``matches(of:limit:)``'s.
  ///
  /// - Throws: ``BackendError/badCursor`` for a cursor that is not one of this filter.
  func results(
    of session: String, filter: ResultFilter, limit: Int, cursor: String?, places: Bool
  ) throws(BackendError) -> ResultsPage
  /// One drawing's name, reference and, once counted, result.
  func drawing(_ number: Int, of session: String) throws(BackendError) -> DrawingRow?
  /// Calls `body` with each counted drawing in the order of the listing, in constant memory.
  func forEachResult(
    of session: String, filter: ResultFilter, places: Bool, _ body: (ResultRow) throws -> Void
  ) throws
  /// Calls `body` with each code's drawings, by code, then in the order of the listing, in constant
  /// memory. A code that never comes was not found.
  func forEachHit(of session: String, _ body: (Hit) throws -> Void) throws
  /// Whether a stored session has this source: what it reads must stay.
  func isUsed(source: String) throws(BackendError) -> Bool
  /// Why nothing goes on; `nil` while it is not.
  func heldReason() -> String?
  /// The newest ended session of the same source with the same codes, in whatever spelling that the
  /// matching folds, before this one.
  func previous(of session: String) throws(BackendError) -> SessionSnapshot?
  /// Calls `body` with each drawing that is new, gone, changed, has other codes than in an earlier
  /// session of the same codes (``previous(of:)``), or could not be read in one of them. Both should
  /// have run to their end.
  func forEachChange(
    of session: String, since earlier: String, _ body: (Change) throws -> Void
  ) throws

  // MARK: Operation

  func queueStats(now: Int64) throws(BackendError) -> QueueStats
  func deadLetters(limit: Int, cursor: String?) throws(BackendError) -> DeadLettersPage
  /// Puts dead letters (`nil`: all) back in the queue; returns how many.
  func redrive(_ ids: [Int64]?, now: Int64) throws(BackendError) -> Int
  /// Drops dead letters (`nil`: all); the results stay. Returns how many.
  func purge(_ ids: [Int64]?) throws(BackendError) -> Int
  /// Removes sessions that ended before `cutoff`, and ends messages older than their retention as
  /// dead letters, which go when they are as old again; returns the removed sessions, so that
  /// their files can follow.
  func sweep(endedBefore cutoff: Int64, now: Int64) throws(BackendError) -> [SessionSnapshot]
  /// Checks the whole storage, others' verbs going on.
  ///
  /// - Throws: ``BackendError/damaged(_:)`` with what is damaged.
  func checkIntegrity() throws(BackendError)
  /// Ends in order: what waits is committed. Any later verb throws ``BackendError/closed``.
  func close()
}

extension Backend {
  /// - Returns: whether it may be read.
  public func begin(_ lease: Lease, now: Int64) throws(BackendError) -> Bool {
    try !begin([lease], now: now).isEmpty
  }

  public func finish(_ lease: Lease, _ result: DrawingResult) throws(BackendError)
    -> FinishOutcome
  {
    try finish(lease, result, beginning: nil, now: result.finishedAt)
  }
}
