import Glibc
import Synchronization

/// Ends work that nobody waits for any more, with the processes that do it.
public final class Cancellation: Sendable {
  private struct State {
    var isCancelled = false
    /// Process groups at work, by their leader.
    var groups: Set<pid_t> = []
  }

  private let state = Mutex(State())

  public init() {}

  public var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Kills what is at work; what begins later ends at once.
  public func cancel() {
    state.withLock { state in
      state.isCancelled = true
      for group in state.groups { kill(-group, SIGKILL) }
    }
  }

  /// Does a short `action` before the work is cancelled, or not at all; so what it makes is there
  /// when ``cancel()`` returns.
  func before<R>(_ action: () throws(ChildError) -> R) throws(ChildError) -> R {
    try state.withLock { state throws(ChildError) in
      guard !state.isCancelled else { throw .cancelled }
      return try action()
    }
  }

  /// Starts a process group before the work is cancelled, or not at all.
  func begin(_ start: () throws(ChildError) -> pid_t) throws(ChildError) -> pid_t {
    try state.withLock { state throws(ChildError) in
      guard !state.isCancelled else { throw .cancelled }
      let group = try start()
      state.groups.insert(group)
      return group
    }
  }

  /// Kills what is left of a group whose leader is not waited for yet: after that its number may
  /// be another's.
  func end(_ group: pid_t) {
    state.withLock { state in
      kill(-group, SIGKILL)
      state.groups.remove(group)
    }
  }
}
