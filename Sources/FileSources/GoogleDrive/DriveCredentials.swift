internal import Codec
internal import Foundation

/// The server's own credentials, in the form that Google's tools write them: a service account's
/// key, or a user's client id, client secret and refresh token (`authorized_user`).
public struct DriveCredentials: Sendable {
  private struct File: Decodable {
    var type: String
    var client_email: String?
    var private_key: String?
    var private_key_id: String?
    var client_id: String?
    var client_secret: String?
    var refresh_token: String?
    var token_uri: String?
  }

  private enum Grant {
    case serviceAccount(email: String, key: RSAPrivateKey, keyID: String?)
    case refresh(client: String, secret: String, token: String)
  }

  /// What is asked for: reading, nothing else.
  private static let scope = "https://www.googleapis.com/auth/drive.readonly"
  /// Seconds that an assertion holds; Google allows an hour.
  private static let lifetime: Int64 = 3_600

  /// The token endpoint.
  let tokenURL: String
  private let grant: Grant

  /// - Parameter json: the file's content.
  /// - Throws: ``SourceError/unreadable(_:)``, which says what is wrong, and nothing of the content.
  public init(json: [UInt8]) throws(SourceError) {
    guard let file = try? JSONDecoder().decode(File.self, from: Data(json)) else {
      throw .unreadable("not JSON with a \"type\"")
    }
    tokenURL = file.token_uri ?? "https://oauth2.googleapis.com/token"
    guard tokenURL.hasPrefix("https://") || tokenURL.hasPrefix("http://") else {
      throw .unreadable("\"token_uri\" is no URL")
    }
    switch file.type {
    case "service_account":
      guard let email = file.client_email, let pem = file.private_key else {
        throw .unreadable("a service account without \"client_email\" or \"private_key\"")
      }
      do throws(KeyError) {
        grant = .serviceAccount(
          email: email, key: try RSAPrivateKey(pem: pem), keyID: file.private_key_id)
      } catch {
        throw .unreadable("\"private_key\": \(error)")
      }
    case "authorized_user":
      guard let client = file.client_id, let secret = file.client_secret,
        let token = file.refresh_token
      else {
        throw .unreadable(
          "an authorized_user without \"client_id\", \"client_secret\" or \"refresh_token\"")
      }
      grant = .refresh(client: client, secret: secret, token: token)
    default:
      throw .unreadable("its \"type\" is neither service_account nor authorized_user")
    }
  }

  /// The form that asks the token endpoint for an access token.
  ///
  /// - Parameter now: seconds since 1970.
  func form(now: Int64) throws(DriveError) -> String {
    switch grant {
    case .refresh(let client, let secret, let token):
      // RFC 6749 §6.
      return Self.form([
        ("grant_type", "refresh_token"), ("client_id", client), ("client_secret", secret),
        ("refresh_token", token),
      ])
    case .serviceAccount(let email, let key, let keyID):
      // RFC 7523 §2.1.
      return Self.form([
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("assertion", try assertion(email, key, keyID, now)),
      ])
    }
  }

  /// A JSON Web Token (RFC 7519), signed with RS256 (RFC 7518 §3.3).
  private func assertion(
    _ email: String, _ key: RSAPrivateKey, _ keyID: String?, _ now: Int64
  ) throws(DriveError) -> String {
    var header = ["alg": "RS256", "typ": "JWT"]
    header["kid"] = keyID
    let claims: [String: Any] = [
      "iss": email, "scope": Self.scope, "aud": tokenURL, "iat": now, "exp": now + Self.lifetime,
    ]
    guard let first = try? JSONSerialization.data(withJSONObject: header, options: .sortedKeys),
      let second = try? JSONSerialization.data(withJSONObject: claims, options: .sortedKeys)
    else { throw .unauthorized("The service account's \"client_email\" is no text.") }
    let signed = Base64.encodeURL(first) + "." + Base64.encodeURL(second)
    guard let signature = key.sign(Array(signed.utf8)) else {
      throw .unauthorized("The service account's key does not sign: its numbers don't fit.")
    }
    return signed + "." + Base64.encodeURL(signature)
  }

  private static func form(_ items: [(String, String)]) -> String {
    items.map { "\($0)=\(DriveQuery.escape($1))" }.joined(separator: "&")
  }
}
