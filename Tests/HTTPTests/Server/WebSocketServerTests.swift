import Codec
import Dispatch
import Testing

@testable import HTTP

@Suite struct WebSocketServerTests {
  static let handshake = """
    GET /ws HTTP/1.1\r
    Host: a\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r

    """

  @Test("messages sent with the handshake are echoed, and a close is echoed")
  func echo() async throws {
    let server = try TestServer()
    let client = try server.client()
    client.send(
      Array((Self.handshake + "\r\n").utf8) + Frame.text("hello").bytes + Frame.ping([1]).bytes)
    #expect(client.response(hasBody: false).head.hasPrefix("HTTP/1.1 101 "))
    var next = client.frame()
    #expect(next.first == 0x81 && next.payload == Array("hello".utf8))
    next = client.frame()
    #expect(next.first == 0x8A && next.payload == [1])
    client.send(Frame.binary(100_000).bytes)
    #expect(client.frame().payload.count == 100_000)
    client.send(Frame.close(3_000).bytes)
    next = client.frame()
    #expect(next.first == 0x88 && next.payload == [0x0B, 0xB8])
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 3000"))
  }

  @Test(
    "a violation is answered with its close code",
    arguments: [
      (Frame.text("a").with { $0.mask = nil }.bytes, 1_002),
      ([0x81, 0xFE, 0xFF, 0xFF, 0, 0, 0, 0], 1_009),
      (Frame(opcode: 1, payload: [0xFF]).bytes, 1_007),
    ] as [([UInt8], Int)])
  func violations(_ bytes: [UInt8], _ code: Int) async throws {
    var limits = WebSocketConfiguration()
    limits.frameLimit = 1_000
    let server = try TestServer(webSocket: limits)
    let client = try server.webSocket()
    client.send(bytes)
    let answer = client.frame()
    #expect(answer.first == 0x88)
    #expect(answer.payload.prefix(2).reduce(0) { $0 << 8 | Int($1) } == code)
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed \(code)"))
  }

  @Test(
    "a message longer than a frame may be is sent in several",
    arguments: [(1_000, [1_000]), (1_001, [1_000, 1]), (3_500, [1_000, 1_000, 1_000, 500])]
      as [(Int, [Int])])
  func sentFrames(_ count: Int, _ expected: [Int]) throws {
    var limits = TestServer.patient
    limits.sentFrameLimit = 1_000
    let server = try TestServer(webSocket: limits)
    defer { withExtendedLifetime(server) {} }
    let client = try server.webSocket()
    client.send(Frame.binary(count).bytes)
    for (index, size) in expected.enumerated() {
      let next = client.frame()
      let opcode: UInt8 = index == 0 ? 2 : 0
      #expect(next.first == (index == expected.count - 1 ? 0x80 | opcode : opcode))
      #expect(next.payload == [UInt8](repeating: 0xFE, count: size))
    }
  }

  @Test("a deflated message says so in the first of its frames alone")
  func sentDeflatedFrames() throws {
    var limits = TestServer.patient
    limits.sentFrameLimit = 1_000
    let server = try TestServer(webSocket: limits)
    defer { withExtendedLifetime(server) {} }
    let client = try server.webSocket("Sec-WebSocket-Extensions: permessage-deflate\r\n")
    var random = SplitMix(state: 1)
    let payload = (0..<4_000).map { _ in UInt8.random(in: 0..<16, using: &random) }
    client.send(Frame(opcode: 2, payload: payload).bytes)
    var next = client.frame()
    #expect(next.first == 0x42 && next.payload.count == 1_000)
    var body = next.payload
    while next.first & 0x80 == 0 {
      next = client.frame()
      #expect(next.first & 0x7F == 0 && next.payload.count <= 1_000)
      body += next.payload
    }
    var inflater = Inflater(.raw)
    var output: [UInt8] = []
    _ = (body + [0, 0, 0xFF, 0xFF]).withUnsafeBytes {
      inflater.inflate($0, limit: 10_000, into: &output)
    }
    #expect(output == payload)
  }

  @Test("the server's close waits for the client's")
  func serverCloses() async throws {
    let server = try TestServer()
    let client = try server.webSocket()
    client.send(Frame.text("!close").bytes)
    let answer = client.frame()
    #expect(answer.first == 0x88 && answer.payload == [0x0F, 0xA0] + Array("asked".utf8))
    client.send(Frame.close(4_000).bytes)
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 4000"))
  }

  @Test("a lost connection is told as 1006")
  func lost() async throws {
    let server = try TestServer()
    var client: RawClient? = try server.webSocket()
    client?.send(Frame.text("x").bytes)
    client = nil
    #expect(await server.events.wait(for: "closed 1006"))
  }

  @Test("a stop closes with 1001")
  func stop() async throws {
    let server = try TestServer()
    let client = try server.webSocket()
    // Not as a task: it blocks, and the tests' threads are few.
    DispatchQueue.global().async {
      server.server.stop(within: 30)
      server.events.add("stopped")
    }
    let answer = client.frame()
    #expect(answer.first == 0x88 && answer.payload.starts(with: [0x03, 0xE9]))
    client.send(Frame.close(1_001).bytes)
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "stopped"))
    #expect(server.events.all.contains("closed 1001"))
  }

  @Test("an idle client is pinged, and one that does not answer is lost")
  func pings() async throws {
    var limits = WebSocketConfiguration()
    limits.pingInterval = 0.2
    limits.peerTimeout = 0.8
    let server = try TestServer(webSocket: limits)
    let client = try server.webSocket()
    #expect(client.frame().first == 0x89)
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 1006"))
  }

  @Test("without messages the connection is closed with 1001, pings or not")
  func idle() throws {
    var limits = WebSocketConfiguration()
    limits.idleTimeout = 0.3
    let server = try TestServer(webSocket: limits)
    let client = try server.webSocket()
    let answer = client.frame()
    #expect(answer.first == 0x88 && answer.payload.starts(with: [0x03, 0xE9]))
  }

  @Test("a connection is closed with 1001 at the end of its life, however busy it is")
  func lifetime() throws {
    var limits = TestServer.patient
    limits.lifetime = 0.6
    let server = try TestServer(webSocket: limits)
    let client = try server.webSocket()
    var answer: (first: UInt8, payload: [UInt8])
    repeat {
      client.send(Frame.text("busy").bytes)
      answer = client.frame()
    } while answer.first == 0x81
    #expect(answer.first == 0x88 && answer.payload.starts(with: [0x03, 0xE9]))
    #expect(String(decoding: answer.payload.dropFirst(2), as: UTF8.self) == "open for too long")
  }

  @Test("large messages are deflated for a client that asks")
  func deflates() throws {
    let server = try TestServer()
    let client = try server.webSocket(
      "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n")
    let text = String(repeating: "hello ", count: 200)
    client.send(Frame.text(text).bytes)
    let answer = client.frame()
    #expect(answer.first == 0xC1)
    #expect(answer.payload.count < 100)
    var inflate = MessageInflate()
    var output: [UInt8] = []
    let outcome = answer.payload.withUnsafeBytes {
      inflate.inflate($0, endsMessage: true, keepsContext: false, limit: 10_000, into: &output)
    }
    #expect(outcome == .ok)
    #expect(output == Array(text.utf8))
  }
}
