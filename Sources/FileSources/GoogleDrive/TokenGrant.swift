internal import Foundation

/// A token endpoint's answer (RFC 6749 §5.1, §5.2).
struct TokenGrant {
  private struct Body: Decodable {
    var access_token: String
    var expires_in: Double?
  }

  private struct Refusal: Decodable {
    var error: String?
    var error_description: String?
  }

  var token: String
  /// How long it holds.
  var seconds: Double

  /// - Returns: `nil` for what is no token.
  init?(_ body: [UInt8]) {
    guard let read = try? JSONDecoder().decode(Body.self, from: Data(body)),
      DriveTokens.isToken(read.access_token)
    else { return nil }
    token = read.access_token
    seconds = min(max(0, read.expires_in ?? 3_600), 86_400)
  }

  /// Why there is no token, in the endpoint's words.
  static func reason(_ answer: DriveAnswer) -> String {
    let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body))
    let words = [refusal?.error, refusal?.error_description].compactMap { $0 }
    return words.isEmpty
      ? "status \(answer.status)" : String(words.joined(separator: ": ").prefix(200))
  }
}
