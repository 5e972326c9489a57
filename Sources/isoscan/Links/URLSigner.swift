import Codec
import Foundation

/// Makes and checks signed URLs: HMAC-SHA-256 over the path and the time of expiry.
struct URLSigner: Sendable {
  enum Verdict: Equatable { case valid, missing, wrong, expired }

  private let key: [UInt8]
  /// Seconds that a signature is valid for.
  let lifetime: Int
  private let now: @Sendable () -> Date

  init(key: [UInt8], lifetime: Int, now: @escaping @Sendable () -> Date = { Date() }) {
    self.key = key
    self.lifetime = lifetime
    self.now = now
  }

  /// `path?expires=…&signature=…`; the path is percent-encoded already.
  func sign(_ path: String) -> String {
    let expires = Int(now().timeIntervalSince1970) + lifetime
    return "\(path)?expires=\(expires)&signature=\(Base64.encodeURL(signature(path, expires)))"
  }

  /// Checks the signature before the time, and in constant time.
  func verify(_ path: String, expires: String?, signature: String?) -> Verdict {
    guard let expires, let signature else { return .missing }
    guard let time = Int(expires), let given = Base64.decode(signature) else { return .wrong }
    guard HMACSHA256.areEqual(given, self.signature(path, time)) else { return .wrong }
    return Double(time) >= now().timeIntervalSince1970 ? .valid : .expired
  }

  private func signature(_ path: String, _ expires: Int) -> [UInt8] {
    HMACSHA256.code(for: Array("\(path)\n\(expires)".utf8), key: key)
  }
}
