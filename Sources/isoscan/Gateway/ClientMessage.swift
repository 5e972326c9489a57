import Foundation
import Matching
import Pipeline

/// A client's message, decoded: a route and what it needs.
enum ClientMessage: Equatable {
  case startScan(ScanRequest)
  case reconnect(sessionID: String, token: String?)
  case cancelScan(sessionID: String)
  case ping

  private struct Envelope: Decodable { var action: String? }

  private struct SessionReference: Decodable {
    var session_id: String
    var token: String?
  }

  /// What `$request.body.action` may say: every action that has a route.
  enum Route: String {
    case startScan = "start_scan"
    case reconnect
    case cancelScan = "cancel_scan"
    case ping
  }

  /// Chooses the route of one text message.
  ///
  /// - Throws: `bad_json`, `unknown_action` or `bad_request`: all that goes to `$default`.
  static func route(of data: Data) throws(Failure) -> Route {
    try JSONGrammar.check(data)
    let envelope: Envelope
    do {
      envelope = try JSONDecoder().decode(Envelope.self, from: data)
    } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
      throw Failure(.badRequest, "\"action\" must be a string.")
    } catch DecodingError.typeMismatch {
      throw Failure(.badJSON, "The message must be a JSON object such as {\"action\":\"ping\"}.")
    } catch {
      throw Failure(.badJSON, "The message is not valid JSON.")
    }
    if let route = envelope.action.flatMap(Route.init(rawValue:)) { return route }
    let found =
      envelope.action.map { "There is no action \"\($0.prefix(100))\"" } ?? "\"action\" is missing"
    throw Failure(.unknownAction, "\(found): send start_scan, reconnect, cancel_scan or ping.")
  }

  /// Decodes a message of that route.
  ///
  /// - Throws: `bad_request`.
  static func decode(_ data: Data, as route: Route) throws(Failure) -> ClientMessage {
    switch route {
    case .startScan: return .startScan(try ScanRequestBody.decode(data))
    case .reconnect:
      let reference = try RequestBody.decode(SessionReference.self, from: data)
      let token = reference.token.flatMap { $0.isEmpty ? nil : $0 }
      return .reconnect(sessionID: reference.session_id, token: token)
    case .cancelScan:
      return .cancelScan(
        sessionID: try RequestBody.decode(SessionReference.self, from: data).session_id)
    case .ping: return .ping
    }
  }

  /// Decodes one text message.
  ///
  /// - Throws: what ``route(of:)`` and ``decode(_:as:)`` throw.
  static func decode(_ text: [UInt8]) throws(Failure) -> ClientMessage {
    let data = Data(text)
    return try decode(data, as: route(of: data))
  }
}

/// The body of `start_scan` and of `POST /api/sessions`.
struct ScanRequestBody: Decodable {
  private struct Match: Decodable { var mode: String? }

  private var token: String?
  private var drive_link: String?
  private var folder: String?
  private var upload_id: String?
  private var file_content: String?
  private var target_hole_codes: [String]?
  private var match: Match?
  private var request_id: String?
  private var priority: Int?

  static func decode(_ data: Data) throws(Failure) -> ScanRequest {
    try RequestBody.decode(ScanRequestBody.self, from: data).request()
  }

  private func request() throws(Failure) -> ScanRequest {
    var request = ScanRequest()
    // An empty field is one that a form left empty: as if it weren't there.
    request.token = Self.given(token)
    request.driveLink = Self.given(drive_link)
    request.folder = Self.given(folder)
    request.uploadID = Self.given(upload_id)
    request.fileContent = Self.given(file_content)
    request.codes = target_hole_codes ?? []
    request.requestID = Self.given(request_id)
    request.priority = priority ?? 0
    let limit = ScanRequest.priorityLimit
    guard (-limit...limit).contains(request.priority) else {
      throw Failure(.badRequest, "\"priority\" must be a whole number from -\(limit) to \(limit).")
    }
    if let mode = match?.mode {
      guard let known = MatchMode(rawValue: mode) else {
        let modes = MatchMode.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(.badRequest, "\"match.mode\" must be one of \(modes).")
      }
      request.mode = known
    }
    return request
  }

  private static func given(_ text: String?) -> String? {
    text.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Decodes JSON bodies, with errors that name the field.
enum RequestBody {
  static func decode<Body: Decodable>(
    _ type: Body.Type, from data: Data
  ) throws(Failure) -> Body {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw describe(error)
    } catch {
      throw Failure(.badJSON, "The message is not valid JSON.")
    }
  }

  private static func describe(_ error: DecodingError) -> Failure {
    switch error {
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      guard !context.codingPath.isEmpty else {
        return Failure(.badJSON, "The message must be a JSON object.")
      }
      return Failure(
        .badRequest, "\"\(path(context.codingPath))\" must be \(name(of: type)).")
    case .keyNotFound(let key, let context):
      return Failure(
        .badRequest, "\"\(path(context.codingPath + [key]))\" is missing.")
    default:
      return Failure(.badJSON, "The message is not valid JSON.")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { text, key in
      if let index = key.intValue { return "\(text)[\(index)]" }
      return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
    }
  }

  private static func name(of type: Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Int.Type: "a whole number"
    case is Bool.Type: "true or false"
    default: "\(type)".hasPrefix("Array") ? "a list of strings" : "an object"
    }
  }
}
