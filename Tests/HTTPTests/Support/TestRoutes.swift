import Dispatch

@testable import HTTP

extension TestServer {
  static let page = ConstantBytes(
    copying: Array(String(repeating: "<p>0123456789</p>\n", count: 200).utf8))

  static func router(_ events: Log, _ webSocket: WebSocketConfiguration) -> Router {
    var router = Router()
    let files = StaticFiles(
      [.init(path: "index.html", bytes: page.buffer), .init(path: "a/b.bin", bytes: page.buffer)],
      fields: ["X-Content-Type-Options": "nosniff"])
    router.get("/") { files.response(to: $0, path: "") ?? Response(404) }
    router.get("/files/{path...}") {
      files.response(to: $0, path: $0.parameter("path") ?? "") ?? Response(404)
    }
    router.get("/seen/{name}") { request in
      .text(
        "\(request.path)|\(request.parameter("name") ?? "-")|\(request.rawQuery)|\(request.host)")
    }
    router.on(
      .get, .post, .put, .patch, .delete, .options, at: "/echo", body: .buffered(limit: 1_000_000)
    ) { request, responder in
      responder.respond(Response(200, contentType: "application/octet-stream", request.body))
    }
    router.on(.post, at: "/small", body: .buffered(limit: 10)) { request, responder in
      responder.respond(.text("\(request.body.count)"))
    }
    router.on(.get, at: "/later") { request, responder in
      DispatchQueue.global().async { responder.respond(.text("later \(request.rawQuery)")) }
    }
    router.on(.get, at: "/never") { _, _ in }
    router.on(.get, at: "/stream") { request, responder in
      responder.respond(Response(200, body: .stream(stream(request))))
    }
    router.stream(.post, at: "/upload", limit: 50_000_000) { _, responder, _ in
      Upload(responder, events)
    }
    router.webSocket("/ws", configuration: webSocket) { request in
      request.header("origin") == "http://evil" ? .refuse(Response(403)) : .accept(Echo(events))
    }
    return router
  }

  /// `pieces` pieces of 64 KB from another thread.
  private static func stream(_ request: Request) -> ResponseStream {
    let pieces = Int(request.query("pieces") ?? "") ?? 1
    return ResponseStream { writer in
      DispatchQueue.global().async {
        for index in 0..<pieces {
          writer.write([UInt8](repeating: UInt8(97 + index % 26), count: 65_536))
        }
        writer.finish()
      }
    }
  }
}

/// Counts an uploaded body.
final class Upload: BodyReceiver, @unchecked Sendable {
  // Sendable because only the connection's loop calls it.
  private let responder: Responder
  private let events: TestServer.Log
  private var count = 0

  init(_ responder: Responder, _ events: TestServer.Log) {
    self.responder = responder
    self.events = events
  }

  func received(_ bytes: UnsafeRawBufferPointer) { count += bytes.count }
  func ended() { responder.respond(.text("\(count)")) }
  func aborted() { events.add("aborted") }
}

/// Echoes messages; `!close`, `!flood` and the like are commands, `log …` is written down.
final class Echo: WebSocketHandler {
  private let events: TestServer.Log

  init(_ events: TestServer.Log) { self.events = events }

  func opened(_ socket: WebSocket) { events.add("opened") }

  func text(_ text: UnsafeRawBufferPointer, from socket: WebSocket) {
    let command = String(decoding: text, as: UTF8.self)
    if command.hasPrefix("!") { return obey(command, socket) }
    if command.hasPrefix("log ") { return events.add(command) }
    socket.send(text: text)
  }

  private func obey(_ command: String, _ socket: WebSocket) {
    switch command {
    case "!close": socket.close(code: 4_000, reason: "asked")
    case "!pause":
      socket.pauseReading()
      events.paused.withLock { $0.append(socket) }
    case "!resume":
      events.add("resumed")
      events.paused.withLock { for socket in $0 { socket.resumeReading() } }
    case "!end": events.paused.withLock { for socket in $0 { socket.close(code: 4_000) } }
    case _ where command.hasPrefix("!hiccup"):
      socket.pauseReading()
      DispatchQueue.global().async { socket.resumeReading() }
      socket.send(text: command)
    case "!flood": flood(socket, 1_000, of: 65_536)
    case "!last words":
      flood(socket, 30, of: 500_000)
      socket.close(code: 4_001)
    default: sendMany(command, socket)
    }
  }

  private func flood(_ socket: WebSocket, _ count: Int, of size: Int) {
    let message = PreparedMessage(binary: [UInt8](repeating: 7, count: size))
    for _ in 0..<count { socket.send(message) }
  }

  /// Messages with a key and without one, and `end`.
  private func sendMany(_ command: String, _ socket: WebSocket) {
    switch command {
    case "!order":
      socket.send(PreparedMessage(text: "state 1"))
      socket.send(PreparedMessage(text: "progress 10"), replacing: 1)
      socket.send(PreparedMessage(text: "state 958"))
      socket.send(PreparedMessage(text: "progress 1953"), replacing: 1)
    case "!merge":
      for index in 0..<100 { socket.send(PreparedMessage(text: "p\(index)"), replacing: 1) }
    case "!mixed":
      let filler = String(repeating: "x", count: 8_192)
      for index in 0..<1_000 {
        socket.send(PreparedMessage(text: "match \(index) \(filler)"))
        socket.send(PreparedMessage(text: "progress \(index)"), replacing: 1)
      }
    default: broadcast(command, socket)
    }
    socket.send(PreparedMessage(text: "end"))
  }

  /// `!broadcast N M`: 1,000 messages of over N bytes without a key, and as many of over M with one.
  private func broadcast(_ command: String, _ socket: WebSocket) {
    let fillers = command.split(separator: " ").compactMap { Int($0) }
      .map { String(repeating: "x", count: $0) }
    for index in 0..<1_000 where fillers.count == 2 {
      WebSocket.broadcast(PreparedMessage(text: "match \(index) \(fillers[0])"), to: [socket])
      WebSocket.broadcast(
        PreparedMessage(text: "progress \(index) \(fillers[1])"), to: [socket], replacing: 1)
    }
  }

  func binary(_ bytes: UnsafeRawBufferPointer, from socket: WebSocket) {
    socket.send(binary: bytes)
  }
  func closed(_ socket: WebSocket, code: UInt16) { events.add("closed \(code)") }
}
