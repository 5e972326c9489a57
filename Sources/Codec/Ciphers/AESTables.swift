/// The substitution box of AES and its products, computed once (FIPS 197 §5.1-5.3).
struct AESTables: Sendable {
  static let shared = AESTables()

  let box: [UInt8]
  let inverseBox: [UInt8]
  /// `SubBytes` and `MixColumns` of one byte in the first row; other rows are rotations of it.
  let forward: [UInt32]
  /// `InvSubBytes` and `InvMixColumns` likewise.
  let backward: [UInt32]

  private init() {
    var box = [UInt8](repeating: 0, count: 256)
    var inverseBox = box
    // 3 generates the field's non-zero elements: p runs through them, q through their inverses.
    var p: UInt8 = 1
    var q: UInt8 = 1
    repeat {
      p = p ^ Self.doubled(p)
      q ^= q << 1
      q ^= q << 2
      q ^= q << 4
      if q & 0x80 != 0 { q ^= 0x09 }
      let mixed =
        q ^ q.rotatedLeft(1) ^ q.rotatedLeft(2) ^ q.rotatedLeft(3) ^ q.rotatedLeft(4) ^ 0x63
      box[Int(p)] = mixed
      inverseBox[Int(mixed)] = p
    } while p != 1
    // Zero has no inverse.
    box[0] = 0x63
    inverseBox[0x63] = 0
    self.box = box
    self.inverseBox = inverseBox
    forward = box.map { Self.column($0, 2, 1, 1, 3) }
    backward = inverseBox.map { Self.column($0, 14, 9, 13, 11) }
  }

  private static func doubled(_ value: UInt8) -> UInt8 {
    value << 1 ^ (value & 0x80 != 0 ? 0x1B : 0)
  }

  private static func product(_ value: UInt8, _ factor: UInt8) -> UInt8 {
    var result: UInt8 = 0
    var power = value
    for bit in 0..<4 {
      if factor >> UInt8(bit) & 1 != 0 { result ^= power }
      power = doubled(power)
    }
    return result
  }

  private static func column(
    _ value: UInt8, _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8
  ) -> UInt32 {
    UInt32(product(value, a)) << 24 | UInt32(product(value, b)) << 16
      | UInt32(product(value, c)) << 8 | UInt32(product(value, d))
  }

  /// `InvMixColumns` of a whole column (§5.3.3).
  func unmixed(_ word: UInt32) -> UInt32 {
    func part(_ shift: UInt32) -> UInt32 {
      backward[Int(box[Int(word >> shift & 255)])].rotatedRight(24 - shift)
    }
    return part(24) ^ part(16) ^ part(8) ^ part(0)
  }

  /// `SubBytes` of a word.
  func substituted(_ word: UInt32) -> UInt32 {
    var result: UInt32 = 0
    for shift: UInt32 in [24, 16, 8, 0] { result |= UInt32(box[Int(word >> shift & 255)]) << shift }
    return result
  }
}
