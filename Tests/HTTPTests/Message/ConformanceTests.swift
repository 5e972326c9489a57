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
      for part in entry.lacks { #expect(!answer.contains(filled(part)), "\(name): \(part)") }
    }
  }

  private static func tag(_ server: TestServer, _ fields: String) throws -> String {
    let answer = try server.exchange("HEAD / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    let line = answer.split(separator: "\r\n").first { $0.hasPrefix("ETag: ") }
    return String(try #require(line).dropFirst(6))
  }
}
