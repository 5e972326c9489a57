import Pipeline
import Store

/// The sentences about a session that people read.
enum SessionText {
  static func started(_ session: SessionSnapshot) -> String {
    let drawings = counted(session.counters.total, "drawing")
    let source = SourceDescription.title(ofStored: session.source)
    if session.listing { return "Scan started: \(drawings) so far, still listing. \(source)." }
    let left = session.leftOut > 0 ? " \(counted(session.leftOut, "other file")) left out." : ""
    let demo = session.isDemo ? " These are demo drawings, not of a real plant." : ""
    return "Scan of \(drawings) started. \(source).\(left)\(demo)"
  }

  static func ended(_ session: SessionSnapshot) -> String {
    let counters = session.counters
    let verb = session.status == .cancelled ? "Cancelled" : "Done"
    let problems =
      switch counters.problems {
      case 0: ""
      case counters.processed where counters.matched == 0: " None of the drawings could be read."
      default: " \(counted(counters.problems, "drawing")) could not be read, or not wholly."
      }
    let left = session.leftOut > 0 ? " \(counted(session.leftOut, "other file")) left out." : ""
    let demo = session.isDemo ? " These are demo drawings, not of a real plant." : ""
    return "\(verb): codes in \(counters.matched) of \(counted(counters.processed, "drawing"))."
      + problems + left + demo
  }

  static func state(_ session: SessionSnapshot) -> String {
    switch session.status {
    case .inProgress:
      "\(session.counters.processed) of \(counted(session.counters.total, "drawing")) done."
    case .paused: session.reason ?? "The scan is paused."
    case .failed: session.reason ?? "The drawings could not be listed."
    case .complete, .cancelled: ended(session)
    }
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
