internal import Foundation

/// One request to Drive or to a token endpoint.
struct DriveRequest: Sendable {
  var url: String
  var headers: [String: String] = [:]
  /// A form that is posted; `nil`: the request is a GET.
  var form: String?
  /// Most bytes accepted as the answer.
  var limit: Int
}

/// An answer, whole.
struct DriveAnswer: Sendable {
  var status: Int
  var retryAfter: String?
  var body: [UInt8]
}

/// What an answer means for the request and for all others of the same token.
enum DriveMeaning: Equatable {
  case success
  /// The token is not accepted (any more).
  case unauthorized
  /// Over a quota: everybody waits, at least so many seconds where it says so.
  case slowDown(seconds: Double?)
  /// A failure of the moment: this request is sent again later.
  case transient(String)
  case refused(reason: String, message: String)
}

extension DriveAnswer {
  private struct Body: Decodable {
    struct Fault: Decodable {
      struct Detail: Decodable { var reason: String? }

      var message: String?
      var errors: [Detail]?
    }

    var error: Fault?
  }

  /// Reasons of a 403 that ask for fewer requests (API guide "Resolve errors").
  private static let quotas: Set<String> = ["rateLimitExceeded", "userRateLimitExceeded"]
  /// Longest wait that an answer can ask for, in seconds.
  private static let waitLimit = 300.0

  var meaning: DriveMeaning {
    if (200..<300).contains(status) { return .success }
    if status == 401 { return .unauthorized }
    let fault = (try? JSONDecoder().decode(Body.self, from: Data(body)))?.error
    let reason = fault?.errors?.first?.reason ?? ""
    let wait = retryAfter.flatMap { Double($0) }.map { min(max(0, $0), Self.waitLimit) }
    if status == 403 || status == 429, Self.quotas.contains(reason) {
      return .slowDown(seconds: wait)
    }
    if status == 429 || status >= 500 {
      return wait.map { .slowDown(seconds: $0) } ?? .transient("Google Drive answers \(status)")
    }
    return .refused(reason: reason, message: Self.sentence(fault?.message))
  }

  /// Google's message on one line, without a full stop, bounded.
  private static func sentence(_ text: String?) -> String {
    let words = (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return String((words.hasSuffix(".") ? String(words.dropLast()) : words).prefix(300))
  }
}
