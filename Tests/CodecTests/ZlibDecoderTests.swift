import Testing

@testable import Codec

/// zlib's own ``Inflater`` is the oracle.
@Suite("zlib streams decoded from memory")
struct ZlibDecoderTests {
  private struct Answer: Equatable {
    var output: [UInt8]
    /// Whether it ended well, or at the limit; damage is told as damage only.
    var isWhole: Bool
    var isLimit: Bool

    init(_ output: [UInt8], _ end: InflateEnd) {
      (self.output, isWhole, isLimit) = (output, end == .ended, end == .limit)
    }
  }

  private static func expected(_ packed: [UInt8], limit: Int) -> Answer {
    var inflater = Inflater(.zlib)
    var output: [UInt8] = []
    let end = packed.withUnsafeBytes { inflater.inflate($0, limit: limit, into: &output).end }
    return Answer(output, end)
  }

  private static func answer(
    _ packed: [UInt8], limit: Int, _ decoder: inout ZlibDecoder
  ) -> Answer {
    var output: [UInt8] = []
    let end = packed.withUnsafeBytes { decoder.inflate($0, limit: limit, into: &output) }
    return Answer(output, end)
  }

  /// Content streams, repetitions of every short period, noise, and next to nothing.
  static let samples: [[UInt8]] = {
    var random = Noise(state: 7)
    var paths: [UInt8] = []
    while paths.count < 90_000 { paths += "\(random.next() % 800).\(random.next() % 90) l\n".utf8 }
    let noise = (0..<70_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    var periods: [UInt8] = []
    for period in 1...40 {
      let part = noise.prefix(period)
      for _ in 0..<(1 + 700 / period) { periods += part }
    }
    let zeros = [UInt8](repeating: 0, count: 99_999)
    return [paths, noise, periods, [], [65], Array("q Q".utf8), zeros]
  }()

  /// SplitMix64.
  private struct Noise {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return z ^ z >> 31
    }
    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
  }

  @Test("every sample comes back at every level", arguments: [0, 1, 4, 6, 9])
  func roundTrip(level: Int) {
    var decoder = ZlibDecoder()
    for sample in Self.samples {
      let packed = Deflate.compress(sample, format: .zlib, level: level)
      #expect(Self.answer(packed + [1, 2, 3], limit: .max, &decoder) == Answer(sample, .ended))
    }
  }

  @Test("output goes behind what is there, and never refers to it")
  func appending() {
    var decoder = ZlibDecoder()
    var output: [UInt8] = [9, 9]
    let packed = Deflate.compress(Self.samples[2], format: .zlib)
    let end = packed.withUnsafeBytes { decoder.inflate($0, limit: .max, into: &output) }
    #expect(end == .ended)
    #expect(output == [9, 9] + Self.samples[2])
    // A match three bytes back as the first symbol of a fixed block.
    let early: [UInt8] = [0x78, 0x9C, 0x03, 0x22, 0x00]
    #expect(early.withUnsafeBytes { decoder.inflate($0, limit: .max, into: &output) } == .corrupt)
  }

  @Test("the limit may fall anywhere")
  func limits() {
    var decoder = ZlibDecoder()
    for sample in [Self.samples[0], Self.samples[2]] {
      let packed = Deflate.compress(Array(sample.prefix(3_000)), format: .zlib)
      for limit in [0, 1, 2, 3, 255, 256, 257, 1_000, 2_741, 2_742, 2_999, 3_000, 3_001] {
        #expect(
          Self.answer(packed, limit: limit, &decoder) == Self.expected(packed, limit: limit))
      }
    }
  }

  @Test("a stream cut anywhere keeps what zlib keeps", arguments: [0, 1, 9])
  func cuts(level: Int) {
    var decoder = ZlibDecoder()
    for sample in Self.samples {
      let packed = Deflate.compress(Array(sample.prefix(900)), format: .zlib, level: level)
      for count in packed.indices {
        let cut = Array(packed.prefix(count))
        #expect(Self.answer(cut, limit: .max, &decoder) == Self.expected(cut, limit: .max))
      }
    }
  }

  @Test("damage is met where zlib meets it", arguments: 0..<8)
  func damage(seed: Int) {
    var random = Noise(state: UInt64(seed))
    var decoder = ZlibDecoder()
    for sample in Self.samples {
      let whole = Deflate.compress(
        Array(sample.prefix(4_000)), format: .zlib, level: random.below(10))
      for _ in 0..<150 {
        var packed = whole
        for _ in 0...random.below(3) {
          // Heads of blocks, near the start, are where a byte means most.
          let reach = random.below(2) == 0 ? min(packed.count, 100) : packed.count
          packed[random.below(reach)] = UInt8(truncatingIfNeeded: random.next())
        }
        if random.below(2) == 0 { packed.replaceSubrange(0..<2, with: [0x78, 0x9C]) }
        #expect(
          Self.answer(packed, limit: 1 << 20, &decoder) == Self.expected(packed, limit: 1 << 20))
      }
    }
  }

  @Test(
    "the checksum is zlib's for any length",
    arguments: [0, 1, 15, 16, 17, 367, 368, 369, 70_000])
  func checksum(count: Int) {
    let bytes = [UInt8](repeating: 255, count: count)
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65_521
      b = (b + a) % 65_521
    }
    let sum = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { Adler32.checksum($0, count) } ?? 1
    }
    #expect(sum == UInt32(b << 16 | a))
  }
}
