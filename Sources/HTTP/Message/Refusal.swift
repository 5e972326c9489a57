/// Why a message is refused: the status, and a reason for people and logs.
struct Refusal: Equatable, Sendable, Error {
  var status: Int
  /// A short machine word for the error body.
  var code: String
  var reason: String

  init(_ status: Int, _ code: String, _ reason: String) {
    self.status = status
    self.code = code
    self.reason = reason
  }

  static func malformed(_ reason: String) -> Refusal { Refusal(400, "bad_request", reason) }
}
