/// SHA-512 (FIPS 180-4 §6.4).
public struct SHA512: BlockDigest {
  public static let blockSize = 128
  public static let lengthSize = 16
  public static let lengthIsBigEndian = true

  public var buffer = BlockBuffer()
  var state = SHA512State(initial: [
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
  ])

  public init() {}

  public var output: [UInt8] { state.bytes }

  public mutating func compress(_ blocks: UnsafeRawPointer, count: Int) {
    state.compress(blocks, count: count)
  }
}

/// SHA-384 (FIPS 180-4 §6.5): SHA-512 of another beginning, cut.
public struct SHA384: BlockDigest {
  public static let blockSize = SHA512.blockSize
  public static let lengthSize = SHA512.lengthSize
  public static let lengthIsBigEndian = true

  public var buffer = BlockBuffer()
  private var state = SHA512State(initial: [
    0xcbbb_9d5d_c105_9ed8, 0x629a_292a_367c_d507, 0x9159_015a_3070_dd17, 0x152f_ecd8_f70e_5939,
    0x6733_2667_ffc0_0b31, 0x8eb4_4a87_6858_1511, 0xdb0c_2e0d_64f9_8fa7, 0x47b5_481d_befa_4fa4,
  ])

  public init() {}

  public var output: [UInt8] { Array(state.bytes.prefix(48)) }

  public mutating func compress(_ blocks: UnsafeRawPointer, count: Int) {
    state.compress(blocks, count: count)
  }
}
