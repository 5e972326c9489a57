import Testing

@testable import HTTP

@Suite struct ServerTests {
  @Test("a second server on the port is refused, and the address named")
  func exclusive() throws {
    let first = try TestServer()
    var configuration = ServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: first.port)])
    configuration.loops = 1
    let second = Server(configuration: configuration, router: Router())
    let error = #expect(throws: SocketError.self) { try second.start() }
    #expect(error?.description.contains("127.0.0.1:\(first.port)") == true)
    #expect(try TestServer.statuses(first.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == [200])
  }

  @Test("IPv6 and Unix sockets are listened on")
  func families() throws {
    let path = "/tmp/isoscan-http-\(UInt32.random(in: 0 ... .max)).socket"
    let configuration = ServerConfiguration(
      addresses: [.tcp(host: "::1", port: 0), .unix(path: path)])
    let server = Server(configuration: configuration, router: Router())
    let bound = try server.start()
    #expect(bound.map(\.host) == ["::1", path])
    #expect(bound.map(\.isLocal) == [true, true])
    server.stop(within: 1)
    // The path went with the server: another can bind it.
    let next = Server(
      configuration: ServerConfiguration(addresses: [.unix(path: path)]), router: Router())
    _ = try next.start()
    next.stop(within: 1)
  }

  @Test("a response to HEAD has the length and no body, and the next is in order")
  func head() throws {
    let server = try TestServer()
    let client = try server.client()
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /seen/x?q HTTP/1.1\r\nHost: b:1\r\n\r\n")
    #expect(client.response(hasBody: false).head.contains("Content-Length: 3600\r\n"))
    #expect(client.response().body == Array("/seen/x|x|q|b".utf8))
  }

  @Test("answers from another thread keep the order of pipelined requests")
  func pipelining() throws {
    let server = try TestServer()
    let client = try server.client()
    for number in 0..<50 {
      client.send(
        "GET /\(number % 2 == 0 ? "later" : "seen/x")?\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
    }
    for number in 0..<50 {
      let body = String(decoding: client.response().body, as: UTF8.self)
      #expect(body.contains("\(number)"))
    }
  }

  @Test("a handler that never answers gets 500 answered")
  func abandoned() throws {
    let server = try TestServer()
    #expect(
      try TestServer.statuses(server.exchange("GET /never HTTP/1.1\r\nHost: a\r\n\r\n")) == [500])
  }

  @Test("a streamed body comes whole, in chunks for 1.1 and until the close for 1.0")
  func streams() throws {
    let server = try TestServer()
    let chunked = try server.exchange(
      "GET /stream?pieces=40 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    #expect(chunked.contains("Transfer-Encoding: chunked\r\n"))
    #expect(chunked.hasSuffix("\r\n0\r\n\r\n"))
    #expect(chunked.utf8.count > 40 * 65_536)
    let plain = try server.exchange("GET /stream?pieces=3 HTTP/1.0\r\n\r\n")
    #expect(!plain.contains("chunked"))
    let start = plain.utf8.count - 3 * 65_536
    #expect(plain.utf8.dropFirst(start).first == UInt8(ascii: "a"))
  }

  @Test("an upload is streamed to its receiver, and a lost one is told so")
  func uploads() async throws {
    let server = try TestServer()
    let client = try server.client()
    client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n")
    client.send([UInt8](repeating: 1, count: 5_000_000))
    #expect(client.response().body == Array("5000000".utf8))
    client.send("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
    client.finish()
    #expect(await server.events.wait(for: "aborted"))
  }

  @Test("100 Continue comes before the body is sent")
  func expectation() throws {
    let server = try TestServer()
    let client = try server.client()
    client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    #expect(client.readExactly(25) == Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    client.send("ok")
    #expect(client.response().body == Array("ok".utf8))
  }

  @Test("an early refusal is read by a client that is still sending")
  func earlyRefusal() throws {
    let server = try TestServer()
    let client = try server.client()
    client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
    client.send([UInt8](repeating: 1, count: 3_000_000))
    #expect(client.response().head.hasPrefix("HTTP/1.1 413 "))
  }

  @Test("a host that is not allowed gets 421, an interceptor answers or adds fields")
  func hooks() throws {
    var hooks = ServerHooks()
    hooks.isHostAllowed = { $0 == "good" }
    hooks.intercept = { request in
      request.header("origin") == "evil" ? .answer(Response(403)) : .proceed(["X-Added": "1"])
    }
    let server = try TestServer(hooks: hooks)
    let bad = try server.exchange("GET / HTTP/1.1\r\nHost: bad\r\n\r\n")
    #expect(TestServer.statuses(bad) == [421])
    let evil = try server.exchange("GET / HTTP/1.1\r\nHost: good\r\nOrigin: evil\r\n\r\n")
    #expect(TestServer.statuses(evil) == [403])
    let good = try server.exchange("GET /nowhere HTTP/1.1\r\nHost: GOOD:80\r\n\r\n")
    #expect(TestServer.statuses(good) == [404])
    #expect(good.contains("X-Added: 1\r\n"))
  }

  @Test("validators, ranges and gzip of a static file agree")
  func staticFiles() throws {
    let server = try TestServer()
    func get(_ extra: String) throws -> String {
      try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\(extra)\r\n")
    }
    let whole = try get("")
    #expect(whole.contains("Content-Type: text/html; charset=utf-8\r\n"))
    #expect(whole.contains("Vary: Accept-Encoding\r\n"))
    #expect(whole.contains("X-Content-Type-Options: nosniff\r\n"))
    let line = try #require(whole.split(separator: "\r\n").first { $0.hasPrefix("ETag: ") })
    let tag = line.dropFirst(6)
    #expect(try TestServer.statuses(get("If-None-Match: \"y\", W/\(tag)\r\n")) == [304])
    #expect(try TestServer.statuses(get("If-Match: \(tag)\r\n")) == [200])
    let part = try get("Range: bytes=3-12\r\nIf-Range: \(tag)\r\n")
    #expect(part.contains("Content-Range: bytes 3-12/3600\r\n"))
    #expect(part.hasSuffix("\r\n\r\n0123456789"))
    let packed = try get("Accept-Encoding: gzip;q=0.5, identity;q=0.4\r\n")
    #expect(packed.contains("Content-Encoding: gzip\r\n"))
    #expect(!packed.contains(tag))
    #expect(try get("Accept-Encoding: gzip;q=0\r\n").contains("gzip") == false)
  }

  @Test("counters count")
  func counters() async throws {
    let server = try TestServer()
    _ = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /no HTTP/1.1\r\nHost: a\r\n\r\n")
    let counters = await server.counters { $0.acceptedConnections == 1 && $0.connections == 0 }
    #expect(counters.successes == 1)
    #expect(counters.clientErrors == 1)
    #expect(counters.acceptedConnections == 1)
    #expect(counters.bytesSent > 3_600)
  }
}
