/// MD5 (RFC 1321): for Drive's checksums and PDF's old encryption, never for security.
public struct MD5: BlockDigest {
  public static let blockSize = 64
  public static let lengthSize = 8
  public static let lengthIsBigEndian = false

  public var buffer = BlockBuffer()
  private var a: UInt32 = 0x6745_2301
  private var b: UInt32 = 0xefcd_ab89
  private var c: UInt32 = 0x98ba_dcfe
  private var d: UInt32 = 0x1032_5476

  public init() {}

  public var output: [UInt8] {
    [a, b, c, d].flatMap { word in withUnsafeBytes(of: word.littleEndian, Array.init) }
  }

  public mutating func compress(_ blocks: UnsafeRawPointer, count: Int) {
    Self.sines.withUnsafeBufferPointer { sines in
      guard let sines = sines.baseAddress else { return }
      for block in 0..<count { run(blocks + block * Self.blockSize, sines) }
    }
  }

  /// Four times sixteen steps (RFC 1321 §3.4); word numbers are taken modulo 16.
  private mutating func run(_ block: UnsafeRawPointer, _ sines: UnsafePointer<UInt32>) {
    var (a, b, c, d) = (a, b, c, d)
    @inline(__always)
    func steps(
      _ first: Int, _ shifts: (UInt32, UInt32, UInt32, UInt32), _ factor: Int, _ offset: Int,
      _ mix: (UInt32, UInt32, UInt32) -> UInt32
    ) {
      @inline(__always)
      func add(_ i: Int) -> UInt32 {
        let index = (factor &* i &+ offset) & 15
        let word = block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
        return sines[i] &+ UInt32(littleEndian: word)
      }
      for i in stride(from: first, to: first + 16, by: 4) {
        a = b &+ (a &+ mix(b, c, d) &+ add(i)).rotatedLeft(shifts.0)
        d = a &+ (d &+ mix(a, b, c) &+ add(i &+ 1)).rotatedLeft(shifts.1)
        c = d &+ (c &+ mix(d, a, b) &+ add(i &+ 2)).rotatedLeft(shifts.2)
        b = c &+ (b &+ mix(c, d, a) &+ add(i &+ 3)).rotatedLeft(shifts.3)
      }
    }
    steps(0, (7, 12, 17, 22), 1, 0) { $2 ^ $0 & ($1 ^ $2) }
    steps(16, (5, 9, 14, 20), 5, 1) { $1 ^ $2 & ($0 ^ $1) }
    steps(32, (4, 11, 16, 23), 3, 5) { $0 ^ $1 ^ $2 }
    steps(48, (6, 10, 15, 21), 7, 0) { $1 ^ ($0 | ~$2) }
    self.a &+= a
    self.b &+= b
    self.c &+= c
    self.d &+= d
  }

  private static let sines: [UInt32] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613,
    0xfd46_9501, 0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193,
    0xa679_438e, 0x49b4_0821, 0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d,
    0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8, 0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed,
    0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a, 0xfffa_3942, 0x8771_f681, 0x6d9d_6122,
    0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70, 0x289b_7ec6, 0xeaa1_27fa,
    0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665, 0xf429_2244,
    0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb,
    0xeb86_d391,
  ]
}
