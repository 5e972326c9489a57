import Dispatch
import Synchronization

/// A few read-only connections, each lent to one caller at a time.
public final class ReaderPool: Sendable {
  /// Unchecked: a connection is in the pool or with the one caller it is lent to, never both.
  private struct Lent: @unchecked Sendable { let database: Database }

  private struct State {
    var idle: [Lent] = []
    var isClosed = false
  }

  private let path: String
  private let places: DispatchSemaphore
  private let state = Mutex(State())

  /// - Parameter count: most connections open at once; they are opened when first needed.
  public init(path: String, count: Int) {
    self.path = path
    places = DispatchSemaphore(value: count)
  }

  /// Lends a connection to `body`, in one read transaction: it sees one commit throughout.
  ///
  /// Waits when all are lent. `body` must not ask the pool again.
  public func read<R, E: Error>(
    _ body: (Database) throws(E) -> R, failure: (DatabaseError) -> E
  ) throws(E) -> R {
    try lend(
      { (database) throws(E) in
        do throws(DatabaseError) {
          try database.run("BEGIN")
        } catch {
          throw failure(error)
        }
        defer { database.rollback() }
        return try body(database)
      }, failure: failure)
  }

  /// As above, where the database's errors are all there are.
  public func read<R>(
    _ body: (Database) throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R {
    try read(body, failure: { $0 })
  }

  /// Lends a connection for a single statement, which is a transaction by itself and needs no other two.
  public func readOne<R>(
    _ body: (Database) throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R {
    try lend(body, failure: { $0 })
  }

  private func lend<R, E: Error>(
    _ body: (Database) throws(E) -> R, failure: (DatabaseError) -> E
  ) throws(E) -> R {
    places.wait()
    defer { places.signal() }
    let lent: Lent
    do throws(DatabaseError) {
      lent = try take()
    } catch {
      throw failure(error)
    }
    defer { state.withLock { if !$0.isClosed { $0.idle.append(lent) } } }
    return try body(lent.database)
  }

  /// Closes what is idle now, and what is lent when it comes back.
  public func close() {
    state.withLock {
      $0.isClosed = true
      $0.idle = []
    }
  }

  private func take() throws(DatabaseError) -> Lent {
    let (idle, isClosed) = state.withLock { ($0.idle.popLast(), $0.isClosed) }
    guard !isClosed else { throw .closed }
    if let idle { return idle }
    return Lent(database: try Database(path: path, role: .reader))
  }
}
