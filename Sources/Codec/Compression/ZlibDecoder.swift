/// Inflates zlib streams that lie in memory as a whole (RFC 1950): what ``Inflater`` gives, at half its
/// cost, since nothing is copied through a window.
///
/// Keep one for many streams. Damage never throws: what came out before it is kept.
public struct ZlibDecoder: ~Copyable {
  private var decoder = BlockDecoder()

  /// Least room to decode into, in bytes; and the most that is made for what a stream promises.
  private static let leastRoom = 4_096
  private static let promisedRoom = 1 << 20

  public init() {}

  /// Appends what `input` inflates to, up to `limit` bytes in `output` in all; what follows the stream's
  /// end is left.
  public mutating func inflate(
    _ input: UnsafeRawBufferPointer, limit: Int, into output: inout [UInt8]
  ) -> InflateEnd {
    guard output.count < limit else { return .limit }
    guard input.count >= 2 else { return .truncated }
    guard Self.isHeader(input[0], input[1]) else { return .corrupt }
    decoder.reset()
    var bits = BitReader(input, at: 2)
    let start = output.count
    var promised = min(input.count &* 4, Self.promisedRoom)
    while true {
      switch step(&bits, start, limit, promised, into: &output) {
      case .corrupt: return .corrupt
      case .truncated: return .truncated
      case .ended: return Self.check(&bits, output, from: start)
      case .room: if output.count >= limit { return .limit }
      }
      promised = 0
    }
  }

  /// Decodes as far as a stretch of room goes.
  private mutating func step(
    _ bits: inout BitReader, _ start: Int, _ limit: Int, _ promised: Int,
    into output: inout [UInt8]
  ) -> BlockDecoder.Stop {
    let free = output.capacity &- output.count
    let wanted = free >= 256 ? free : max(Self.leastRoom, output.count, promised)
    let made = output.count &- start
    var stop = BlockDecoder.Stop.room
    output.append(upTo: min(wanted, limit &- output.count)) { room in
      guard let next = room.baseAddress else { return 0 }
      var count = made
      // The room lies behind the array's own bytes, which matches are copied from.
      stop = decoder.run(&bits, next - made, &count, capacity: made &+ room.count)
      return count &- made
    }
    return stop
  }

  /// §2.2: deflate with a window of at most 32 KiB, no dictionary, and the check bits.
  private static func isHeader(_ method: UInt8, _ flags: UInt8) -> Bool {
    method & 0xF == 8 && method >> 4 <= 7 && flags & 0x20 == 0
      && (UInt16(method) << 8 | UInt16(flags)) % 31 == 0
  }

  private static func check(_ bits: inout BitReader, _ output: [UInt8], from start: Int)
    -> InflateEnd
  {
    bits.align()
    let stated = bits.bytes(upTo: 4)
    guard stated.count == 4 else { return .truncated }
    let sum = output.withUnsafeBufferPointer { all in
      all.baseAddress.map { Adler32.checksum($0 + start, all.count &- start) } ?? 1
    }
    return stated.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } == sum ? .ended : .corrupt
  }
}
