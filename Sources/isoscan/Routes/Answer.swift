import Codec
import Dispatch
import Foundation
import HTTP
import Pipeline

/// JSON answers of the API.
enum Answer {
  private struct ErrorBody: Encodable {
    var code: String
    var message: String
    var requestId: String
  }

  static func json(_ value: some Encodable, status: Int = 200) -> Response {
    var response = Response.json(Array(ServerMessage.encode(value).utf8), status: status)
    response.fields.append("Cache-Control", "no-store")
    return response
  }

  static func error(_ status: Int, _ code: String, _ message: String, request: Request?) -> Response
  {
    json(
      ErrorBody(code: code, message: message, requestId: requestID(request)), status: status)
  }

  static func failure(_ failure: Failure, request: Request?) -> Response {
    error(status(of: failure.code), failure.code.rawValue, failure.message, request: request)
  }

  /// 415 where the body of a request to the API has a content coding: none is decoded (RFC 9110 §8.4).
  static func codedBody(_ request: Request) -> Response? {
    guard request.rawPath.hasPrefix("/api/"), let coding = request.header("Content-Encoding"),
      coding.lowercased() != "identity"
    else { return nil }
    var response = error(
      415, "unsupported_media_type", "Send the body as it is, without Content-Encoding.",
      request: request)
    response.fields.append("Accept-Encoding", "identity")
    return response
  }

  static func requestID(_ request: Request?) -> String {
    request.map { String($0.number, radix: 36) } ?? "-"
  }

  private static func status(of code: Failure.Code) -> Int {
    switch code {
    case .unknownSession, .unknownUpload, .unknownFolder, .notFound: 404
    case .sessionEnded, .sessionRunning: 409
    case .tooLarge: 413
    case .notAvailable: 501
    case .forbidden, .expired: 403
    case .storageFull: 507
    case .internalError: 500
    case .driveAuth: 401
    case .badDriveLink, .badJSON, .badRequest, .unknownAction, .noCodes, .codeTooLong,
      .badFileContent, .badFolder,
      .noSource, .noDrawings, .unreadableSource, .badUpload, .badCursor:
      400
    }
  }
}

/// Runs handlers that block away from the event loops.
struct BlockingHandlers: Sendable {
  private let queue = DispatchQueue(label: "isoscan.requests", attributes: .concurrent)
  let log: Log

  /// Makes a handler of a function that may block and throw.
  func handler(
    _ body: @escaping @Sendable (Request) throws -> Response
  ) -> Router.Handler {
    { [self] request, responder in
      queue.async { responder.respond(answer(request, body)) }
    }
  }

  /// Runs the function and turns what it throws into an answer.
  func answer(_ request: Request, _ body: (Request) throws -> Response) -> Response {
    do {
      return try body(request)
    } catch let error as BackendError {
      return report(Failure(backend: error), request)
    } catch {
      return report(Failure.translate(error), request)
    }
  }

  private func report(_ failure: Failure, _ request: Request) -> Response {
    if !failure.detail.isEmpty {
      log.error(
        "request failed",
        ["request": Answer.requestID(request), "path": request.path, "error": failure.detail])
    }
    return Answer.failure(failure, request: request)
  }
}

extension Request {
  /// - Throws: `bad_request` unless the body is said to be JSON (contract section 4: 415).
  func requireJSON() throws(Failure) {
    let type = (header("Content-Type") ?? "").split(separator: ";").first ?? ""
    guard type.trimmed.lowercased() == "application/json" else { throw Self.notJSON }
  }

  static let notJSON = Failure(
    .badRequest, "Send the body as JSON, with \"Content-Type: application/json\".")

  /// A whole number from the query.
  func limit(default fallback: Int, most: Int) throws(Failure) -> Int {
    guard let text = query("limit") else { return fallback }
    guard let number = Int(text), (1...most).contains(number) else {
      throw Failure(.badRequest, "\"limit\" must be a whole number from 1 to \(most).")
    }
    return number
  }
}
