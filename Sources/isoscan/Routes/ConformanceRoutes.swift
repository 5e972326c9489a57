import HTTP
import Synchronization

/// What conformance suites need (`serve --conformance`, loopback only): echoes and a relay.
struct ConformanceRoutes {
  private static let bodyLimit = 33_554_432

  func add(to router: inout Router) {
    // Every method but TRACE, which can't have a body (RFC 9110 §9.3.8).
    router.on(
      .get, .post, .put, .patch, .delete, .options, at: "/echo",
      body: .buffered(limit: Self.bodyLimit)
    ) { request, responder in
      let type = request.header("Content-Type") ?? "application/octet-stream"
      var response = Response(contentType: type, request.body)
      // RFC 9110 §9.3.7.
      if request.method == .options {
        response.fields.append("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH")
      }
      responder.respond(response)
    }
    var limits = WebSocketConfiguration()
    limits.idleTimeout = 0
    router.webSocket("/ws-echo", configuration: limits) { _ in .accept(EchoHandler()) }
    let relay = BroadcastHandler()
    router.webSocket("/ws-broadcast", configuration: limits) { _ in .accept(relay) }
  }
}

/// Sends every message back.
private final class EchoHandler: WebSocketHandler {
  func opened(_ socket: WebSocket) {}
  func text(_ text: UnsafeRawBufferPointer, from socket: WebSocket) { socket.send(text: text) }
  func binary(_ bytes: UnsafeRawBufferPointer, from socket: WebSocket) {
    socket.send(binary: bytes)
  }
  func closed(_ socket: WebSocket, code: UInt16) {}
}

/// Relays every message to all connections.
private final class BroadcastHandler: WebSocketHandler {
  private let sockets = Mutex<[ObjectIdentifier: WebSocket]>([:])

  func opened(_ socket: WebSocket) {
    sockets.withLock { $0[ObjectIdentifier(socket)] = socket }
  }

  func text(_ text: UnsafeRawBufferPointer, from socket: WebSocket) {
    relay(PreparedMessage(text: [UInt8](text)))
  }

  func binary(_ bytes: UnsafeRawBufferPointer, from socket: WebSocket) {
    relay(PreparedMessage(binary: [UInt8](bytes)))
  }

  func closed(_ socket: WebSocket, code: UInt16) {
    sockets.withLock { $0[ObjectIdentifier(socket)] = nil }
  }

  private func relay(_ message: PreparedMessage) {
    WebSocket.broadcast(message, to: sockets.withLock { Array($0.values) })
  }
}
