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

/// Echoes messages; `close`, `flood N` and the like are commands.
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
    if command == "!pause" {
      socket.pauseReading()
      return events.paused.withLock { $0.append(socket) }
    }
    if command.hasPrefix("!hiccup") {
      socket.pauseReading()
      DispatchQueue.global().async { socket.resumeReading() }
      return socket.send(text: command)
    }
    if command == "!resume" {
      events.add("resumed")
      return events.paused.withLock { for socket in $0 { socket.resumeReading() } }
    }
    if command == "!end" {
      return events.paused.withLock { for socket in $0 { socket.close(code: 4_000) } }
    }
    if command == "!close" { return socket.close(code: 4_000, reason: "asked") }
    if command == "!flood" {
      let message = PreparedMessage(binary: [UInt8](repeating: 7, count: 65_536))
      for _ in 0..<1_000 { socket.send(message) }
      return
    }
    if command == "!last words" {
      let message = PreparedMessage(binary: [UInt8](repeating: 7, count: 500_000))
      for _ in 0..<30 { socket.send(message) }
      return socket.close(code: 4_001)
    }
    if command.hasPrefix("!broadcast ") {
      let sizes = command.split(separator: " ").compactMap { Int($0) }
      let fillers = sizes.map { String(repeating: "x", count: $0) }
      for index in 0..<1_000 where fillers.count == 2 {
        WebSocket.broadcast(PreparedMessage(text: "match \(index) \(fillers[0])"), to: [socket])
        WebSocket.broadcast(
          PreparedMessage(text: "progress \(index) \(fillers[1])"), to: [socket], replacing: 1)
      }
      return WebSocket.broadcast(PreparedMessage(text: "end"), to: [socket])
    }
    if command == "!mixed" {
      let filler = String(repeating: "x", count: 8_192)
      for index in 0..<1_000 {
        socket.send(PreparedMessage(text: "match \(index) \(filler)"))
        socket.send(PreparedMessage(text: "progress \(index)"), replacing: 1)
      }
      return socket.send(PreparedMessage(text: "end"))
    }
    if command == "!order" {
      socket.send(PreparedMessage(text: "state 1"))
      socket.send(PreparedMessage(text: "progress 10"), replacing: 1)
      socket.send(PreparedMessage(text: "state 958"))
      socket.send(PreparedMessage(text: "progress 1953"), replacing: 1)
      return socket.send(PreparedMessage(text: "end"))
    }
    if command == "!merge" {
      for index in 0..<100 { socket.send(PreparedMessage(text: "p\(index)"), replacing: 1) }
      return socket.send(PreparedMessage(text: "end"))
    }
  }

  func binary(_ bytes: UnsafeRawBufferPointer, from socket: WebSocket) {
    socket.send(binary: bytes)
  }
  func closed(_ socket: WebSocket, code: UInt16) { events.add("closed \(code)") }
}
