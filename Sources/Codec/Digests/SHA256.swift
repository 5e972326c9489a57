/// SHA-256 (FIPS 180-4 §6.2).
public struct SHA256: BlockDigest {
  public static let blockSize = 64
  public static let lengthSize = 8
  public static let lengthIsBigEndian = true

  public var buffer = BlockBuffer()
  private var state = State()

  public init() {}

  public var output: [UInt8] {
    [state.a, state.b, state.c, state.d, state.e, state.f, state.g, state.h].flatMap { word in
      withUnsafeBytes(of: word.bigEndian, Array.init)
    }
  }

  public mutating func compress(_ blocks: UnsafeRawPointer, count: Int) {
    Self.constants.withUnsafeBufferPointer { constants in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
        guard let k = constants.baseAddress, let w = schedule.baseAddress else { return }
        for block in 0..<count {
          Self.expand(blocks + block * Self.blockSize, k, into: w)
          state.run(w)
        }
      }
    }
  }

  /// The message schedule, each word with its round's constant added.
  @inline(__always)
  private static func expand(
    _ block: UnsafeRawPointer, _ k: UnsafePointer<UInt32>, into w: UnsafeMutablePointer<UInt32>
  ) {
    for i in 0..<16 { w[i] = block.bigEndianWord(i) }
    for i in 16..<64 {
      let a = w[i &- 15]
      let b = w[i &- 2]
      let s0 = a.rotatedRight(7) ^ a.rotatedRight(18) ^ a &>> 3
      let s1 = b.rotatedRight(17) ^ b.rotatedRight(19) ^ b &>> 10
      w[i] = w[i &- 16] &+ s0 &+ w[i &- 7] &+ s1
    }
    for i in 0..<64 { w[i] &+= k[i] }
  }

  /// The eight working variables.
  private struct State {
    var a: UInt32 = 0x6a09_e667
    var b: UInt32 = 0xbb67_ae85
    var c: UInt32 = 0x3c6e_f372
    var d: UInt32 = 0xa54f_f53a
    var e: UInt32 = 0x510e_527f
    var f: UInt32 = 0x9b05_688c
    var g: UInt32 = 0x1f83_d9ab
    var h: UInt32 = 0x5be0_cd19

    /// All rounds: instead of moving the variables along, each takes its neighbour's part.
    mutating func run(_ w: UnsafePointer<UInt32>) {
      var (a, b, c, d, e, f, g, h) = (a, b, c, d, e, f, g, h)
      var i = 0
      while i < 64 {
        Self.round(a, b, c, &d, e, f, g, &h, w[i])
        Self.round(h, a, b, &c, d, e, f, &g, w[i &+ 1])
        Self.round(g, h, a, &b, c, d, e, &f, w[i &+ 2])
        Self.round(f, g, h, &a, b, c, d, &e, w[i &+ 3])
        Self.round(e, f, g, &h, a, b, c, &d, w[i &+ 4])
        Self.round(d, e, f, &g, h, a, b, &c, w[i &+ 5])
        Self.round(c, d, e, &f, g, h, a, &b, w[i &+ 6])
        Self.round(b, c, d, &e, f, g, h, &a, w[i &+ 7])
        i &+= 8
      }
      self.a &+= a
      self.b &+= b
      self.c &+= c
      self.d &+= d
      self.e &+= e
      self.f &+= f
      self.g &+= g
      self.h &+= h
    }

    @inline(__always)
    private static func round(
      _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
      _ g: UInt32, _ h: inout UInt32, _ word: UInt32
    ) {
      let s1 = e.rotatedRight(6) ^ e.rotatedRight(11) ^ e.rotatedRight(25)
      let first = h &+ s1 &+ (g ^ e & (f ^ g)) &+ word
      let s0 = a.rotatedRight(2) ^ a.rotatedRight(13) ^ a.rotatedRight(22)
      d &+= first
      h = first &+ s0 &+ (a & b | c & (a | b))
    }
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
