import Testing

@testable import HTTP

@Suite struct ConformanceTests {
  @Test("the table of clauses holds over a socket")
  func table() throws {
    let server = try TestServer()
    for entry in HTTPCases.all {
      let answer = try server.exchange(entry.request)
      #expect(TestServer.statuses(answer) == entry.statuses, "\(entry)")
    }
  }

  @Test("what answers say beside their status holds over a socket")
  func answers() throws {
    let server = try TestServer()
    let plain = try Self.tag(server, "")
    let gzip = try Self.tag(server, "Accept-Encoding: gzip\r\n")
    func filled(_ text: String) -> String {
      text.replacing("{tag}", with: plain).replacing("{gzip}", with: gzip)
    }
    for entry in AnswerCase.all {
      let name = "\(entry.clause) \(entry.name)"
      let answer = try server.exchange(filled(entry.request))
      #expect(TestServer.statuses(answer).first == entry.status, "\(name)")
      for part in entry.holds { #expect(answer.contains(filled(part)), "\(name): \(part)") }
      #expect(answer.hasSuffix(entry.ends), "\(name): an end")
      for part in entry.lacks { #expect(!answer.contains(filled(part)), "\(name): \(part)") }
    }
  }

  /// RFC 9110 §8.8.3.2: character by character, so Unicode's equivalents are others.
  @Test("tags are compared by their octets")
  func octets() throws {
    let request = Array(
      "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"\u{212A}\"\r\nIf-Range: \"\u{212A}\"\r\n\r\n"
        .utf8)
    var parser = HeadParser(limits: HeadLimits())
    let step = request.withUnsafeBytes { parser.parse($0) }
    #expect(step == .head(byteCount: request.count))
    func evaluate(_ tag: String) -> Preconditions.Verdict {
      Preconditions.evaluate(parser.head, etag: tag, lastModified: nil, now: 0)
    }
    #expect(evaluate("\"\u{212A}\"") == .notModified)
    #expect(evaluate("\"K\"") == .proceed)
    #expect(
      !Preconditions.allowsRange(parser.head, etag: "\"K\"", lastModified: nil, now: 0))
  }

  private static func tag(_ server: TestServer, _ fields: String) throws -> String {
    let answer = try server.exchange("HEAD / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    let line = answer.split(separator: "\r\n").first { $0.hasPrefix("ETag: ") }
    return String(try #require(line).dropFirst(6))
  }
}
