import Dispatch
import Store
import Synchronization

/// Where a listing puts its drawings: first into memory, then, once the session is stored,
/// straight into the queue.
///
/// The thread that lists calls ``add(_:to:)`` and ``finish(_:)``; the one that starts the session
/// waits in ``gather(until:)`` and ends the first phase with ``open(isAccepted:)``.
final class ListingSink: Sendable {
  /// What the listing came to.
  enum Ending: Sendable {
    case listed(leftOut: Int)
    case failed(Failure)
  }

  private enum Phase {
    case gathering([NewDrawing], Ending?)
    /// The session is being stored.
    case opening
    case open
    /// There is no session to list for.
    case refused
  }

  let session: String
  private let phase: Mutex<Phase>
  private let ended = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)

  /// - Parameter isOpen: whether the session is stored already (a listing that is begun again).
  init(session: String, isOpen: Bool = false) {
    self.session = session
    phase = Mutex(isOpen ? .open : .gathering([], nil))
  }

  /// Adds a page of drawings; waits while the session is being stored.
  ///
  /// - Throws: ``ListingStopped`` where nobody wants them any more, and ``BackendError``.
  func add(_ drawings: [NewDrawing], to backend: any Backend) throws {
    let isGathered = phase.withLock { phase -> Bool in
      guard case .gathering(let before, let ending) = phase else { return false }
      phase = .gathering(before + drawings, ending)
      return true
    }
    if isGathered { return }
    try waitUntilOpen()
    guard try backend.add(drawings, to: session) != nil else { throw ListingStopped() }
  }

  /// Ends the listing.
  ///
  /// - Returns: whether the session is stored, so that the caller has to end its listing there.
  func finish(_ ending: Ending) -> Bool {
    let isGathered = phase.withLock { phase -> Bool in
      guard case .gathering(let drawings, _) = phase else { return false }
      phase = .gathering(drawings, ending)
      return true
    }
    if isGathered {
      ended.signal()
      return false
    }
    do {
      try waitUntilOpen()
      return true
    } catch {
      return false
    }
  }

  /// Waits for the listing's end, at most until `deadline`.
  ///
  /// - Returns: the drawings so far, and the ending where it has ended.
  func gather(until deadline: DispatchTime) -> (drawings: [NewDrawing], ending: Ending?) {
    _ = ended.wait(timeout: deadline)
    return phase.withLock { phase in
      guard case .gathering(let drawings, let ending) = phase else { return ([], nil) }
      phase = .opening
      return (drawings, ending)
    }
  }

  /// Ends the first phase: later drawings go to the queue, or nowhere.
  func open(isAccepted: Bool) {
    phase.withLock { $0 = isAccepted ? .open : .refused }
    opened.signal()
  }

  private func waitUntilOpen() throws(ListingStopped) {
    while true {
      switch phase.withLock({ phase -> Bool? in
        switch phase {
        case .open: true
        case .refused: false
        case .gathering, .opening: nil
        }
      }) {
      case true?: return
      case false?: throw ListingStopped()
      case nil: opened.wait()
      }
    }
  }
}
