internal import CZlib

/// How compressed data is framed.
public enum CompressionFormat: Sendable {
  /// RFC 1950.
  case zlib
  /// RFC 1951, without any frame.
  case raw
  /// RFC 1952.
  case gzip

  /// zlib's `windowBits` for a window of `2^bits` bytes.
  func windowBits(_ bits: Int32) -> Int32 {
    switch self {
    case .zlib: bits
    case .raw: -bits
    case .gzip: bits + 16
    }
  }
}

/// How decompression ended.
public enum InflateEnd: Equatable, Sendable {
  /// The stream's end was reached.
  case ended
  /// The input ended before the stream did; what came out is kept.
  case truncated
  /// The stream is damaged; what came out before is kept.
  case corrupt
  /// The output reached its limit.
  case limit
}

/// Inflates many streams one after another with one zlib state (RFC 1950-1952).
///
/// Damage never throws: what came out before it is kept, and the end says what happened.
public struct Inflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private let format: CompressionFormat
  private let bits: Int32

  /// - Parameter windowBits: the window's size as a power of two, 8 to 15.
  public init(_ format: CompressionFormat, windowBits: Int = 15) {
    self.format = format
    bits = Int32(min(15, max(8, windowBits)))
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, format.windowBits(bits), ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "out of memory for zlib")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Forgets everything seen, for a new stream.
  public mutating func reset() {
    inflateReset2(stream, format.windowBits(bits))
  }

  /// Begins a new stream whose matches may reach back into the ones before it, as RFC 7692 §7.2.3.4 has
  /// it: their window stays.
  public mutating func beginNext() { inflateResetKeep(stream) }

  /// Whether the last input that was used ended a block with its last bit.
  public var isAtBlockEnd: Bool {
    // zlib.h, data_type: 128 at the end of a block, and the bits below 64 count those unused.
    stream.pointee.data_type & 0x80 != 0 && stream.pointee.data_type & 0x3F == 0
  }

  /// Appends what `input` inflates to, up to `limit` bytes in `output` in all.
  ///
  /// The input may be a piece of a longer stream: then the end is `.truncated` and the next
  /// call goes on with the next piece.
  /// - Returns: the end and how many bytes of `input` were used.
  public mutating func inflate(
    _ input: UnsafeRawBufferPointer, limit: Int, into output: inout [UInt8]
  ) -> (end: InflateEnd, consumed: Int) {
    var consumed = 0
    // zlib counts in 32 bits: longer input goes in pieces.
    let piece = Int(Int32.max)
    while true {
      let count = min(piece, input.count - consumed)
      let part = UnsafeRawBufferPointer(rebasing: input[consumed..<consumed + count])
      let (end, used) = inflatePiece(part, limit: limit, into: &output)
      consumed += used
      if end != .truncated || consumed >= input.count || used == 0 { return (end, consumed) }
    }
  }

  private mutating func inflatePiece(
    _ input: UnsafeRawBufferPointer, limit: Int, into output: inout [UInt8]
  ) -> (end: InflateEnd, consumed: Int) {
    var empty: UInt8 = 0
    return withUnsafeMutablePointer(to: &empty) { placeholder in
      stream.pointee.next_in =
        input.baseAddress.map {
          UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
        } ?? placeholder
      stream.pointee.avail_in = UInt32(input.count)
      let end = run(limit: limit, into: &output)
      let consumed = input.count - Int(stream.pointee.avail_in)
      stream.pointee.next_in = nil
      stream.pointee.avail_in = 0
      return (end, consumed)
    }
  }

  private mutating func run(limit: Int, into output: inout [UInt8]) -> InflateEnd {
    while true {
      let room = min(limit &- output.count, 1 << 30)
      if room <= 0 { return .limit }
      let free = output.capacity - output.count
      let capacity = min(room, free >= 256 ? free : max(4_096, output.count))
      var status = Z_OK
      let made = output.append(upTo: capacity) { room in
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        status = CZlib.inflate(stream, Z_SYNC_FLUSH)
        return room.count - Int(stream.pointee.avail_out)
      }
      switch status {
      case Z_STREAM_END: return .ended
      case Z_OK, Z_BUF_ERROR:
        if stream.pointee.avail_in == 0, made < capacity { return .truncated }
        // Neither input used up nor room filled: zlib will never go on.
        if made == 0 { return .corrupt }
      default: return .corrupt
      }
    }
  }
}

/// Decompression of a whole buffer at once.
public enum Inflate {
  public struct Outcome: Equatable, Sendable {
    public let end: InflateEnd
    /// Bytes of the input that were used; what follows a stream's end is left.
    public let consumed: Int
    /// Bytes that were appended.
    public let produced: Int
  }

  /// Appends what `input` inflates to; what comes out before damage is kept.
  /// - Parameter limit: most bytes to append.
  /// - Complexity: O(output); a new ``Inflater`` takes about 40 KB and 1 µs: keep one for many
  ///   small streams.
  public static func inflate(
    _ input: UnsafeRawBufferPointer, format: CompressionFormat, limit: Int,
    into output: inout [UInt8]
  ) -> Outcome {
    var inflater = Inflater(format)
    let start = output.count
    let (total, overflows) = start.addingReportingOverflow(max(0, limit))
    let (end, consumed) = inflater.inflate(
      input, limit: overflows ? .max : total, into: &output)
    return Outcome(end: end, consumed: consumed, produced: output.count - start)
  }
}
