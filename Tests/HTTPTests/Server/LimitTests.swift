import Glibc
import Testing

@testable import HTTP

/// Limits of time and number.
@Suite struct LimitTests {
  private static func quick(_ configuration: inout ServerConfiguration) {
    configuration.timeouts.head = 0.3
    configuration.timeouts.idle = 0.3
    configuration.timeouts.body = 0.3
    configuration.timeouts.linger = 0.3
  }

  @Test("a head that does not end gets 408")
  func slowHead() throws {
    let server = try TestServer(change: Self.quick)
    let client = try server.client()
    client.send("GET / HTTP/1.1\r\nHost")
    #expect(TestServer.statuses(String(decoding: client.readToEnd(), as: UTF8.self)) == [408])
  }

  @Test("a connection that says nothing is closed")
  func silent() throws {
    let server = try TestServer(change: Self.quick)
    #expect(try server.client().readToEnd().isEmpty)
  }

  @Test("a body that comes too slowly gets 408")
  func slowBody() throws {
    let server = try TestServer(change: Self.quick)
    let client = try server.client()
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc")
    #expect(TestServer.statuses(String(decoding: client.readToEnd(), as: UTF8.self)) == [408])
  }

  @Test(
    "a body that nobody wants any more is not waited for without end",
    arguments: [
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n", 405),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\nabc", 405),
      ("GET /ws HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n", 426),
      ("OPTIONS * HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n", 204),
    ])
  func unwantedBody(_ request: String, _ status: Int) throws {
    let server = try TestServer(change: Self.quick)
    let client = try server.client()
    client.send(request)
    #expect(TestServer.statuses(String(decoding: client.readToEnd(), as: UTF8.self)) == [status])
  }

  @Test(
    "what is wrong already is refused at once, not when its time is over",
    arguments: [
      ("POST /echo", "ffffffff\r\nhello", 413), ("POST /echo", "2800000\r\n", 413),
      ("POST /echo", "fffffffffffffff\r\n", 413), ("GET /", "ffffffff\r\n", 413),
      ("POST /echo", "0\r\n\n", 400), ("POST /echo", "0\r\nX: y\n", 400),
      ("POST /echo", "0\r\nX: \0", 400),
    ])
  func wrongChunk(_ line: String, _ body: String, _ status: Int) throws {
    let server = try TestServer { $0.timeouts.body = 50 }
    let client = try server.client()
    client.send("\(line) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)")
    #expect(client.response().head.hasPrefix("HTTP/1.1 \(status) "))
  }

  @Test(
    "a head with a bare CR is refused at once",
    arguments: [
      "GET / HTTP/1.1\rHost: a\r\r", "GET / HTTP/1.1\r\nHost: a\r\r",
      "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb", "\rGET",
    ])
  func bareReturn(_ request: String) throws {
    let server = try TestServer { $0.timeouts.head = 50 }
    let client = try server.client()
    client.send(request)
    #expect(client.response().head.hasPrefix("HTTP/1.1 400 "))
  }

  @Test("an empty line after a request begins no other")
  func emptyLine() throws {
    let server = try TestServer(change: Self.quick)
    let client = try server.client()
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n")
    #expect(TestServer.statuses(String(decoding: client.readToEnd(), as: UTF8.self)) == [200])
  }

  @Test("empty lines give a head no more time")
  func emptyLines() throws {
    let server = try TestServer(change: Self.quick)
    let client = try server.client()
    var isOpen = true
    for _ in 0..<200 where isOpen {
      isOpen = client.send("\r\n")
      usleep(50_000)
    }
    #expect(!isOpen)
  }

  @Test("an idle connection is closed after its response")
  func idle() throws {
    let server = try TestServer(change: Self.quick)
    let client = try server.client()
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(TestServer.statuses(String(decoding: client.readToEnd(), as: UTF8.self)) == [200])
  }

  @Test("a half-open handshake is closed by the head's limit")
  func halfOpenHandshake() throws {
    let server = try TestServer(change: Self.quick)
    let client = try server.client()
    client.send("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n")
    #expect(TestServer.statuses(String(decoding: client.readToEnd(), as: UTF8.self)) == [408])
  }

  @Test("connections over the maximum get 503 with Retry-After, and room comes back")
  func maximum() async throws {
    let server = try TestServer { $0.maximumConnections = 2 }
    var first: RawClient? = try server.client()
    let second = try server.client()
    for client in [first, second] {
      client?.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(client?.response().head.hasPrefix("HTTP/1.1 200 ") == true)
    }
    let refused = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(TestServer.statuses(refused) == [503])
    #expect(refused.contains("Retry-After: "))
    #expect(refused.contains("Content-Type: text/plain") && refused.hasSuffix("connections\n"))
    first = nil
    var statuses = [503]
    for _ in 0..<1_000 where statuses != [200] {
      statuses = try TestServer.statuses(server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
      try await Task.sleep(for: .milliseconds(1))
    }
    #expect(statuses == [200])
  }

  @Test("a pipelining client that reads nothing is not read from without end")
  func backpressure() throws {
    let server = try TestServer(loops: 1)
    let client = try server.client()
    let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    let count = 2_000
    // 7 MB of answers: more than socket buffers hold, so the server has to stop and go on.
    for _ in 0..<count { client.send(request) }
    for _ in 0..<count { #expect(client.response().body.count == 3_600) }
  }

  @Test("random bytes are answered or closed, and the server goes on")
  func randomBytes() throws {
    let server = try TestServer(change: Self.quick)
    var random = SplitMix(state: 3)
    for _ in 0..<300 {
      let count = Int.random(in: 1...400, using: &random)
      _ = try server.exchange((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
    #expect(try TestServer.statuses(server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == [200])
  }
}
