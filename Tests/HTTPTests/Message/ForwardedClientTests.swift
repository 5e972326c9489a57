import Testing

@testable import HTTP

@Suite struct ForwardedClientTests {
  private func client(_ peer: String, _ fields: String) -> ForwardedClient {
    var parser = HeadParser(limits: HeadLimits())
    let text = "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    _ = Array(text.utf8).withUnsafeBytes { parser.parse($0) }
    return ForwardedClient(
      peer: peer, isLocal: true, head: parser.head, proxies: ["127.0.0.1", "10.0.0.1"])
  }

  @Test(
    "only a trusted proxy is believed, and only as far as its own chain",
    arguments: [
      ("127.0.0.1", "X-Forwarded-For: 1.2.3.4\r\n", "1.2.3.4"),
      ("127.0.0.1", "X-Forwarded-For: 9.9.9.9, 1.2.3.4, 10.0.0.1\r\n", "1.2.3.4"),
      ("127.0.0.1", "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: ::1\r\n", "::1"),
      ("127.0.0.1", "X-Forwarded-For: evil\r\n", "127.0.0.1"),
      ("127.0.0.1", "", "127.0.0.1"),
      ("5.5.5.5", "X-Forwarded-For: 1.2.3.4\r\n", "5.5.5.5"),
    ] as [(String, String, String)])
  func address(_ peer: String, _ fields: String, _ expected: String) {
    #expect(client(peer, fields).address == expected)
  }

  @Test("TLS is what a trusted proxy says")
  func secure() {
    #expect(client("127.0.0.1", "X-Forwarded-Proto: https\r\n").isSecure)
    #expect(!client("5.5.5.5", "X-Forwarded-Proto: https\r\n").isSecure)
  }
}
