import Codec
import Testing

@testable import HTTP

@Suite struct WebSocketMachineTests {
  @Test("every case gives its events", arguments: WebSocketCases.all)
  func cases(_ entry: WebSocketCase) {
    #expect(MachineRun.events([entry.bytes]) == entry.events)
  }

  @Test("every case gives the same events however it is split", arguments: WebSocketCases.all)
  func splits(_ entry: WebSocketCase) {
    let bytes = entry.bytes
    if bytes.count < 5_000 { #expect(MachineRun.events(bytes.map { [$0] }) == entry.events) }
    let step = max(1, bytes.count / 200)
    for split in stride(from: 0, through: bytes.count, by: step) {
      let pieces = [Array(bytes[..<split]), Array(bytes[split...])]
      #expect(MachineRun.events(pieces) == entry.events, "split at \(split)")
    }
  }

  // MARK: permessage-deflate (groups 12 and 13)

  private func deflated(_ text: String, _ deflater: inout Deflater) -> [UInt8] {
    var output: [UInt8] = []
    Array(text.utf8).withUnsafeBytes { deflater.deflate($0, flush: .sync, into: &output) }
    return Array(output.dropLast(4))
  }

  private func compressed(_ payload: [UInt8], fin: Bool = true) -> Frame {
    Frame(opcode: 1, payload: payload, isFinal: fin, reserved: 4)
  }

  @Test(
    "deflated messages are inflated, with the client's context and without",
    arguments: [true, false])
  func inflates(_ keeps: Bool) {
    var parameters = DeflateParameters()
    parameters.clientKeepsContext = keeps
    var deflater = Deflater(.raw)
    var bytes: [UInt8] = []
    for _ in 0..<3 {
      bytes += compressed(deflated("hello hello hello", &deflater)).bytes
      if !keeps { deflater.reset() }
    }
    let expected = [String](repeating: "text hello hello hello", count: 3)
    for split in 0...bytes.count {
      let pieces = [Array(bytes[..<split]), Array(bytes[split...])]
      #expect(MachineRun.events(pieces, deflate: parameters) == expected)
    }
  }

  @Test("a deflated message in fragments, with a ping between, is whole at its end")
  func fragments() {
    var deflater = Deflater(.raw)
    let payload = deflated(String(repeating: "abc", count: 500), &deflater)
    let half = payload.count / 2
    let frames = [
      compressed(Array(payload[..<half]), fin: false), .ping(), .more(Array(payload[half...])),
    ]
    let events = MachineRun.events([frames.flatMap(\.bytes)], deflate: DeflateParameters())
    #expect(events == ["ping 0", "text " + String(repeating: "abc", count: 500)])
  }

  @Test("plain and empty messages go between deflated ones")
  func mixed() {
    // RFC 7692 §7.2.3.6: an empty message is one byte.
    let frames = [Frame.text("a"), compressed([0]), .text("b")]
    let events = MachineRun.events([frames.flatMap(\.bytes)], deflate: DeflateParameters())
    #expect(events == ["text a", "text ", "text b"])
  }

  @Test(
    "RFC 7692's examples are read",
    arguments: [
      [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00],
      [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00],
      [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00],
      [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00],
    ] as [[UInt8]])
  func examples(_ payload: [UInt8]) {
    let events = MachineRun.events([compressed(payload).bytes], deflate: DeflateParameters())
    #expect(events == ["text Hello"])
  }

  @Test(
    "a message that ends inside a block gets 1007, not bytes of what its end is replaced with",
    arguments: [
      [0xF2, 0x48], [0xF2], [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07],
      // Stored blocks that four and more bytes are missing of.
      [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48], [0x00, 0x09, 0x00, 0xF6, 0xFF, 0x48],
      // A block's end, and no empty block behind it.
      [0x00, 0x01, 0x00, 0xFE, 0xFF, 0x48], [0x04], [0x00, 0x00],
    ] as [[UInt8]], [true, false])
  func insideBlock(_ payload: [UInt8], _ keeps: Bool) {
    var parameters = DeflateParameters()
    parameters.clientKeepsContext = keeps
    let bytes = Frame(opcode: 2, payload: payload, reserved: 4).bytes
    #expect(MachineRun.events([bytes], deflate: parameters) == ["fail 1007"])
    #expect(MachineRun.events(bytes.map { [$0] }, deflate: parameters) == ["fail 1007"])
  }

  @Test("a message without any bytes, or none behind a final block, lacks nothing")
  func nothingMissing() {
    let final: [UInt8] = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
    let frames = [
      compressed(final), compressed([]), compressed([0x01]), compressed([0]), compressed(final),
    ]
    let expected = ["text Hello", "text ", "text ", "text ", "text Hello"]
    let bytes = frames.flatMap(\.bytes)
    #expect(MachineRun.events([bytes], deflate: DeflateParameters()) == expected)
    #expect(MachineRun.events(bytes.map { [$0] }, deflate: DeflateParameters()) == expected)
  }

  @Test("matches reach back over a final block, in its message and in the next")
  func windowAfterFinalBlock() {
    let final: [UInt8] = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
    // Five bytes from five bytes before.
    let again: [UInt8] = [0x02, 0x13, 0x00, 0x00]
    for frames in [
      [compressed(final + [0]), compressed(again)], [compressed(final), compressed(again)],
    ] {
      let events = MachineRun.events(frames.map(\.bytes), deflate: DeflateParameters())
      #expect(events == ["text Hello", "text Hello"])
    }
    let events = MachineRun.events(
      [compressed(final + again).bytes], deflate: DeflateParameters())
    #expect(events == ["text HelloHello"])
    var forgetful = DeflateParameters()
    forgetful.clientKeepsContext = false
    let none = MachineRun.events(
      [compressed(final + [0]), compressed(again)].map(\.bytes), deflate: forgetful)
    #expect(none == ["text Hello", "fail 1007"])
  }

  @Test("a bomb is refused at the limit")
  func bomb() {
    var deflater = Deflater(.raw, level: 9)
    var output: [UInt8] = []
    let zeros = [UInt8](repeating: 0, count: 50_000_000)
    zeros.withUnsafeBytes { deflater.deflate($0, flush: .sync, into: &output) }
    let frame = Frame(opcode: 2, payload: Array(output.dropLast(4)), reserved: 4)
    #expect(MachineRun.events([frame.bytes], deflate: DeflateParameters()) == ["fail 1009"])
  }

  @Test("a message of just the limit is taken, one byte more is not")
  func limit() {
    for (count, event) in [
      (1_000, "text " + String(repeating: "x", count: 1_000)), (1_001, "fail 1009"),
    ] {
      var deflater = Deflater(.raw)
      let payload = deflated(String(repeating: "x", count: count), &deflater)
      let bytes = compressed(payload).bytes
      #expect(
        MachineRun.events([bytes], deflate: DeflateParameters(), messageLimit: 1_000) == [event])
    }
  }

  @Test("what is no deflate is refused with 1007")
  func corrupt() {
    let frame = compressed([0xFF, 0xFF, 0xFF, 0xFF])
    #expect(MachineRun.events([frame.bytes], deflate: DeflateParameters()) == ["fail 1007"])
  }

  @Test("inflated text has to be UTF-8")
  func inflatedText() {
    var deflater = Deflater(.raw)
    var output: [UInt8] = []
    [UInt8]([0xCE, 0xBA, 0xED, 0xA0, 0x80]).withUnsafeBytes {
      deflater.deflate($0, flush: .sync, into: &output)
    }
    let frame = compressed(Array(output.dropLast(4)))
    #expect(MachineRun.events([frame.bytes], deflate: DeflateParameters()) == ["fail 1007"])
  }

  @Test("RSV1 is for the first frame of a data message only")
  func reservedBit() {
    let frames = [
      Frame(opcode: 1, payload: [0], isFinal: false, reserved: 4), Frame(opcode: 0, reserved: 4),
    ]
    let events = MachineRun.events([frames.flatMap(\.bytes)], deflate: DeflateParameters())
    #expect(events == ["fail 1002"])
    let ping = Frame(opcode: 9, reserved: 4)
    #expect(MachineRun.events([ping.bytes], deflate: DeflateParameters()) == ["fail 1002"])
  }

  @Test("text that can't become UTF-8 is refused before its frame is whole")
  func failsFast() {
    // A frame of 1,000 bytes, of which these come.
    let whole = Frame(opcode: 1, payload: [0xF4, 0x90] + [UInt8](repeating: 0x80, count: 998))
    let bytes = Array(whole.bytes.prefix(10))
    #expect(MachineRun.events([bytes]) == ["fail 1007"])
    #expect(MachineRun.events(bytes.map { [$0] }) == ["fail 1007"])
    #expect(MachineRun.events([bytes.dropLast()]) == [])
  }

  @Test("random bytes never trap, and say the same however split")
  func random() {
    var random = SplitMix(state: 7)
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...64, using: &random)
      var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      if count > 1 { bytes[1] |= 0x80 }
      let deflate = Bool.random(using: &random) ? DeflateParameters() : nil
      let whole = MachineRun.events([bytes], deflate: deflate)
      let split = Int.random(in: 0...count, using: &random)
      let pieces = [Array(bytes[..<split]), Array(bytes[split...])]
      #expect(MachineRun.events(pieces, deflate: deflate) == whole)
    }
  }
}
