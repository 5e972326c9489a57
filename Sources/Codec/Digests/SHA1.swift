/// SHA-1 (FIPS 180-4 §6.1): for the WebSocket handshake (RFC 6455 §4.2.2), never for security.
public struct SHA1: BlockDigest {
  public static let blockSize = 64
  public static let lengthSize = 8
  public static let lengthIsBigEndian = true

  public var buffer = BlockBuffer()
  private var a: UInt32 = 0x6745_2301
  private var b: UInt32 = 0xefcd_ab89
  private var c: UInt32 = 0x98ba_dcfe
  private var d: UInt32 = 0x1032_5476
  private var e: UInt32 = 0xc3d2_e1f0

  public init() {}

  public var output: [UInt8] {
    [a, b, c, d, e].flatMap { word in withUnsafeBytes(of: word.bigEndian, Array.init) }
  }

  public mutating func compress(_ blocks: UnsafeRawPointer, count: Int) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { schedule in
      guard let w = schedule.baseAddress else { return }
      for block in 0..<count {
        let start = blocks + block * Self.blockSize
        for i in 0..<16 { w[i] = start.bigEndianWord(i) }
        for i in 16..<80 {
          w[i] = (w[i &- 3] ^ w[i &- 8] ^ w[i &- 14] ^ w[i &- 16]).rotatedLeft(1)
        }
        run(w)
      }
    }
  }

  private mutating func run(_ w: UnsafePointer<UInt32>) {
    var (a, b, c, d, e) = (a, b, c, d, e)
    @inline(__always)
    func rounds(
      _ range: Range<Int>, _ constant: UInt32, _ mix: (UInt32, UInt32, UInt32) -> UInt32
    ) {
      for i in range {
        let next = a.rotatedLeft(5) &+ mix(b, c, d) &+ e &+ constant &+ w[i]
        (e, d, c, b, a) = (d, c, b.rotatedLeft(30), a, next)
      }
    }
    rounds(0..<20, 0x5a82_7999) { $2 ^ $0 & ($1 ^ $2) }
    rounds(20..<40, 0x6ed9_eba1) { $0 ^ $1 ^ $2 }
    rounds(40..<60, 0x8f1b_bcdc) { $0 & $1 | $2 & ($0 | $1) }
    rounds(60..<80, 0xca62_c1d6) { $0 ^ $1 ^ $2 }
    self.a &+= a
    self.b &+= b
    self.c &+= c
    self.d &+= d
    self.e &+= e
  }
}
