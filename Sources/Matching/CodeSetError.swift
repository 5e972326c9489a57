/// Why a list of codes can't be searched for.
public enum CodeSetError: Error, Equatable, Sendable {
  /// Nothing is left after trimming and folding.
  case noCodes
  /// A code is longer than `limit` characters; `prefix` is how it begins.
  case codeTooLong(prefix: String, limit: Int)
}
