internal import Codec

/// Inflates the messages of one connection (RFC 7692 §7.2.2).
struct MessageInflate: ~Copyable {
  enum Outcome { case ok, corrupt, tooBig }

  private var inflater = Inflater(.raw)
  /// Whether nothing was read since a block or stream ended with a message, or a stream inside one.
  private var isBetween = true

  /// Appends what a piece of a message inflates to.
  ///
  /// It stops at the limit: a bomb costs no more than an honest message of that size.
  mutating func inflate(
    _ piece: UnsafeRawBufferPointer, endsMessage: Bool, keepsContext: Bool, limit: Int,
    into output: inout [UInt8]
  ) -> Outcome {
    let outcome = run(piece, limit, &output)
    guard outcome == .ok, endsMessage else { return outcome }
    let end = endMessage(limit, &output)
    isBetween = true
    if !keepsContext { inflater.reset() }
    return end
  }

  /// Puts back what the sender left out: the end of its last, empty block (§7.2.1). A message that ends
  /// elsewhere would take these bytes for its own.
  private mutating func endMessage(_ limit: Int, _ output: inout [UInt8]) -> Outcome {
    // No bytes at all, or none behind a final block: some senders do so, and nothing is missing.
    if isBetween { return .ok }
    let before = output.count
    let outcome = withUnsafeBytes(of: UInt32(0xFFFF_0000).littleEndian) {
      run($0, limit, &output)
    }
    guard outcome == .ok else { return outcome }
    return output.count == before && (isBetween || inflater.isAtBlockEnd) ? .ok : .corrupt
  }

  private mutating func run(
    _ piece: UnsafeRawBufferPointer, _ limit: Int, _ output: inout [UInt8]
  ) -> Outcome {
    var rest = piece
    while !rest.isEmpty {
      // One byte more than may be: so a message of just the limit is told from a longer one.
      let (end, consumed) = inflater.inflate(rest, limit: limit + 1, into: &output)
      if output.count > limit || end == .limit { return .tooBig }
      rest = rest.slice(consumed..<rest.count)
      if consumed > 0 { isBetween = false }
      switch end {
      case .corrupt: return .corrupt
      // RFC 7692 §7.2.3.4: a final block may end the stream inside a message. The window stays
      // (§7.2.2).
      case .ended:
        inflater.beginNext()
        isBetween = true
      default: if consumed == 0 { return rest.isEmpty ? .ok : .corrupt }
      }
    }
    return .ok
  }
}

/// Deflates messages without context (RFC 7692 §7.2.1): one state for all connections of a loop.
final class MessageDeflate {
  /// Level 3: half of level 6's time for JSON, a few per cent larger.
  private static let level = 3

  private var deflater: Deflater
  let windowBits: Int

  init(windowBits: Int) {
    self.windowBits = windowBits
    deflater = Deflater(.raw, level: Self.level, windowBits: windowBits)
  }

  /// Appends the deflated message to `output`.
  func compress(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    deflater.reset()
    deflater.deflate(bytes, flush: .sync, into: &output)
    // §7.2.1: the last four bytes, 00 00 FF FF, are left out.
    output.removeLast(min(4, output.count))
  }
}
