/// The checksum of zlib streams (RFC 1950 §8.2).
enum Adler32 {
  private static let modulus: UInt32 = 65_521
  private static let lanes = 16
  /// Steps of 16 bytes after which a lane's sum of sums still fits 16 bits: 23 * 22 / 2 * 255.
  private static let steps = 23

  /// The checksum of `count` bytes. About half an instruction a byte.
  static func checksum(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    var at = 0
    while count &- at >= lanes {
      let full = min(steps, (count &- at) / lanes)
      add(bytes + at, full, &a, &b)
      at &+= full &* lanes
    }
    while at < count {
      a &+= UInt32(bytes[at])
      b &+= a
      at &+= 1
    }
    return (b % modulus) << 16 | a % modulus
  }

  /// Adds some steps of 16 bytes.
  ///
  /// `sums` holds what each lane has seen, `earlier` the sum of that before each step: a byte counts
  /// in `b` once for itself and once for every byte after it.
  @inline(__always)
  private static func add(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ a: inout UInt32, _ b: inout UInt32
  ) {
    var sums = SIMD16<UInt16>.zero
    var earlier = SIMD16<UInt16>.zero
    for step in 0..<count {
      let next = UnsafeRawPointer(bytes + step &* lanes)
        .loadUnaligned(as: SIMD16<UInt8>.self)
      earlier &+= sums
      sums &+= SIMD16<UInt16>(truncatingIfNeeded: next)
    }
    let seen = SIMD16<UInt32>(truncatingIfNeeded: sums)
    let weighted = SIMD16<UInt32>(truncatingIfNeeded: earlier) &<< 4 &+ seen &* weights
    b = (b &+ UInt32(truncatingIfNeeded: count &* lanes) &* a &+ weighted.wrappedSum()) % modulus
    a = (a &+ seen.wrappedSum()) % modulus
  }

  private static var weights: SIMD16<UInt32> {
    SIMD16(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
  }
}
