import Testing

@testable import HTTP

/// Applications that want no more messages of a WebSocket for a while.
@Suite struct PausedReadingTests {
  @Test("what has been read waits until reading goes on, pings too, and is whole")
  func waits() async throws {
    let server = try TestServer(loops: 1)
    let client = try server.webSocket()
    let other = try server.webSocket()
    let frames: [Frame] = [.text("log 1"), .text("!pause"), .text("log 2"), .ping([7]), .text("a")]
    client.send(frames.flatMap(\.bytes) + Frame.text("split").bytes.dropLast(2))
    #expect(await server.events.wait(for: "log 1"))
    other.send(Frame.text("x").bytes)
    #expect(other.frame().payload == [0x78])
    other.send(Frame.text("!resume").bytes)
    #expect(client.frame() == (0x8A, [7]))
    #expect(client.frame() == (0x81, [0x61]))
    #expect(server.events.all.suffix(3) == ["log 1", "resumed", "log 2"])
    client.send(Array(Frame.text("split").bytes.suffix(2)))
    #expect(client.frame().payload == Array("split".utf8))
  }

  @Test("thousands of pauses lose no message and change no order", arguments: [false, true])
  func often(_ isDeflated: Bool) throws {
    let server = try TestServer()
    defer { withExtendedLifetime(server) {} }
    let client = try server.webSocket(
      isDeflated ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "")
    let texts = (0..<3_000).map { "!hiccup \($0)" }
    client.send(texts.flatMap { Frame.text($0).bytes })
    #expect(client.texts(to: "!hiccup 2999") == texts)
  }

  @Test("the server's close ends a pause: the client's answer is read")
  func close() async throws {
    let server = try TestServer(loops: 1)
    let client = try server.webSocket()
    let other = try server.webSocket()
    client.send(
      Frame.text("log 1").bytes + Frame.text("!pause").bytes + Frame.text("lost").bytes
        + Frame.close(3_000).bytes)
    #expect(await server.events.wait(for: "log 1"))
    other.send(Frame.text("!end").bytes)
    #expect(client.frame() == (0x88, [0x0F, 0xA0]))
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 3000"))
  }

  @Test("a connection that is lost during a pause is told as lost")
  func lost() async throws {
    let server = try TestServer(loops: 1)
    var client: RawClient? = try server.webSocket()
    let other = try server.webSocket()
    client?.send(Frame.text("log 1").bytes + Frame.text("!pause").bytes + Frame.text("x").bytes)
    #expect(await server.events.wait(for: "log 1"))
    client = nil
    other.send(Frame.text("!resume").bytes)
    #expect(await server.events.wait(for: "closed 1006"))
  }
}
