internal import CZlib

/// Deflates streams one after another with one zlib state (RFC 1950-1952).
public struct Deflater: ~Copyable {
  /// What a call ends its output with.
  public enum Flush: Sendable {
    case none
    /// An empty stored block, so that all input so far can be read (RFC 7692 §7.2.1).
    case sync
    /// The stream's end.
    case finish

    var code: Int32 {
      switch self {
      case .none: Z_NO_FLUSH
      case .sync: Z_SYNC_FLUSH
      case .finish: Z_FINISH
      }
    }
  }

  private let stream: UnsafeMutablePointer<z_stream>

  /// - Parameters:
  ///   - level: 1 (fast) to 9 (small).
  ///   - windowBits: the window's size as a power of two, 9 to 15.
  ///   - memoryLevel: 1 to 9; 9 needs 256 KB, 8 half of it, and so on.
  public init(
    _ format: CompressionFormat, level: Int = 6, windowBits: Int = 15, memoryLevel: Int = 8
  ) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let bits = format.windowBits(Int32(min(15, max(9, windowBits))))
    let status = deflateInit2_(
      stream, Int32(min(9, max(0, level))), Z_DEFLATED, bits,
      Int32(min(9, max(1, memoryLevel))), Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "out of memory for zlib")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Forgets everything written, for a new stream.
  public mutating func reset() { deflateReset(stream) }

  /// Appends what `input` deflates to.
  public mutating func deflate(
    _ input: UnsafeRawBufferPointer, flush: Flush, into output: inout [UInt8]
  ) {
    var offset = 0
    repeat {
      let count = min(input.count - offset, Int(Int32.max))
      let part = UnsafeRawBufferPointer(rebasing: input[offset..<offset + count])
      offset += count
      deflatePiece(part, flush: offset == input.count ? flush : .none, into: &output)
    } while offset < input.count
  }

  private mutating func deflatePiece(
    _ input: UnsafeRawBufferPointer, flush: Flush, into output: inout [UInt8]
  ) {
    var empty: UInt8 = 0
    withUnsafeMutablePointer(to: &empty) { placeholder in
      stream.pointee.next_in =
        input.baseAddress.map {
          UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
        } ?? placeholder
      stream.pointee.avail_in = UInt32(input.count)
      var full = true
      while full {
        let capacity = max(1_024, Int(stream.pointee.avail_in) / 2)
        output.append(upTo: capacity) { room in
          stream.pointee.next_out = room.baseAddress
          stream.pointee.avail_out = UInt32(room.count)
          _ = CZlib.deflate(stream, flush.code)
          full = stream.pointee.avail_out == 0
          return room.count - Int(stream.pointee.avail_out)
        }
      }
      stream.pointee.next_in = nil
      stream.pointee.next_out = nil
    }
  }
}

/// Compression of a whole buffer at once.
public enum Deflate {
  public static func compress(
    _ bytes: [UInt8], format: CompressionFormat, level: Int = 6
  ) -> [UInt8] {
    var deflater = Deflater(format, level: level)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count / 3 + 64)
    bytes.withUnsafeBytes { deflater.deflate($0, flush: .finish, into: &output) }
    return output
  }
}
