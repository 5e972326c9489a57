import Testing

@testable import HTTP

@Suite struct EchoTests {
  @Test("messages of every size, fragment, chop and offer come back", arguments: EchoCases.all)
  func echo(_ entry: EchoCase) throws {
    let server = try TestServer(loops: 1)
    let client = try EchoClient(entry, server)
    #expect(client.answer == entry.offer?.answer ?? "")
    for index in 0..<entry.messages {
      let message = entry.sample.message(index, size: entry.size)
      let (opcode, payload) = client.echo(message)
      #expect(opcode == 0x80 | entry.opcode)
      #expect(payload == message, "message \(index): \(payload.count) bytes of \(message.count)")
    }
    #expect(client.close() == [0x88, 0x02, 0x03, 0xE8])
  }

  @Test("every number that the suite publishes is here")
  func numbers() {
    let published = [
      1: 16, 2: 11, 3: 7, 4: 10, 5: 20, 6: 145, 7: 37, 9: 54, 10: 1, 12: 90, 13: 126,
    ]
    let tables = WebSocketCases.all.map(\.number) + EchoCases.all.map(\.number)
    let numbers = tables.filter { $0.allSatisfy { $0.isNumber || $0 == "." } }
    #expect(Set(numbers).count == numbers.count)
    let groups = Dictionary(grouping: numbers) { Int($0.prefix { $0 != "." }) ?? 0 }
    #expect(groups.mapValues(\.count) == published)
    #expect(numbers.count == 517)
  }
}
