/// What reading one drawing came to (contract section 5, `status`).
public enum Verdict: Int, Sendable, Hashable, CaseIterable {
  /// Its text was read and matched; the number of codes makes the words.
  case read = 0
  case noText = 1
  case encrypted = 2
  case unreadable = 3
  case tooLarge = 4
  case timedOut = 5
  case failed = 6

  /// Whether another attempt may do better: only `failed` and `timedOut` are tried again.
  public var isRetried: Bool { self == .failed || self == .timedOut }

  /// The status's words: `2 Codes`, `No Match`, `Encrypted`, …
  ///
  /// Codes found on the pages that could be read come before the problem of the others.
  public func text(codes: Int) -> String {
    switch (self, codes) {
    case (_, 1): "1 Code"
    case (_, 2...): "\(codes) Codes"
    case (.read, _): "No Match"
    case (.noText, _): "No Text"
    case (.encrypted, _): "Encrypted"
    case (.unreadable, _): "Unreadable"
    case (.tooLarge, _): "Too Large"
    case (.timedOut, _): "Timed Out"
    case (.failed, _): "Failed"
    }
  }
}
