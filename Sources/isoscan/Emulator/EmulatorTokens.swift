import Codec
import Foundation
import Synchronization

/// The tokens of an emulated drive: those that clients come with, and those it grants.
final class EmulatorTokens: Sendable {
  private struct State {
    /// Seconds since 1970 at which a granted token ends.
    var granted: [String: Double] = [:]
    var expired: Set<String> = []
    var count = 0
  }

  private struct Claims: Decodable {
    var iss: String
    var aud: String
    var exp: Double
    var scope: String
  }

  /// A service account as its key file tells it.
  struct Account: Sendable {
    var email: String
    var key: RSAPublicKey
  }

  private let accepted: Set<String>?
  private let user: DriveManifest.User?
  private let account: Account?
  /// Seconds that a granted token holds.
  private let life: Int
  private let state = Mutex(State())

  init(_ manifest: DriveManifest, folder: String, life: Int) throws(RuntimeFailure) {
    accepted = manifest.tokens.map(Set.init)
    user = manifest.user
    self.life = life
    account =
      if let name = manifest.service_account { try Self.account(folder + "/" + name) } else { nil }
  }

  private static func account(_ path: String) throws(RuntimeFailure) -> Account {
    struct File: Decodable {
      var client_email: String
      var private_key: String
    }
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let file = try JSONDecoder().decode(File.self, from: data)
      return Account(
        email: file.client_email, key: try RSAPrivateKey(pem: file.private_key).publicKey)
    } catch {
      throw RuntimeFailure("\(path): no service account's key: \(error)")
    }
  }

  func isAccepted(_ token: String) -> Bool {
    state.withLock { state in
      if state.expired.contains(token) { return false }
      if let end = state.granted[token] { return Date().timeIntervalSince1970 < end }
      return accepted?.contains(token) ?? !token.isEmpty
    }
  }

  /// Has a token not be accepted from now on; `nil`: all that were granted.
  func expire(_ token: String?) {
    state.withLock { state in
      state.expired.formUnion(token.map { [$0] } ?? Array(state.granted.keys))
    }
  }

  /// Grants a token for a form (RFC 6749 §6, RFC 7523 §2.1); `nil`: `invalid_grant`.
  func grant(_ form: [String: String]) -> (token: String, seconds: Int)? {
    let isGood =
      switch form["grant_type"] {
      case "refresh_token":
        user.map {
          form["client_id"] == $0.client_id && form["client_secret"] == $0.client_secret
            && form["refresh_token"] == $0.refresh_token
        } ?? false
      case "urn:ietf:params:oauth:grant-type:jwt-bearer": isSigned(form["assertion"] ?? "")
      default: false
      }
    guard isGood else { return nil }
    return state.withLock { state in
      state.count += 1
      let token = "ya29.emulated-\(state.count)-" + Base64.encodeURL(RandomBytes.make(9))
      state.granted[token] = Date().timeIntervalSince1970 + Double(life)
      return (token, life)
    }
  }

  private func isSigned(_ assertion: String) -> Bool {
    let parts = assertion.split(separator: ".", omittingEmptySubsequences: false)
    guard let account, parts.count == 3, let signature = Base64.decode(parts[2].utf8),
      let body = Base64.decode(parts[1].utf8),
      let claims = try? JSONDecoder().decode(Claims.self, from: Data(body))
    else { return false }
    let now = Date().timeIntervalSince1970
    return claims.iss == account.email && claims.aud.hasSuffix("/token")
      && claims.exp > now && claims.exp <= now + 3_660
      && account.key.isValid(signature, of: Array("\(parts[0]).\(parts[1])".utf8))
  }
}
