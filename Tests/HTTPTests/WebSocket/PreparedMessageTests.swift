import Codec
import Testing

@testable import HTTP

@Suite struct PreparedMessageTests {
  /// Repeats after 1 to 1,000 bytes: what is farther than the window allows is tempting.
  private static let text = (1...40).map { String(repeating: "\($0 * $0) ", count: $0) }
    .flatMap { [$0, "HOLE-1, HOLE-2, "] }.joined()

  private func parameters(_ offer: String) -> DeflateParameters? {
    Array(offer.utf8).withUnsafeBytes { ExtensionOffer.list($0) }
      .flatMap { DeflateParameters.negotiate($0) }
  }

  @Test("a message is compressed once for each window, whoever gets it")
  func once() {
    let message = PreparedMessage(text: Self.text)
    let small = parameters("permessage-deflate; server_max_window_bits=9")
    var made: [Int] = []
    for deflate in [DeflateParameters(), small, DeflateParameters(), small, nil] {
      _ = message.frames(for: WebSocketConfiguration(), deflate) { bits in
        made.append(bits)
        return MessageDeflate(windowBits: bits)
      }
    }
    #expect(made == [15, 9])
  }

  /// The text of a deflated message, or nil where a receiver with so large a window can't read it.
  private func read(_ frame: [UInt8], windowBits: Int) -> String? {
    var inflater = Inflater(.raw, windowBits: windowBits)
    var output: [UInt8] = []
    // Byte by byte: zlib has its window alone to copy from.
    for byte in frame.dropFirst(4) + [0, 0, 0xFF, 0xFF] {
      let end = [byte].withUnsafeBytes { inflater.inflate($0, limit: .max, into: &output).end }
      if end != .truncated { return nil }
    }
    return String(decoding: output, as: UTF8.self)
  }

  @Test("a receiver needs no larger window than was agreed on", arguments: 8...15)
  func window(_ bits: Int) throws {
    let deflate = parameters("permessage-deflate; server_max_window_bits=\(bits)")
    #expect(deflate?.serverWindowBits == bits)
    let message = PreparedMessage(text: Self.text)
    let frame = message.frames(for: WebSocketConfiguration(), deflate) {
      MessageDeflate(windowBits: $0)
    }.bytes
    #expect(frame[0] == 0xC1 && frame[1] == 126)
    #expect(read(frame, windowBits: bits) == Self.text)
    if bits > 9 { #expect(read(frame, windowBits: 8) == nil) }
  }
}
