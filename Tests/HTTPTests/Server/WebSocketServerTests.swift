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

  private func open(_ server: TestServer, _ fields: String = "") throws -> RawClient {
    let client = try server.client()
    client.send(Self.handshake + fields + "\r\n")
    let head = client.response(hasBody: false).head
    #expect(head.hasPrefix("HTTP/1.1 101 "))
    #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    return client
  }

  /// One frame of the server: opcode with the first bits, and payload.
  private func frame(_ client: RawClient) -> (first: UInt8, payload: [UInt8]) {
    let head = client.readExactly(2)
    guard head.count == 2 else { return (0, []) }
    var count = Int(head[1])
    if count >= 126 {
      count = client.readExactly(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
    }
    return (head[0], client.readExactly(count))
  }

  @Test("messages sent with the handshake are echoed, and a close is echoed")
  func echo() async throws {
    let server = try TestServer()
    let client = try server.client()
    client.send(
      Array((Self.handshake + "\r\n").utf8) + Frame.text("hello").bytes + Frame.ping([1]).bytes)
    #expect(client.response(hasBody: false).head.hasPrefix("HTTP/1.1 101 "))
    var next = frame(client)
    #expect(next.first == 0x81 && next.payload == Array("hello".utf8))
    next = frame(client)
    #expect(next.first == 0x8A && next.payload == [1])
    client.send(Frame.binary(100_000).bytes)
    #expect(frame(client).payload.count == 100_000)
    client.send(Frame.close(3_000).bytes)
    next = frame(client)
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
    let client = try open(server)
    client.send(bytes)
    let answer = frame(client)
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
    let client = try open(server)
    client.send(Frame.binary(count).bytes)
    for (index, size) in expected.enumerated() {
      let next = frame(client)
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
    let client = try open(server, "Sec-WebSocket-Extensions: permessage-deflate\r\n")
    var random = SplitMix(state: 1)
    let payload = (0..<4_000).map { _ in UInt8.random(in: 0..<16, using: &random) }
    client.send(Frame(opcode: 2, payload: payload).bytes)
    var next = frame(client)
    #expect(next.first == 0x42 && next.payload.count == 1_000)
    var body = next.payload
    while next.first & 0x80 == 0 {
      next = frame(client)
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
    let client = try open(server)
    client.send(Frame.text("!close").bytes)
    let answer = frame(client)
    #expect(answer.first == 0x88 && answer.payload == [0x0F, 0xA0] + Array("asked".utf8))
    client.send(Frame.close(4_000).bytes)
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 4000"))
  }

  @Test("a lost connection is told as 1006")
  func lost() async throws {
    let server = try TestServer()
    var client: RawClient? = try open(server)
    client?.send(Frame.text("x").bytes)
    client = nil
    #expect(await server.events.wait(for: "closed 1006"))
  }

  @Test("a stop closes with 1001")
  func stop() async throws {
    let server = try TestServer()
    let client = try open(server)
    // Not as a task: it blocks, and the tests' threads are few.
    DispatchQueue.global().async {
      server.server.stop(within: 30)
      server.events.add("stopped")
    }
    let answer = frame(client)
    #expect(answer.first == 0x88 && answer.payload.starts(with: [0x03, 0xE9]))
    client.send(Frame.close(1_001).bytes)
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "stopped"))
    #expect(server.events.all.contains("closed 1001"))
  }

  @Test("a client that reads nothing is closed at the bound, and others go on")
  func slowClient() async throws {
    var limits = TestServer.patient
    limits.queueLimit = 8_000_000
    let server = try TestServer(loops: 1, webSocket: limits)
    let slow = try open(server)
    let other = try open(server)
    slow.send(Frame.text("!flood").bytes)
    other.send(Frame.text("still here").bytes)
    #expect(frame(other).payload == Array("still here".utf8))
    #expect(await server.events.wait(for: "closed 1006"))
    #expect(await server.counters { $0.slowClientsClosed > 0 }.slowClientsClosed == 1)
  }

  @Test("messages of one key are merged while they wait, the rest keeps its order")
  func merges() throws {
    let server = try TestServer()
    let client = try open(server)
    client.send(Frame.text("!merge").bytes)
    var texts: [String] = []
    while texts.last != "end", texts.count < 200 {
      texts.append(String(decoding: frame(client).payload, as: UTF8.self))
    }
    #expect(texts == ["p99", "end"])
  }

  @Test("a client that is slow gets every message without a key, and fewer of those with one")
  func slowAndMixed() throws {
    let server = try TestServer(loops: 1)
    let client = try open(server)
    let other = try open(server)
    client.send(Frame.text("!mixed").bytes)
    // 8 MB are more than the sockets hold: all of it is queued before anything is read, since another
    // message to the same loop is answered after it.
    other.send(Frame.text("next").bytes)
    #expect(frame(other).payload == Array("next".utf8))
    var matches: [Int] = []
    var progress: [Int] = []
    while true {
      let words = String(decoding: frame(client).payload, as: UTF8.self).split(separator: " ")
      guard words.count > 1, let number = Int(words[1]) else {
        #expect(words == ["end"])
        break
      }
      if words[0] == "match" { matches.append(number) } else { progress.append(number) }
    }
    #expect(matches == Array(0..<1_000))
    #expect(progress == progress.sorted())
    #expect(progress.last == 999)
    #expect(progress.count < 1_000)
  }

  @Test("an idle client is pinged, and one that does not answer is lost")
  func pings() async throws {
    var limits = WebSocketConfiguration()
    limits.pingInterval = 0.2
    limits.peerTimeout = 0.8
    let server = try TestServer(webSocket: limits)
    let client = try open(server)
    #expect(frame(client).first == 0x89)
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 1006"))
  }

  @Test("without messages the connection is closed with 1001, pings or not")
  func idle() throws {
    var limits = WebSocketConfiguration()
    limits.idleTimeout = 0.3
    let server = try TestServer(webSocket: limits)
    let client = try open(server)
    let answer = frame(client)
    #expect(answer.first == 0x88 && answer.payload.starts(with: [0x03, 0xE9]))
  }

  @Test("large messages are deflated for a client that asks")
  func deflates() throws {
    let server = try TestServer()
    let client = try open(
      server, "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n")
    let text = String(repeating: "hello ", count: 200)
    client.send(Frame.text(text).bytes)
    let answer = frame(client)
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
