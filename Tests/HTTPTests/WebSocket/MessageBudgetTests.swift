import Codec
import Testing

@testable import HTTP

@Suite struct MessageBudgetTests {
  private let budget = MessageBudget(limit: 100_000)

  private func begun(_ count: Int) -> Frame { .binary(count, fin: false) }

  @Test("a message that would go beyond the budget is refused, and costs nothing more")
  func refused() {
    let frames = [begun(60_000), .more([UInt8](repeating: 1, count: 60_000), fin: false)]
    #expect(MachineRun.events([frames.flatMap(\.bytes)], budget: budget) == ["fail 1013"])
    #expect(budget.used == 0)
  }

  @Test("what inflates counts as what it inflates to")
  func inflated() {
    var deflater = Deflater(.raw)
    var payload: [UInt8] = []
    [UInt8](repeating: 0, count: 200_000).withUnsafeBytes {
      deflater.deflate($0, flush: .sync, into: &payload)
    }
    let frame = Frame(opcode: 2, payload: payload, isFinal: false, reserved: 4)
    #expect(frame.bytes.count < 1_000)
    let events = MachineRun.events([frame.bytes], deflate: DeflateParameters(), budget: budget)
    #expect(events == ["fail 1013"])
    #expect(budget.used == 0)
  }

  @Test("what a message took is given back at its end, at the close, and with the connection")
  func givenBack() {
    let rest = Frame.more([1])
    let endings: [[Frame]] = [[rest], [rest, .text("a")], [.close(1_000)], [.text("a")], []]
    for ending in endings {
      for _ in 0..<3 {
        _ = MachineRun.events(([begun(90_000)] + ending).map(\.bytes), budget: budget)
        #expect(budget.used == 0)
      }
    }
  }

  @Test("while a message is unfinished the rest is for the others")
  func shared() {
    var machine = WebSocketMachine(
      messageLimit: 1_000_000, frameLimit: 1_000_000, deflate: nil, budget: budget)
    var bytes = begun(60_000).bytes
    var offset = 0
    bytes.withUnsafeMutableBytes { _ = machine.next($0, &offset) }
    #expect((60_000..<80_000).contains(budget.used))
    #expect(MachineRun.events([begun(60_000).bytes], budget: budget) == ["fail 1013"])
    #expect(MachineRun.events([begun(20_000).bytes], budget: budget) == [])
    machine.discardMessages()
    #expect(budget.used == 0)
    #expect(MachineRun.events([begun(60_000).bytes], budget: budget) == [])
  }

  @Test("whole frames and short messages cost nothing")
  func free() {
    let none = MessageBudget(limit: 0)
    let frames = [Frame.binary(500_000), .text("abc", fin: false), .more("def")]
    let events = MachineRun.events([frames.flatMap(\.bytes)], budget: none)
    #expect(events == ["binary 500000", "text abcdef"])
  }

  @Test("after the server's close messages are passed over, control frames are told")
  func discards() {
    var machine = WebSocketMachine(messageLimit: 100, frameLimit: 100, deflate: nil)
    machine.discardMessages()
    let frames: [Frame] = [.text("a", fin: false), .ping(), .more("b"), .text("c"), .close(1_000)]
    var bytes = frames.flatMap(\.bytes)
    var events: [String] = []
    bytes.withUnsafeMutableBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        switch machine.next(bytes, &offset) {
        case .ping: events.append("ping")
        case .close(let code): events.append("close \(code)")
        case .needMore: break
        default: events.append("?")
        }
      }
    }
    #expect(events == ["ping", "close 1000"])
  }

  @Test("where no binary messages are taken, one is refused at its header, however it is split")
  func binary() {
    let header = Array(Frame.binary(1_000).bytes.prefix(8))
    for pieces in [[header], header.map { [$0] }] {
      #expect(MachineRun.events(pieces, acceptsBinary: false) == ["fail 1003"])
    }
    let text = Frame.text("a", fin: false).bytes + Frame.more("b").bytes
    #expect(MachineRun.events([text], acceptsBinary: false) == ["text ab"])
  }

  @Test("a length over 63 bits is told as such")
  func longLength() {
    var machine = WebSocketMachine(messageLimit: 100, frameLimit: 100, deflate: nil)
    var bytes = Frame.text("a").with { $0.claimed = 1 << 63 }.bytes
    var offset = 0
    var reason = ""
    bytes.withUnsafeMutableBytes { bytes in
      if case .fail(1_002, let text) = machine.next(bytes, &offset) { reason = text }
    }
    #expect(reason == "a frame's length has its first bit set")
  }
}
