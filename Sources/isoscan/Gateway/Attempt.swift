import Pipeline

/// A read that failed is tried once more before somebody is told.
enum Attempt {
  static func twice<R>(_ body: () throws(BackendError) -> R) throws(BackendError) -> R {
    do throws(BackendError) {
      return try body()
    } catch {
      return try body()
    }
  }
}

extension Failure {
  /// What a client is told whose session can't be read: it has to ask again.
  init(unread error: BackendError) {
    self.init(backend: error)
    if code == .internalError {
      message = "The scan's results can't be read just now: reconnect to get them."
    }
  }
}
