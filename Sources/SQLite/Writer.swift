import Dispatch
import Foundation
import Synchronization

/// The one thread that owns a file's one writing connection.
///
/// Units of work from any thread wait in line; what waits is committed together (group commit),
/// each unit in a savepoint of its own, so that one that fails takes none with it. After a commit
/// the callbacks of its units run here, in the units' order, before the next commit begins: this
/// is the order of the world. Nothing that runs here may call the writer (it traps).
public final class Writer: Sendable {
  /// How much a unit's commit must survive.
  public enum Durability: Sendable {
    /// The death of the process; a power cut may undo it, but never half.
    case normal
    /// A power cut: the log is synced before the commit returns.
    case full
  }

  /// Where tests may make a commit fail, or look at the files as a crash would leave them.
  public enum Boundary: Sendable, Hashable {
    case beforeBegin, beforeCommit, afterCommit
  }

  public typealias Fault = @Sendable (Boundary) throws(DatabaseError) -> Void

  private struct State {
    var waiting: [any WriterUnit] = []
    var isAsleep = false
    var isClosed = false
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let threadID = Mutex<pthread_t?>(nil)

  /// Takes the connection over and starts the thread.
  ///
  /// - Parameter fault: called at each boundary of each commit; for tests.
  public init(_ database: sending Database, fault: Fault? = nil) {
    let worker = WriterThread(database, fault: fault)
    let thread = Thread { [self] in
      threadID.withLock { $0 = pthread_self() }
      run(worker)
      worker.end()
      ended.signal()
    }
    thread.name = "isoscan.writer"
    thread.start()
  }

  // MARK: Verbs

  /// Runs `body` in a transaction; returns when it is committed and its callbacks have run.
  ///
  /// - Throws: what `body` throws (nothing of it is stored), or why the commit failed.
  @discardableResult
  public func write<R: Sendable>(
    _ durability: Durability = .normal,
    _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R {
    let unit = WriteUnit(durability, body)
    try wait(for: unit, unit.done)
    return try unit.outcome()
  }

  /// Runs `body` on the writer's connection between two commits: it sees all that was committed,
  /// and every callback of that has run.
  public func read<R: Sendable>(
    _ body: @escaping @Sendable (Database) throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R {
    let unit = ReadUnit(body)
    try wait(for: unit, unit.done)
    return try unit.outcome()
  }

  /// Commits what waits, closes the connection and ends the thread; a later verb throws.
  public func close() {
    let first = state.withLock { state -> Bool in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard first else { return }
    wake.signal()
    ended.wait()
  }

  /// Units in line, the ones at work left out; for tests.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  private func wait(for unit: any WriterUnit, _ done: DispatchSemaphore) throws(DatabaseError) {
    let isInside = threadID.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    precondition(!isInside, "the writer was called from its own thread")
    let (accepted, rouse) = state.withLock { state -> (Bool, Bool) in
      guard !state.isClosed else { return (false, false) }
      state.waiting.append(unit)
      defer { state.isAsleep = false }
      return (true, state.isAsleep)
    }
    guard accepted else { throw .closed }
    if rouse { wake.signal() }
    done.wait()
  }

  // MARK: The thread

  private func run(_ worker: WriterThread) {
    while true {
      let (units, isClosed) = state.withLock { state -> ([any WriterUnit], Bool) in
        defer { state.waiting = [] }
        state.isAsleep = state.waiting.isEmpty
        return (state.waiting, state.isClosed)
      }
      if !units.isEmpty {
        worker.perform(units)
      } else if isClosed {
        return
      } else {
        wake.wait()
      }
    }
  }
}
