import Codec
import HTTP

/// The API Gateway management API: posts to, looks at and closes connections.
struct ManagementRoutes: Sendable {
  /// Longest message that may be posted, in bytes: that of API Gateway.
  private static let postLimit = 131_072

  private struct Identity: Encodable {
    var sourceIp: String
    var userAgent: String
  }

  private struct Description: Encodable {
    var connectedAt: String
    var lastActiveAt: String
    var identity: Identity
  }

  private struct Gone: Encodable {
    let message = "Gone"
    let __type = "GoneException"
  }

  let registry: ConnectionRegistry
  /// The stage that stands before the path, or nothing.
  let stage: String

  func add(to router: inout Router) {
    for prefix in stage.isEmpty ? [""] : ["", "/" + stage] {
      let pattern = prefix + "/@connections/{id}"
      router.on(.post, at: pattern, body: .buffered(limit: Self.postLimit)) { request, responder in
        responder.respond(
          answer(request) { socket in
            socket.send(PreparedMessage(text: String(decoding: request.body, as: UTF8.self)))
            return Response(200)
          })
      }
      router.on(.get, at: pattern) { request, responder in
        responder.respond(answer(request) { Answer.json(describe($0)) })
      }
      router.on(.delete, at: pattern) { request, responder in
        responder.respond(
          answer(request) { socket in
            socket.close(code: 1000)
            return Response(204)
          })
      }
    }
  }

  private func answer(_ request: Request, _ body: (WebSocket) -> Response) -> Response {
    let id = request.parameter("id") ?? ""
    guard Base64.decode(id)?.count == 12, id.utf8.count == 16 else {
      return Answer.error(
        400, "BadRequestException", "The connection id is malformed.", request: request)
    }
    guard let socket = registry.connection(id)?.socket, socket.isOpen else {
      var response = Answer.json(Gone(), status: 410)
      response.fields.append("x-amzn-ErrorType", "GoneException")
      return response
    }
    return body(socket)
  }

  private func describe(_ socket: WebSocket) -> Description {
    Description(
      connectedAt: Timestamp.text(milliseconds: socket.connectedAt),
      lastActiveAt: Timestamp.text(milliseconds: socket.lastActiveAt),
      identity: Identity(sourceIp: socket.remoteAddress, userAgent: socket.userAgent))
  }
}
