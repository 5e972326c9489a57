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
}
