import Testing

@testable import HTTP

@Suite struct NegotiationTests {
  private func answer(_ offer: String) -> String? {
    Array(offer.utf8).withUnsafeBytes { ExtensionOffer.list($0) }
      .flatMap { DeflateParameters.negotiate($0)?.answer }
  }

  private static let base = "permessage-deflate; server_no_context_takeover"

  @Test(
    "offers that can be met are answered",
    arguments: [
      ("permessage-deflate", ""),
      ("permessage-deflate; client_max_window_bits", ""),
      ("permessage-deflate; client_max_window_bits=10", "; client_max_window_bits=10"),
      ("permessage-deflate; client_no_context_takeover", "; client_no_context_takeover"),
      ("permessage-deflate; server_no_context_takeover", ""),
      ("permessage-deflate; server_max_window_bits=9", "; server_max_window_bits=9"),
      ("permessage-deflate; server_max_window_bits=8", "; server_max_window_bits=8"),
      ("permessage-deflate; server_max_window_bits=\"15\"", "; server_max_window_bits=15"),
      ("x-webkit-deflate-frame, PerMessage-Deflate", ""),
      ("permessage-deflate; server_max_window_bits=7, permessage-deflate", ""),
      (
        "permessage-deflate; unknown, permessage-deflate; server_max_window_bits=12",
        "; server_max_window_bits=12"
      ),
    ] as [(String, String)])
  func met(_ offer: String, _ expected: String) { #expect(answer(offer) == Self.base + expected) }

  @Test(
    "offers that break the rules are declined",
    arguments: [
      "", ",", "permessage-bzip2", "x; a=\"b\"; c=\"\\d\"",
      "permessage-deflate; unknown", "permessage-deflate; unknown=1",
      "permessage-deflate; server_max_window_bits", "permessage-deflate; server_max_window_bits=7",
      "permessage-deflate; server_max_window_bits=16",
      "permessage-deflate; server_max_window_bits=08",
      "permessage-deflate; server_no_context_takeover=1",
      "permessage-deflate; client_no_context_takeover=1",
      "permessage-deflate; client_max_window_bits=a",
      "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
    ])
  func declined(_ offer: String) { #expect(answer(offer) == nil) }

  @Test(
    "RFC 6455 §9.1: a field that breaks the grammar fails the handshake",
    arguments: [
      "permessage-deflate;", ";permessage-deflate", "permessage-deflate; =1", "@", "a b",
      "permessage-deflate; client_max_window_bits=", "permessage-deflate; a b", "x; a=b=c",
      "permessage-deflate; a=\"b", "permessage-deflate; a=\"b c\"", "x; a=\"b,c;d\"",
      "x; a=\"\"", "x; a=\"b\"c",
      "permessage-deflate;; a", "permessage-deflate, @",
    ])
  func malformed(_ offer: String) {
    #expect(isMalformed("Sec-WebSocket-Extensions: \(offer)"), "\(offer) is taken")
  }

  /// Whether a handshake with one field line more is refused as malformed.
  private func isMalformed(_ field: String) -> Bool {
    let head = WebSocketServerTests.handshake + field + "\r\n\r\n"
    var parser = HeadParser(limits: HeadLimits())
    _ = Array(head.utf8).withUnsafeBytes { parser.parse($0) }
    guard case .malformed = WebSocketHandshake.judge(parser.head) else { return false }
    return true
  }

  @Test("a version is told once", arguments: ["13", "8"])
  func versions(_ second: String) {
    #expect(isMalformed("Sec-WebSocket-Version: \(second)"), "13 and \(second) are taken")
  }

  @Test("the accept key is RFC 6455's")
  func acceptKey() {
    #expect(WebSocketHandshake.accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }
}
