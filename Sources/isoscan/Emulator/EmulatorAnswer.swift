import HTTP

/// Answers in Drive's own forms.
enum EmulatorAnswer {
  static func json(_ value: JSONValue, status: Int = 200) -> Response {
    Response.json(Array(ServerMessage.encode(value).utf8), status: status)
  }

  /// An error as the API gives it (API guide "Resolve errors").
  static func error(_ status: Int, _ reason: String, _ message: String) -> Response {
    let domain = reason.hasSuffix("LimitExceeded") ? "usageLimits" : "global"
    let detail: JSONValue = .object([
      "domain": .string(domain), "reason": .string(reason), "message": .string(message),
    ])
    return json(
      .object([
        "error": .object([
          "code": .integer(status), "message": .string(message), "errors": .array([detail]),
        ])
      ]), status: status)
  }

  static func notFound(_ id: String) -> Response {
    error(404, "notFound", "File not found: \(id).")
  }

  /// A page of Google's front end, which knows no JSON.
  static func frontEnd(_ status: Int) -> Response {
    Response(
      status, contentType: "text/html; charset=UTF-8",
      Array("<!DOCTYPE html><title>Error \(status)</title><p>That\u{2019}s an error.".utf8))
  }

  static var unauthorized: Response {
    var response = error(401, "authError", "Invalid Credentials")
    response.fields.append("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"")
    return response
  }
}
