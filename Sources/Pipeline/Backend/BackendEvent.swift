public import Store

/// What was committed, told in the order of commits.
public enum BackendEvent: Sendable {
  /// A session and its first messages are durable.
  case started(SessionSnapshot)
  /// The total grew, or became final.
  case listingGrew(SessionSnapshot)
  /// A drawing was counted, or put right after a redrive while its session runs and nobody was told
  /// of a match in it; `row.result.codes` not empty makes a MATCH_FOUND.
  case drawingDone(session: String, row: ResultRow, counters: Counters)
  /// A counted drawing's result was replaced after a redrive: its session has ended, or its match
  /// was told.
  case drawingReplaced(session: String, row: ResultRow, counters: Counters)
  /// Nothing is left to read: someone must make the report and call `complete`.
  case allDone(SessionSnapshot)
  /// Ended with its report: COMPLETE or CANCELLED.
  case completed(SessionSnapshot)
  /// A cancel was accepted; `.allDone` and `.completed` follow.
  case cancelled(SessionSnapshot)
  /// Its drawings could not be listed.
  case failed(SessionSnapshot)
  /// Waits for someone to resume it.
  case paused(SessionSnapshot)
  /// Waits, as all do, until leasing is not held any more.
  case held(SessionSnapshot)
  case resumed(SessionSnapshot)
  /// The last redriven drawing of an ended session is done: make a report, call `replaceReport`.
  case reportOutdated(SessionSnapshot)
  /// A new report stands: REPORT_UPDATED.
  case reportReplaced(SessionSnapshot)
  case deleted(SessionSnapshot)
  /// An attempt failed and will be made again at `retryAt`.
  case attemptFailed(session: String, name: String, attempt: Int, message: String, retryAt: Int64)
}
