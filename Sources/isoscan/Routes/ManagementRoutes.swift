import Codec
import HTTP

/// The API Gateway management API: posts to, looks at and closes connections.
struct ManagementRoutes: Sendable {
  /// Longest message that may be posted, in bytes: that of API Gateway.
  private static let postLimit = 131_072
  /// Unsent bytes of a connection from which on it takes no more posts (429): eight of the longest.
  private static let bufferLimit = 1_048_576

  private struct Identity: Encodable {
    var sourceIp: String
    var userAgent: String
  }

  private struct Description: Encodable {
    var connectedAt: String
    var lastActiveAt: String
    var identity: Identity
  }

  let registry: ConnectionRegistry
  let paths: ManagementPaths

  func add(to router: inout Router) {
    for pattern in paths.patterns {
      router.on(.post, at: pattern, body: .buffered(limit: Self.postLimit)) { request, responder in
        responder.respond(answer(request) { post(request, to: $0) })
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
    guard Self.isConnectionID(id) else {
      return ManagementPaths.error(400, "Invalid connectionId: \(id.prefix(100))", request)
    }
    guard let socket = registry.connection(id)?.socket, socket.isOpen else {
      return ManagementPaths.error(410, "The connection is gone.", request)
    }
    var response = body(socket)
    if response.status < 300 {
      response.fields.append("x-amzn-RequestId", Answer.requestID(request))
    }
    return response
  }

  /// base64url of 12 bytes, without padding.
  static func isConnectionID(_ text: String) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private func post(_ request: Request, to socket: WebSocket) -> Response {
    // RFC 6455 §5.6: a text message is UTF-8; binary ones are not part of this protocol.
    guard String(validating: request.body, as: UTF8.self) != nil else {
      return ManagementPaths.error(400, "The message must be UTF-8 text.", request)
    }
    if socket.bufferedBytes > Self.bufferLimit {
      return ManagementPaths.error(
        429, "The client reads too slowly: over \(Self.bufferLimit) bytes wait for it.", request)
    }
    socket.send(PreparedMessage(text: request.body))
    return Response(200)
  }

  private func describe(_ socket: WebSocket) -> Description {
    Description(
      connectedAt: Timestamp.text(milliseconds: socket.connectedAt),
      lastActiveAt: Timestamp.text(milliseconds: socket.lastActiveAt),
      identity: Identity(sourceIp: socket.remoteAddress, userAgent: socket.userAgent))
  }
}
