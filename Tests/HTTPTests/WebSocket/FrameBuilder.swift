@testable import HTTP

/// Builds a client's frames.
struct Frame {
  var opcode: UInt8
  var payload: [UInt8] = []
  var isFinal = true
  var reserved: UInt8 = 0
  var mask: UInt32? = 0x1122_3344
  /// Writes this length of 64 bits instead of the payload's.
  var claimed: UInt64?
  /// Writes the length in 16 bits, needed or not.
  var isLong = false

  static func text(_ text: String, fin: Bool = true) -> Frame {
    Frame(opcode: 1, payload: Array(text.utf8), isFinal: fin)
  }
  static func binary(_ count: Int, fin: Bool = true) -> Frame {
    Frame(opcode: 2, payload: [UInt8](repeating: 0xFE, count: count), isFinal: fin)
  }
  static func more(_ payload: [UInt8], fin: Bool = true) -> Frame {
    Frame(opcode: 0, payload: payload, isFinal: fin)
  }
  static func more(_ text: String, fin: Bool = true) -> Frame { more(Array(text.utf8), fin: fin) }
  static func ping(_ payload: [UInt8] = []) -> Frame { Frame(opcode: 9, payload: payload) }
  static func pong(_ payload: [UInt8] = []) -> Frame { Frame(opcode: 10, payload: payload) }
  static func close(_ code: UInt16? = nil, _ reason: [UInt8] = []) -> Frame {
    Frame(opcode: 8, payload: (code.map { [UInt8($0 >> 8), UInt8($0 & 255)] } ?? []) + reason)
  }

  func with(_ change: (inout Frame) -> Void) -> Frame {
    var copy = self
    change(&copy)
    return copy
  }

  var bytes: [UInt8] {
    let masked: UInt8 = mask == nil ? 0 : 0x80
    var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
    if let claimed {
      bytes.append(masked | 127)
      bytes += Self.bigEndian(claimed, 8)
    } else if payload.count < 126, !isLong {
      bytes.append(masked | UInt8(payload.count))
    } else if payload.count < 65_536 {
      bytes.append(masked | 126)
      bytes += Self.bigEndian(UInt64(payload.count), 2)
    } else {
      bytes.append(masked | 127)
      bytes += Self.bigEndian(UInt64(payload.count), 8)
    }
    guard let mask else { return bytes + payload }
    let key = Self.bigEndian(UInt64(mask), 4)
    return bytes + key + payload.enumerated().map { $1 ^ key[$0 & 3] }
  }

  private static func bigEndian(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
  }
}

/// Feeds a machine and writes down what it says.
enum MachineRun {
  static func events(
    _ pieces: [[UInt8]], deflate: DeflateParameters? = nil, messageLimit: Int = 1_000_000,
    frameLimit: Int = 1_000_000, acceptsBinary: Bool = true,
    budget: MessageBudget = MessageBudget(limit: .max)
  ) -> [String] {
    var machine = WebSocketMachine(
      messageLimit: messageLimit, frameLimit: frameLimit, acceptsBinary: acceptsBinary,
      deflate: deflate, budget: budget)
    var events: [String] = []
    for piece in pieces {
      var piece = piece
      piece.withUnsafeMutableBytes { bytes in
        var offset = 0
        while true {
          let event = machine.next(bytes, &offset)
          if case .needMore = event { break }
          events.append(describe(event))
        }
      }
    }
    return events
  }

  private static func describe(_ event: borrowing WebSocketMachine.Event) -> String {
    switch event {
    case .needMore: "needMore"
    case .message(.text, let bytes): "text \(String(decoding: bytes, as: UTF8.self))"
    case .message(.binary, let bytes): "binary \(bytes.count)"
    case .ping(let bytes): "ping \(bytes.count)"
    case .pong: "pong"
    case .close(let code): "close \(code)"
    case .fail(let code, _): "fail \(code)"
    }
  }
}
