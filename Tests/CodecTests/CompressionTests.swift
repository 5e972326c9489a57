import Testing

@testable import Codec

@Suite("compression")
struct CompressionTests {
  private let text = Array(String(repeating: "a drawing holds codes; ", count: 5_000).utf8)

  @Test("every format is inflated again", arguments: [CompressionFormat.zlib, .raw, .gzip])
  func roundTrip(format: CompressionFormat) {
    let packed = Deflate.compress(text, format: format)
    var inflater = Inflater(format)
    var output: [UInt8] = []
    let (end, consumed) = packed.withUnsafeBytes {
      inflater.inflate($0, limit: .max, into: &output)
    }
    #expect(end == .ended)
    #expect(consumed == packed.count)
    #expect(output == text)
  }

  @Test("a stream in pieces is the same stream")
  func pieces() {
    let packed = Deflate.compress(text, format: .zlib)
    var inflater = Inflater(.zlib)
    var output: [UInt8] = []
    for byte in packed {
      _ = withUnsafeBytes(of: byte) { inflater.inflate($0, limit: .max, into: &output) }
    }
    #expect(output == text)
  }

  @Test("a cut or damaged stream keeps what came out before")
  func damage() {
    let packed = Deflate.compress(text, format: .zlib)
    var output: [UInt8] = []
    var inflater = Inflater(.zlib)
    let cut = Array(packed.dropLast(20))
    #expect(
      cut.withUnsafeBytes { inflater.inflate($0, limit: .max, into: &output).end } == .truncated)
    #expect(text.starts(with: output))
    #expect(output.count > 1_000)
  }

  @Test("the limit holds")
  func limit() {
    let packed = Deflate.compress(text, format: .zlib)
    var output: [UInt8] = []
    var inflater = Inflater(.zlib)
    #expect(
      packed.withUnsafeBytes { inflater.inflate($0, limit: 100, into: &output).end } == .limit)
    #expect(output.count == 100)
  }

  @Test("one call inflates what one call deflated, and says how")
  func oneShot() {
    var output: [UInt8] = [1, 2]
    let packed = Deflate.compress(text, format: .gzip, level: 1) + [9, 9]
    let outcome = packed.withUnsafeBytes {
      Inflate.inflate($0, format: .gzip, limit: 1_000_000, into: &output)
    }
    #expect(
      outcome == .init(end: .ended, consumed: packed.count - 2, produced: text.count))
    #expect(output == [1, 2] + text)
  }

  @Test("nothing is truncated, and a bad beginning corrupt")
  func nothing() {
    var output: [UInt8] = []
    let empty = UnsafeRawBufferPointer(start: nil, count: 0)
    #expect(Inflate.inflate(empty, format: .zlib, limit: 10, into: &output).end == .truncated)
    #expect(Inflate.inflate(empty, format: .raw, limit: 0, into: &output).end == .limit)
    let bad: [UInt8] = [0, 1, 2, 3]
    let end = bad.withUnsafeBytes {
      Inflate.inflate($0, format: .zlib, limit: .max, into: &output).end
    }
    #expect(end == .corrupt)
  }

  @Test("no changed byte traps, and what comes out stays in bounds")
  func changes() {
    let packed = Deflate.compress(Array(text.prefix(500)), format: .zlib)
    for index in packed.indices {
      for bit in 0..<8 {
        var broken = packed
        broken[index] ^= 1 << UInt8(bit)
        var output: [UInt8] = []
        let outcome = broken.withUnsafeBytes {
          Inflate.inflate($0, format: .zlib, limit: 2_000, into: &output)
        }
        #expect(output.count <= 2_000)
        #expect(outcome.consumed <= broken.count)
      }
    }
  }

  @Test("the data behind a block is as it came when the limit falls anywhere", arguments: 0..<30)
  func limits(limit: Int) {
    let packed = Deflate.compress(Array(text.prefix(25)), format: .raw)
    var output: [UInt8] = []
    let outcome = packed.withUnsafeBytes {
      Inflate.inflate($0, format: .raw, limit: limit, into: &output)
    }
    #expect(output == Array(text.prefix(min(25, limit))))
    #expect(outcome.end == (limit > 25 ? .ended : .limit) || limit == 25)
  }

  @Test("a message ends where it is flushed, and the next needs what was before (RFC 7692)")
  func messages() {
    var deflater = Deflater(.raw, windowBits: 12)
    var inflater = Inflater(.raw, windowBits: 12)
    var sizes: [Int] = []
    for _ in 0..<3 {
      var packed: [UInt8] = []
      text.prefix(1_000).withUnsafeBytes { deflater.deflate($0, flush: .sync, into: &packed) }
      #expect(packed.suffix(4) == [0, 0, 0xFF, 0xFF])
      sizes.append(packed.count)
      var output: [UInt8] = []
      let end = packed.withUnsafeBytes { inflater.inflate($0, limit: .max, into: &output).end }
      #expect(end == .truncated)
      #expect(output == Array(text.prefix(1_000)))
    }
    #expect(sizes[1] < sizes[0])
  }

  @Test("a next stream has the window of the one before, a new one has none")
  func nextStream() {
    // "Hello", and five bytes from five bytes before; both are final fixed blocks.
    let streams: [[UInt8]] = [[0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00], [0x03, 0x13, 0x00]]
    for keeps in [true, false] {
      var inflater = Inflater(.raw)
      var output: [UInt8] = []
      let ends = streams.map { stream in
        let end = stream.withUnsafeBytes { inflater.inflate($0, limit: .max, into: &output).end }
        if keeps { inflater.beginNext() } else { inflater.reset() }
        return end
      }
      #expect(ends == [.ended, keeps ? .ended : .corrupt])
      #expect(String(decoding: output, as: UTF8.self) == (keeps ? "HelloHello" : "Hello"))
    }
  }

  @Test("a block's end is told from its inside")
  func blockEnd() {
    let stored: [UInt8] = [0x00, 0x01, 0x00, 0xFE, 0xFF, 0x48]
    for count in 1...stored.count {
      var inflater = Inflater(.raw)
      var output: [UInt8] = []
      _ = stored.prefix(count).withUnsafeBytes {
        inflater.inflate($0, limit: .max, into: &output)
      }
      #expect(inflater.isAtBlockEnd == (count == stored.count), "after \(count) bytes")
    }
  }

  @Test("after a reset streams are told apart")
  func reset() {
    var deflater = Deflater(.zlib)
    var inflater = Inflater(.zlib)
    var first: [UInt8] = []
    for round in 0..<3 {
      var packed: [UInt8] = []
      text.withUnsafeBytes { deflater.deflate($0, flush: .finish, into: &packed) }
      if round == 0 { first = packed }
      #expect(packed == first)
      var output: [UInt8] = []
      #expect(
        packed.withUnsafeBytes { inflater.inflate($0, limit: .max, into: &output).end } == .ended)
      #expect(output == text)
      deflater.reset()
      inflater.reset()
    }
  }

  @Test("the checksum is that of ISO 3309")
  func checksum() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }
}
