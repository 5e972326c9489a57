/// Why a document could not be read, in words for the person who has to act on it.
public enum ExtractionError: Error {
  /// It needs a password that was not given.
  case encrypted(String)
  /// It is broken beyond repair, or of a kind that is not read; the message says what to do.
  case unreadable(String)
  /// It exceeds one of ``Limits``.
  case tooLarge(String)
  /// Its deadline passed.
  case timedOut(String)
  /// The page callback threw this.
  case interrupted(any Error)

  /// The explanation, one sentence in lower case.
  public var message: String {
    switch self {
    case .encrypted(let text), .unreadable(let text), .tooLarge(let text), .timedOut(let text): text
    case .interrupted(let error): "\(error)"
    }
  }

  /// A stable word for the case: `encrypted`, `unreadable`, `too_large`, `timed_out`, `interrupted`.
  public var kind: String {
    switch self {
    case .encrypted: "encrypted"
    case .unreadable: "unreadable"
    case .tooLarge: "too_large"
    case .timedOut: "timed_out"
    case .interrupted: "interrupted"
    }
  }
}
