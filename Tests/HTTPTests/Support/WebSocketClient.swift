import Testing

@testable import HTTP

extension TestServer {
  /// A client whose handshake has been answered.
  /// - Parameter fields: further lines of the handshake, each with its line end.
  func webSocket(_ fields: String = "", receiveBuffer: Int32? = nil) throws -> RawClient {
    let client = try client(receiveBuffer: receiveBuffer)
    client.send(WebSocketServerTests.handshake + fields + "\r\n")
    let head = client.response(hasBody: false).head
    #expect(head.hasPrefix("HTTP/1.1 101 "))
    #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    return client
  }
}

extension RawClient {
  /// The payload of the last message before the end of what comes, or of the first that is `end`.
  func lastPayload() -> [UInt8] {
    var last: [UInt8] = []
    while true {
      let next = frame()
      if next.first == 0 { return last }
      last = next.payload
      if last == Array("end".utf8) { return last }
    }
  }

  /// The next frame of the server: its first byte and its payload; 0 at the end.
  func frame() -> (first: UInt8, payload: [UInt8]) {
    let head = readExactly(2)
    guard head.count == 2 else { return (0, []) }
    var count = Int(head[1])
    if count >= 126 {
      count = readExactly(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
    }
    return (head[0], readExactly(count))
  }

  /// The texts of messages up to `last`, or to the end.
  func texts(to last: String) -> [String] {
    var texts: [String] = []
    while texts.last != last {
      let next = frame()
      if next.first != 0x81 { break }
      texts.append(String(decoding: next.payload, as: UTF8.self))
    }
    return texts
  }
}
