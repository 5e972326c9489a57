internal import Codec
internal import Foundation
internal import Synchronization

/// The tokens that clients gave, each in a file of its own (mode 0600) as long as its session runs:
/// never in the database, whose log would keep them.
public final class DriveTokens: Sendable {
  /// Longest token that is accepted, in bytes; Google's have up to 2,048.
  private static let limit = 8_192

  private let directory: String
  /// Tokens by session that were not accepted, as digests.
  private let rejected = Mutex<[String: [UInt8]]>([:])

  /// Makes the directory (mode 0700) when it is not there.
  public init(directory: String) throws(SourceError) {
    self.directory = directory
    try UploadFolder.make(directory)
  }

  /// A token as it came, without `Bearer` and blanks; `nil` for what can be none (RFC 6750 §2.1).
  public static func clean(_ text: String) -> String? {
    var words = text.split(whereSeparator: \.isWhitespace)
    if words.count == 2, words[0].lowercased() == "bearer" { words.removeFirst() }
    guard words.count == 1, isToken(String(words[0])) else { return nil }
    return String(words[0])
  }

  static func isToken(_ text: String) -> Bool {
    (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// Keeps a session's token, durably, in place of the one before.
  public func keep(_ token: String, of session: String) throws(SourceError) {
    guard let path = path(session) else { throw .unwritable("token: not a session's id") }
    let partial = path + ".part"
    unlink(partial)
    let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.unwritable(errno) }
    let bytes = Array(token.utf8)
    let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    let isWhole = written == bytes.count && fsync(file) == 0
    let code = errno
    close(file)
    guard isWhole, rename(partial, path) == 0 else {
      unlink(partial)
      throw Self.unwritable(isWhole ? errno : code)
    }
    rejected.withLock { $0[session] = nil }
  }

  /// The session's token, or `nil`.
  func token(of session: String) -> String? {
    guard let path = path(session), let data = FileManager.default.contents(atPath: path) else {
      return nil
    }
    let text = String(decoding: data, as: UTF8.self)
    return Self.isToken(text) ? text : nil
  }

  /// Notes that a token is not accepted.
  func reject(_ token: String, of session: String) {
    rejected.withLock { $0[session] = SHA256.hash(Array(token.utf8)) }
  }

  /// Whether the session's token as it is now is known not to be accepted.
  public func isRejected(_ session: String) -> Bool {
    guard let digest = rejected.withLock({ $0[session] }) else { return false }
    return token(of: session).map { SHA256.hash(Array($0.utf8)) == digest } ?? true
  }

  /// Has a session that waits without a token of its own try once more.
  ///
  /// - Returns: false where it has one: only another helps.
  public func retry(_ session: String) -> Bool {
    guard token(of: session) == nil else { return false }
    rejected.withLock { $0[session] = nil }
    return true
  }

  /// Removes a session's token; one that is not there is no error.
  public func remove(_ session: String) {
    guard let path = path(session) else { return }
    unlink(path)
    rejected.withLock { $0[session] = nil }
  }

  /// Removes what a crash left: the tokens of sessions that `isRunning` does not hold for.
  public func removeAll(unless isRunning: (String) throws -> Bool) rethrows {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
      if try !DriveLink.isID(name) || !isRunning(name) { unlink(directory + "/" + name) }
    }
  }

  private func path(_ session: String) -> String? {
    DriveLink.isID(session) ? directory + "/" + session : nil
  }

  private static func unwritable(_ code: Int32) -> SourceError {
    .unwritable("the token can't be kept: \(String(cString: strerror(code)))")
  }
}
