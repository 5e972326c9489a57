/// SHA-1 (FIPS 180-4 §6.1): for the WebSocket handshake (RFC 6455 §4.2.2), never for security.
public struct SHA1: BlockDigest {
  public static let blockSize = 64
  public static let lengthSize = 8
  public static let lengthIsBigEndian = true

  public var buffer = BlockBuffer()
  private var state: [UInt32] = [
    0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
  ]

  public init() {}

  public var output: [UInt8] {
    state.flatMap { word in withUnsafeBytes(of: word.bigEndian, Array.init) }
  }

  public mutating func compress(_ block: UnsafePointer<UInt8>) {
    let raw = UnsafeRawPointer(block)
    var w = [UInt32](repeating: 0, count: 80)
    for i in 0..<16 {
      w[i] = UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self))
    }
    for i in 16..<80 { w[i] = Self.rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1) }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for i in 0..<80 {
      let (f, k): (UInt32, UInt32) =
        switch i {
        case ..<20: (b & c | ~b & d, 0x5a82_7999)
        case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
        case ..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
        default: (b ^ c ^ d, 0xca62_c1d6)
        }
      let next = Self.rotate(a, 5) &+ f &+ e &+ k &+ w[i]
      (e, d, c, b, a) = (d, c, Self.rotate(b, 30), a, next)
    }
    for (i, word) in [a, b, c, d, e].enumerated() { state[i] &+= word }
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &<< count | word &>> (32 &- count)
  }
}
