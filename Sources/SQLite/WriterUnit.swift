import Dispatch
import Synchronization

/// One thing that waits for the writer.
protocol WriterUnit: AnyObject, Sendable {
  /// `nil` for a read, which happens between commits.
  var durability: Writer.Durability? { get }
  /// Does the work and keeps what it returned or threw.
  func perform(_ database: Database, _ callbacks: Transaction.Callbacks)
    throws(DatabaseError)
  /// Tells the caller, with the error if nothing of it is stored.
  func finish(_ failure: DatabaseError?)
}

final class WriteUnit<R: Sendable>: WriterUnit {
  let done = DispatchSemaphore(value: 0)
  let durability: Writer.Durability?
  private let body: @Sendable (borrowing Transaction) throws(DatabaseError) -> R
  private let result = Mutex<Result<R, DatabaseError>?>(nil)

  init(
    _ durability: Writer.Durability,
    _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> R
  ) {
    self.durability = durability
    self.body = body
  }

  func perform(_ database: Database, _ callbacks: Transaction.Callbacks)
    throws(DatabaseError)
  {
    let value = try body(Transaction(database, callbacks))
    result.withLock { $0 = .success(value) }
  }

  func finish(_ failure: DatabaseError?) {
    if let failure { result.withLock { $0 = .failure(failure) } }
    done.signal()
  }

  func outcome() throws(DatabaseError) -> R {
    guard let outcome = result.withLock({ $0 }) else { throw .closed }
    return try outcome.get()
  }
}

final class ReadUnit<R: Sendable>: WriterUnit {
  let done = DispatchSemaphore(value: 0)
  let durability: Writer.Durability? = nil
  private let body: @Sendable (Database) throws(DatabaseError) -> R
  private let result = Mutex<Result<R, DatabaseError>?>(nil)

  init(_ body: @escaping @Sendable (Database) throws(DatabaseError) -> R) {
    self.body = body
  }

  func perform(_ database: Database, _ callbacks: Transaction.Callbacks)
    throws(DatabaseError)
  {
    let value = try body(database)
    result.withLock { $0 = .success(value) }
  }

  func finish(_ failure: DatabaseError?) {
    if let failure { result.withLock { $0 = .failure(failure) } }
    done.signal()
  }

  func outcome() throws(DatabaseError) -> R {
    guard let outcome = result.withLock({ $0 }) else { throw .closed }
    return try outcome.get()
  }
}
