import Testing

@testable import HTTP

@Suite struct ConnectionGateTests {
  @Test("one address has so many connections, another is not counted with it")
  func perAddress() {
    let gate = ConnectionGate(maximum: 100, perAddress: 2)
    #expect(gate.admit("192.0.2.1", isLocal: false) == .admitted)
    #expect(gate.admit("192.0.2.1", isLocal: false) == .admitted)
    #expect(gate.admit("192.0.2.1", isLocal: false) == .refused)
    #expect(gate.admit("192.0.2.2", isLocal: false) == .admitted)
    #expect(gate.lingering == 1)
    gate.leave("192.0.2.1", isLocal: false, wasRefused: true)
    #expect(gate.lingering == 0)
    // The refused one was never counted: there is still no room.
    #expect(gate.admit("192.0.2.1", isLocal: false) == .refused)
    gate.leave("192.0.2.1", isLocal: false, wasRefused: false)
    #expect(gate.admit("192.0.2.1", isLocal: false) == .admitted)
  }

  @Test("connections of this machine are counted in all, not by address")
  func local() {
    let gate = ConnectionGate(maximum: 3, perAddress: 1)
    for _ in 0..<3 { #expect(gate.admit("127.0.0.2", isLocal: true) == .admitted) }
    #expect(gate.admit("127.0.0.3", isLocal: true) == .refused)
    #expect(gate.admit("192.0.2.1", isLocal: false) == .refused)
    gate.leave("127.0.0.2", isLocal: true, wasRefused: false)
    #expect(gate.admit("192.0.2.1", isLocal: false) == .admitted)
  }
}
