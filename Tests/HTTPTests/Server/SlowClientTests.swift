import Glibc
import Testing

@testable import HTTP

/// Clients of WebSockets that read slowly, or not at all.
@Suite struct SlowClientTests {
  @Test("a client that reads nothing is closed at the bound, and others go on")
  func queueLimit() async throws {
    var limits = TestServer.patient
    limits.queueLimit = 8_000_000
    let server = try TestServer(loops: 1, webSocket: limits)
    let slow = try server.webSocket()
    let other = try server.webSocket()
    slow.send(Frame.text("!flood").bytes)
    other.send(Frame.text("still here").bytes)
    #expect(other.frame().payload == Array("still here".utf8))
    #expect(await server.events.wait(for: "closed 1006"))
    #expect(await server.counters { $0.slowClientsClosed > 0 }.slowClientsClosed == 1)
  }

  @Test("where too much waits for all together, those go that have taken nothing for longest")
  func memory() async throws {
    var limits = TestServer.patient
    limits.queueLimit = 100_000_000
    let server = try TestServer(loops: 1, webSocket: limits) { $0.waitingBytes = 20_000_000 }
    var deaf: [RawClient] = []
    for index in 0..<12 {
      // 8 MB each, of which the kernel takes a half.
      let client = try server.webSocket(receiveBuffer: 65_536)
      client.send(Frame.text("log \(index)").bytes + Frame.text("!mixed").bytes)
      #expect(await server.events.wait(for: "log \(index)"))
      deaf.append(client)
    }
    let reader = try server.webSocket()
    reader.send(Frame.text("!mixed").bytes)
    #expect(reader.lastPayload() == Array("end".utf8))
    let closed = await server.counters { $0.slowClientsClosed > 0 }.slowClientsClosed
    #expect((1..<12).contains(closed))
    #expect(deaf[0].lastPayload() != Array("end".utf8))
    #expect(deaf[11].lastPayload() == Array("end".utf8))
  }

  @Test("a client that takes nothing for the time of a write is closed, and counted")
  func writeTimeout() async throws {
    var limits = TestServer.patient
    limits.queueLimit = 100_000_000
    let server = try TestServer(webSocket: limits) { $0.timeouts.write = 0.3 }
    let slow = try server.webSocket()
    slow.send(Frame.text("!flood").bytes)
    #expect(await server.events.wait(for: "closed 1006"))
    #expect(await server.counters { $0.slowClientsClosed > 0 }.slowClientsClosed == 1)
    withExtendedLifetime(slow) {}
  }

  @Test("a client that reads slowly is not lost, however long nothing is read from it")
  func slowReader() throws {
    var limits = WebSocketConfiguration()
    limits.queueLimit = 100_000_000
    (limits.pingInterval, limits.peerTimeout) = (3_600, 4)
    let server = try TestServer(webSocket: limits) { $0.timeouts.write = 4 }
    defer { withExtendedLifetime(server) {} }
    // So little is taken that the server's socket has no room again before both times are over.
    let client = try server.webSocket(receiveBuffer: 65_536)
    client.send(Frame.text("!flood").bytes)
    var count = 0
    let end = ContinuousClock.now + .seconds(9)
    while count < 1_000 {
      let next = client.frame()
      if next.first != 0x82 { break }
      count += 1
      if ContinuousClock.now < end { usleep(800_000) }
    }
    #expect(count == 1_000)
    client.send(Frame.text("still here").bytes)
    #expect(client.frame().payload == Array("still here".utf8))
  }

  @Test("a message that replaces one is never before what was sent since")
  func replacesInOrder() throws {
    let server = try TestServer()
    defer { withExtendedLifetime(server) {} }
    let client = try server.webSocket()
    client.send(Frame.text("!order").bytes)
    #expect(client.texts(to: "end") == ["state 1", "state 958", "progress 1953", "end"])
  }

  @Test("messages of one key are merged while they wait, the rest keeps its order")
  func merges() throws {
    let server = try TestServer()
    let client = try server.webSocket()
    client.send(Frame.text("!merge").bytes)
    var texts: [String] = []
    while texts.last != "end", texts.count < 200 {
      texts.append(String(decoding: client.frame().payload, as: UTF8.self))
    }
    #expect(texts == ["p99", "end"])
  }

  /// Numbers of the messages without a key and of those with one, in the order they came.
  private func numbers(_ client: RawClient) -> (matches: [Int], progress: [Int]) {
    var (matches, progress): ([Int], [Int]) = ([], [])
    while true {
      let words = String(decoding: client.frame().payload, as: UTF8.self).split(separator: " ")
      guard words.count > 1, let number = Int(words[1]) else {
        #expect(words == ["end"])
        return (matches, progress)
      }
      if words[0] == "match" { matches.append(number) } else { progress.append(number) }
    }
  }

  /// Broadcasts are sent at once until the socket is full: the last of these only in part.
  @Test(
    "a client that is slow gets every message without a key, and fewer of those with one",
    arguments: ["!mixed", "!broadcast 8192 10", "!broadcast 10 8192", "!broadcast 3001 70007"])
  func slowAndMixed(_ command: String) throws {
    var limits = TestServer.patient
    limits.queueLimit = 100_000_000
    let server = try TestServer(loops: 1, webSocket: limits)
    let client = try server.webSocket(receiveBuffer: 65_536)
    let other = try server.webSocket()
    client.send(Frame.text(command).bytes)
    // All is queued before anything is read, since another message to the same loop is answered after
    // it; and it is more than the sockets hold.
    other.send(Frame.text("next").bytes)
    #expect(other.frame().payload == Array("next".utf8))
    let (matches, progress) = numbers(client)
    #expect(matches == Array(0..<1_000))
    #expect(progress == progress.sorted() && Set(progress).count == progress.count)
    #expect(progress.last == 999)
    #expect(progress.count < 1_000)
  }

  @Test("what is queued before a close arrives, however long the client takes to begin reading")
  func lastWords() async throws {
    var limits = TestServer.patient
    limits.closeTimeout = 0.1
    let server = try TestServer(webSocket: limits)
    let client = try server.webSocket(receiveBuffer: 65_536)
    client.send(Frame.text("!last words").bytes)
    // As long as it takes the time of an unanswered close to be over.
    usleep(1_000_000)
    for _ in 0..<30 { #expect(client.frame().payload.count == 500_000) }
    #expect(client.frame() == (0x88, [0x0F, 0xA1]))
    #expect(client.readToEnd().isEmpty)
    #expect(await server.events.wait(for: "closed 1006"))
  }
}
