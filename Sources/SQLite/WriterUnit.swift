import Dispatch

/// One thing that waits for the writer, and its caller's seat.
///
/// Unchecked: `failure` and `leads` are written by the one thread at work before it signals `wake`
/// (or by the caller itself), and read by the caller after that.
final class WriterUnit: @unchecked Sendable {
  typealias Work = (Database, Transaction.Callbacks) throws(DatabaseError) -> Void

  /// `nil` for a read, which happens between commits.
  let durability: Writer.Durability?
  /// Does the work, and keeps what it gave for the caller.
  let perform: Work
  let wake = DispatchSemaphore(value: 0)
  /// Why nothing of it is stored.
  private(set) var failure: DatabaseError?
  /// Whether its caller was woken to do what waits, rather than because it is done.
  private(set) var leads = false

  init(_ durability: Writer.Durability?, _ perform: @escaping Work) {
    self.durability = durability
    self.perform = perform
  }

  /// Tells the caller that it is done; `isOwn` when the caller is the one at work.
  func finish(_ failure: DatabaseError?, isOwn: Bool) {
    self.failure = failure
    if !isOwn { wake.signal() }
  }

  /// Tells the caller to do what waits.
  func lead() {
    leads = true
    wake.signal()
  }
}
