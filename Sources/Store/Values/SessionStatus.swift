/// What a session is told to be, in the contract's words (contract section 3, `status`).
public enum SessionStatus: String, Sendable, Hashable, CaseIterable {
  case inProgress = "IN_PROGRESS"
  case paused = "PAUSED"
  case complete = "COMPLETE"
  case cancelled = "CANCELLED"
  case failed = "FAILED"

  /// Whether nothing of the session is left to do.
  public var hasEnded: Bool {
    switch self {
    case .inProgress, .paused: false
    case .complete, .cancelled, .failed: true
    }
  }
}

/// How far a session is inside the server; finer than ``SessionStatus``, never shown.
public enum SessionPhase: Int, Sendable, Hashable {
  /// Drawings are listed and read.
  case reading = 0
  /// Cancelled; drawings whose reading had begun are still being read.
  case cancelling = 1
  /// Every drawing is counted (or cancelled): the report is to be made.
  case reporting = 2
  /// Complete, cancelled or failed.
  case ended = 3
}
