import Dispatch
import Foundation
import Synchronization

/// The one line of work on a file's one writing connection.
///
/// Units of work from any thread wait in line; what waits is committed together (group commit),
/// each unit in a savepoint of its own, so that one that fails takes none with it. After a commit
/// the callbacks of its units run, in the units' order, before the next commit begins: this is the
/// order of the world. Nothing that runs here may call the writer (it traps).
///
/// There is no thread for it: the caller who finds nobody at work does what waits, his own unit
/// among it, then what came meanwhile, and hands the work on to the first of those who came after
/// that. A lone caller thus pays no change of threads, two in turn need not wait for the system to
/// wake one of them before each commit, and nobody works for others longer than one group.
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
    /// Units in line, the first first.
    var waiting: [WriterUnit] = []
    /// Whether a caller is at work, or about to be.
    var isBusy = false
    /// The thread that is at work.
    var worker: pthread_t?
    var isClosed = false
  }

  private let state = Mutex(State())
  private let connection: WriterConnection

  /// Takes the connection over.
  ///
  /// - Parameter fault: called at each boundary of each commit; for tests.
  public init(_ database: sending Database, fault: Fault? = nil) {
    connection = WriterConnection(database, fault: fault)
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
    let result = Mutex<R?>(nil)
    try wait(
      for: WriterUnit(durability) { (database, callbacks) throws(DatabaseError) in
        let value = try body(Transaction(database, callbacks))
        result.withLock { $0 = value }
      })
    guard let value = result.withLock({ $0 }) else { throw .closed }
    return value
  }

  /// Runs `body` on the writing connection between two commits: it sees all that was committed,
  /// and every callback of that has run.
  @discardableResult
  public func read<R: Sendable>(
    _ body: @escaping @Sendable (Database) throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R {
    let result = Mutex<R?>(nil)
    try wait(
      for: WriterUnit(nil) { (database, _) throws(DatabaseError) in
        let value = try body(database)
        result.withLock { $0 = value }
      })
    guard let value = result.withLock({ $0 }) else { throw .closed }
    return value
  }

  /// Commits what waits and closes the connection; a later verb throws.
  public func close() {
    let connection = connection
    let last = WriterUnit(nil) { (_, _) throws(DatabaseError) in connection.close() }
    let (isFirst, leads) = state.withLock { state -> (Bool, Bool) in
      guard !state.isClosed else { return (false, false) }
      state.isClosed = true
      return (true, enter(last, &state))
    }
    if isFirst { serve(last, leads: leads) }
  }

  /// Units in line, the ones at work left out; for tests.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  // MARK: The line

  private func wait(for unit: WriterUnit) throws(DatabaseError) {
    let (isAccepted, leads) = state.withLock { state -> (Bool, Bool) in
      let isInside = state.worker.map { pthread_equal($0, pthread_self()) != 0 } ?? false
      precondition(!isInside, "the writer was called from what it runs")
      guard !state.isClosed else { return (false, false) }
      return (true, enter(unit, &state))
    }
    guard isAccepted else { throw .closed }
    serve(unit, leads: leads)
    if let failure = unit.failure { throw failure }
  }

  /// Puts a unit in line; true when its caller is to do the work.
  private func enter(_ unit: WriterUnit, _ state: inout State) -> Bool {
    state.waiting.append(unit)
    guard !state.isBusy else { return false }
    state.isBusy = true
    state.worker = pthread_self()
    return true
  }

  /// Waits until a unit is done, or until it is its caller's turn to do what waits.
  private func serve(_ unit: WriterUnit, leads: Bool) {
    if !leads {
      unit.wake.wait()
      guard unit.leads else { return }
      state.withLock { $0.worker = pthread_self() }
    }
    connection.perform(takeGroup(), for: unit)
    connection.perform(takeGroup(), for: unit)
    handOn()
  }

  /// Takes what waits, up to a group's limit; the first is the caller's own.
  private func takeGroup() -> [WriterUnit] {
    state.withLock { state in
      let group = Array(state.waiting.prefix(WriterConnection.groupLimit))
      state.waiting.removeFirst(group.count)
      return group
    }
  }

  /// Ends this caller's turn: the first in line has the next.
  private func handOn() {
    let next = state.withLock { state -> WriterUnit? in
      state.worker = nil
      state.isBusy = !state.waiting.isEmpty
      return state.waiting.first
    }
    next?.lead()
  }
}
