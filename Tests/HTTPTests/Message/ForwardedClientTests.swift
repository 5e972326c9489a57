import Testing

@testable import HTTP

@Suite struct ForwardedClientTests {
  private func client(_ peer: String, _ fields: String) -> ForwardedClient {
    var parser = HeadParser(limits: HeadLimits())
    let text = "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    _ = Array(text.utf8).withUnsafeBytes { parser.parse($0) }
    var proxies = TrustedProxies()
    for entry in ["127.0.0.1", "10.0.0.0/30", "fd00::/8"] { _ = proxies.insert(entry) }
    return ForwardedClient(peer: peer, isLocal: true, head: parser.head, proxies: proxies)
  }

  @Test(
    "only a trusted proxy is believed, and only as far as its own chain",
    arguments: [
      ("127.0.0.1", "X-Forwarded-For: 1.2.3.4\r\n", "1.2.3.4"),
      ("127.0.0.1", "X-Forwarded-For: 9.9.9.9, 1.2.3.4, 10.0.0.1\r\n", "1.2.3.4"),
      ("127.0.0.1", "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: ::1\r\n", "::1"),
      ("127.0.0.1", "X-Forwarded-For: evil\r\n", "127.0.0.1"),
      ("127.0.0.1", "X-Forwarded-For: 999\r\n", "127.0.0.1"),
      ("127.0.0.1", "", "127.0.0.1"),
      ("10.0.0.3", "X-Forwarded-For: 10.0.0.4, fd12::3\r\n", "10.0.0.4"),
      ("5.5.5.5", "X-Forwarded-For: 1.2.3.4\r\n", "5.5.5.5"),
    ] as [(String, String, String)])
  func address(_ peer: String, _ fields: String, _ expected: String) {
    #expect(client(peer, fields).address == expected)
  }

  @Test(
    "ranges hold what begins with their bits",
    arguments: [
      ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
      ("10.1.2.3/8", "10.9.9.9", true), ("192.168.1.128/25", "192.168.1.127", false),
      ("0.0.0.0/0", "9.9.9.9", true), ("0.0.0.0/0", "::1", false), ("::/0", "::1", true),
      ("::/0", "9.9.9.9", true), ("127.0.0.1/32", "127.0.0.2", false), ("::1", "0:0::0:1", true),
      ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false), ("10.0.0.1", "unix", false),
      ("unix", "unix", true), ("10.0.0.0/8", "::ffff:10.0.0.1", true),
    ] as [(String, String, Bool)])
  func ranges(_ entry: String, _ peer: String, _ expected: Bool) {
    var proxies = TrustedProxies()
    let isTaken = proxies.insert(entry)
    #expect(isTaken)
    #expect(proxies.contains(peer) == expected)
  }

  @Test(
    "what is no address and no range is refused",
    arguments: [
      "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8",
      "10.0.0/8", "fd00::/129", "localhost", "10.0.0.0/0008", "*", "1.2.3.4 ",
    ])
  func refused(_ entry: String) {
    var proxies = TrustedProxies()
    let isTaken = proxies.insert(entry)
    #expect(!isTaken)
  }

  @Test("TLS is what a trusted proxy says")
  func secure() {
    #expect(client("127.0.0.1", "X-Forwarded-Proto: https\r\n").isSecure)
    #expect(!client("5.5.5.5", "X-Forwarded-Proto: https\r\n").isSecure)
  }
}
