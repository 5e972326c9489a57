import HTTP

/// The paths of the management API, and their errors as Amazon's clients read them.
struct ManagementPaths: Sendable {
  private struct ErrorBody: Encodable {
    var code: String
    var __type: String
    var message: String
    var requestId: String
  }

  /// The exceptions of Amazon's service model (and 400, which every service has) by status.
  private static let exceptions = [
    400: "BadRequestException", 403: "ForbiddenException", 410: "GoneException",
    413: "PayloadTooLargeException", 429: "LimitExceededException",
  ]

  /// The route patterns, at the root and at the stage.
  let patterns: [String]
  private let prefixes: [String]

  /// - Parameter stage: stands before the path too, unless it is empty.
  init(stage: String) {
    prefixes = (stage.isEmpty ? [""] : ["", "/" + stage]).map { $0 + "/@connections/" }
    patterns = prefixes.map { $0 + "{id}" }
  }

  /// An error of any route: in Amazon's form where the request is for the management API.
  func error(_ status: Int, _ code: String, _ message: String, _ request: Request?) -> Response {
    guard let request, let name = Self.exceptions[status],
      prefixes.contains(where: request.path.hasPrefix)
    else { return Answer.error(status, code, message, request: request) }
    return Self.exception(name, status, message, request)
  }

  static func error(_ status: Int, _ message: String, _ request: Request) -> Response {
    exception(exceptions[status] ?? "InternalServerError", status, message, request)
  }

  /// An error of the REST-JSON protocol: its name in `x-amzn-ErrorType`.
  private static func exception(
    _ name: String, _ status: Int, _ message: String, _ request: Request
  ) -> Response {
    let id = Answer.requestID(request)
    var response = Answer.json(
      ErrorBody(code: name, __type: name, message: message, requestId: id), status: status)
    response.fields.append("x-amzn-ErrorType", name)
    response.fields.append("x-amzn-RequestId", id)
    return response
  }
}
