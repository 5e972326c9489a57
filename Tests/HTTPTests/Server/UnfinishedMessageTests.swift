import Testing

@testable import HTTP

/// Messages that begin and do not end.
@Suite struct UnfinishedMessageTests {
  private func code(_ frame: (first: UInt8, payload: [UInt8])) -> Int {
    frame.first == 0x88 ? frame.payload.prefix(2).reduce(0) { $0 << 8 | Int($1) } : 0
  }

  /// Sends the beginning of a message; all of it is read before the pong comes.
  private func begin(_ count: Int, _ client: RawClient) {
    client.send(Frame.binary(count, fin: false).bytes + Frame.ping().bytes)
  }

  @Test("those of all clients share their memory: who would need more is told to come back")
  func budget() async throws {
    let server = try TestServer(loops: 2) { $0.unfinishedMessageBytes = 1_000_000 }
    let first = try server.webSocket()
    begin(700_000, first)
    #expect(first.frame().first == 0x8A)
    let second = try server.webSocket()
    begin(700_000, second)
    #expect(code(second.frame()) == 1_013)
    #expect(second.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 1013"))
    first.send(Frame.more([1]).bytes)
    #expect(first.frame().payload.count == 700_001)
    let third = try server.webSocket()
    begin(700_000, third)
    #expect(third.frame().first == 0x8A)
  }

  @Test("memory comes back from a client that is lost in a message")
  func lost() async throws {
    let server = try TestServer { $0.unfinishedMessageBytes = 1_000_000 }
    for _ in 0..<5 {
      var client: RawClient? = try server.webSocket()
      if let client { begin(900_000, client) }
      #expect(client?.frame().first == 0x8A)
      client = nil
      #expect(await server.counters { $0.webSockets == 0 }.webSockets == 0)
    }
  }

  @Test("one that does not go on is given up after the time of a body", arguments: [false, true])
  func slow(_ hasData: Bool) throws {
    let server = try TestServer { $0.timeouts.body = 0.3 }
    let client = try server.webSocket()
    client.send(hasData ? Array(Frame.text("hello").bytes.dropLast()) : [0x01, 0x80, 0, 0, 0, 0])
    #expect(code(client.frame()) == 1_008)
    client.send(Frame.close(1_008).bytes)
    #expect(client.readToEnd().isEmpty)
  }

  @Test("a connection between messages is not held to a rate")
  func between() async throws {
    var limits = TestServer.patient
    limits.idleTimeout = 1.2
    let server = try TestServer(webSocket: limits) { $0.timeouts.body = 0.3 }
    let client = try server.webSocket()
    client.send(Frame.text("a", fin: false).bytes + Frame.more("b").bytes)
    #expect(client.frame().payload == Array("ab".utf8))
    #expect(code(client.frame()) == 1_001)
  }

  @Test("a binary message to a handler of texts is refused before its payload comes")
  func binary() throws {
    var limits = TestServer.patient
    limits.acceptsBinary = false
    let server = try TestServer(webSocket: limits)
    let client = try server.webSocket()
    client.send(Array(Frame.binary(100_000).bytes.prefix(14)))
    #expect(code(client.frame()) == 1_003)
    #expect(client.readToEnd().isEmpty)
  }
}
