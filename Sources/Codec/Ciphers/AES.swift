/// AES in CBC mode (FIPS 197, NIST SP 800-38A §6.2), for PDF encryption.
///
/// Table driven: fast, and not hardened against an attacker who shares the machine's cache.
public struct AES: Sendable {
  public static let blockSize = 16

  private let rounds: Int
  /// Round keys, four words each; for deciphering in reverse order, mixed (FIPS 197 §5.3.5).
  private let encryptionKeys: [UInt32]
  private let decryptionKeys: [UInt32]

  /// Nil unless the key has 16, 24 or 32 bytes.
  public init?(key: [UInt8]) {
    guard [16, 24, 32].contains(key.count) else { return nil }
    rounds = key.count / 4 + 6
    encryptionKeys = Self.expand(key, rounds)
    decryptionKeys = Self.invert(encryptionKeys, rounds)
  }

  /// Deciphers whole blocks; bytes after the last whole block are dropped.
  /// - Parameter iv: 16 bytes.
  public func decryptCBC(_ input: UnsafeRawBufferPointer, iv: [UInt8]) -> [UInt8] {
    transform(input, iv: iv) { block, previous, tables in
      let plain = decrypt(block, tables)
      defer { previous = block }
      return plain ^ previous
    }
  }

  /// Enciphers whole blocks, without padding; bytes after the last whole block are dropped.
  public func encryptCBC(_ input: UnsafeRawBufferPointer, iv: [UInt8]) -> [UInt8] {
    transform(input, iv: iv) { block, previous, tables in
      previous = encrypt(block ^ previous, tables)
      return previous
    }
  }

  private func transform(
    _ input: UnsafeRawBufferPointer, iv: [UInt8],
    _ step: (SIMD4<UInt32>, inout SIMD4<UInt32>, borrowing Tables) -> SIMD4<UInt32>
  ) -> [UInt8] {
    let count = input.count / Self.blockSize * Self.blockSize
    let padded = iv + [UInt8](repeating: 0, count: Self.blockSize)
    var previous = padded.withUnsafeBytes { Self.load($0, 0) }
    let tables = Tables.shared
    return [UInt8](unsafeUninitializedCapacity: count) { output, written in
      let raw = UnsafeMutableRawBufferPointer(output)
      for at in stride(from: 0, to: count, by: Self.blockSize) {
        Self.store(step(Self.load(input, at), &previous, tables), raw, at)
      }
      written = count
    }
  }

  private static func load(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> SIMD4<UInt32> {
    var block = SIMD4<UInt32>()
    for word in 0..<4 {
      block[word] = UInt32(
        bigEndian: bytes.loadUnaligned(fromByteOffset: at + 4 * word, as: UInt32.self))
    }
    return block
  }

  private static func store(
    _ block: SIMD4<UInt32>, _ bytes: UnsafeMutableRawBufferPointer, _ at: Int
  ) {
    for word in 0..<4 {
      bytes.storeBytes(of: block[word].bigEndian, toByteOffset: at + 4 * word, as: UInt32.self)
    }
  }

  private func encrypt(_ block: SIMD4<UInt32>, _ tables: Tables) -> SIMD4<UInt32> {
    var state = block ^ key(encryptionKeys, 0)
    for round in 1..<rounds {
      state = mix(state, tables.encryption, step: 1) ^ key(encryptionKeys, round)
    }
    return substitute(state, tables.box, step: 1) ^ key(encryptionKeys, rounds)
  }

  private func decrypt(_ block: SIMD4<UInt32>, _ tables: Tables) -> SIMD4<UInt32> {
    var state = block ^ key(decryptionKeys, 0)
    for round in 1..<rounds {
      state = mix(state, tables.decryption, step: 3) ^ key(decryptionKeys, round)
    }
    return substitute(state, tables.inverseBox, step: 3) ^ key(decryptionKeys, rounds)
  }

  private func key(_ keys: [UInt32], _ round: Int) -> SIMD4<UInt32> {
    SIMD4(keys[4 * round], keys[4 * round + 1], keys[4 * round + 2], keys[4 * round + 3])
  }

  /// One round without its key: rows shift by `step` columns (1, or 3 backward).
  private func mix(_ s: SIMD4<UInt32>, _ table: [UInt32], step: Int) -> SIMD4<UInt32> {
    var out = SIMD4<UInt32>()
    for column in 0..<4 {
      let a = table[Int(s[column] >> 24)]
      let b = table[Int(s[(column + step) & 3] >> 16 & 0xFF)]
      let c = table[Int(s[(column + 2) & 3] >> 8 & 0xFF)]
      let d = table[Int(s[(column + 3 * step) & 3] & 0xFF)]
      out[column] = a ^ Self.rotate(b, 8) ^ Self.rotate(c, 16) ^ Self.rotate(d, 24)
    }
    return out
  }

  /// The last round without its key: no columns are mixed.
  private func substitute(_ s: SIMD4<UInt32>, _ box: [UInt8], step: Int) -> SIMD4<UInt32> {
    var out = SIMD4<UInt32>()
    for column in 0..<4 {
      let a = UInt32(box[Int(s[column] >> 24)])
      let b = UInt32(box[Int(s[(column + step) & 3] >> 16 & 0xFF)])
      let c = UInt32(box[Int(s[(column + 2) & 3] >> 8 & 0xFF)])
      let d = UInt32(box[Int(s[(column + 3 * step) & 3] & 0xFF)])
      out[column] = a << 24 | b << 16 | c << 8 | d
    }
    return out
  }

  fileprivate static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }
}

/// Key expansion (FIPS 197 §5.2).
extension AES {
  private static func expand(_ key: [UInt8], _ rounds: Int) -> [UInt32] {
    let box = Tables.shared.box
    let words = key.count / 4
    var keys = (0..<words).map { at in
      key[4 * at..<4 * at + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    func substitute(_ word: UInt32) -> UInt32 {
      stride(from: UInt32(24), through: 0, by: -8).reduce(UInt32(0)) {
        $0 << 8 | UInt32(box[Int(word >> $1 & 0xFF)])
      }
    }
    var constant: UInt32 = 1
    for at in words..<4 * (rounds + 1) {
      var word = keys[at - 1]
      if at % words == 0 {
        word = substitute(word << 8 | word >> 24) ^ constant << 24
        constant = UInt32(Tables.double(UInt8(constant)))
      } else if words > 6, at % words == 4 {
        word = substitute(word)
      }
      keys.append(keys[at - words] ^ word)
    }
    return keys
  }

  private static func invert(_ keys: [UInt32], _ rounds: Int) -> [UInt32] {
    let tables = Tables.shared
    var inverted: [UInt32] = []
    for round in stride(from: rounds, through: 0, by: -1) {
      for word in keys[4 * round..<4 * round + 4] {
        guard round != 0, round != rounds else {
          inverted.append(word)
          continue
        }
        // The decryption table holds what mixing does to the inverse box: box first undoes that.
        let parts = (0..<4).map { at -> UInt32 in
          let byte = word >> UInt32(24 - 8 * at) & 0xFF
          return rotate(tables.decryption[Int(tables.box[Int(byte)])], UInt32(8 * at))
        }
        inverted.append(parts[0] ^ parts[1] ^ parts[2] ^ parts[3])
      }
    }
    return inverted
  }
}

/// The substitution boxes and round tables, computed once (FIPS 197 §5.1, §5.3).
private struct Tables: Sendable {
  static let shared = Tables()

  let box: [UInt8]
  let inverseBox: [UInt8]
  /// What a byte in the first row adds to its column after the box: 2, 1, 1, 3 times it.
  let encryption: [UInt32]
  /// Likewise backward: 14, 9, 13, 11 times it.
  let decryption: [UInt32]

  init() {
    var box = [UInt8](repeating: 0x63, count: 256)
    var inverseBox = [UInt8](repeating: 0, count: 256)
    // p runs through the powers of 3, q through those of its inverse.
    var p: UInt8 = 1
    var q: UInt8 = 1
    repeat {
      p ^= Self.double(p)
      q ^= q << 1
      q ^= q << 2
      q ^= q << 4
      if q & 0x80 != 0 { q ^= 0x09 }
      let rotated = q ^ Self.rotate(q, 1) ^ Self.rotate(q, 2) ^ Self.rotate(q, 3)
      box[Int(p)] = rotated ^ Self.rotate(q, 4) ^ 0x63
    } while p != 1
    for value in 0..<256 { inverseBox[Int(box[value])] = UInt8(value) }
    self.box = box
    self.inverseBox = inverseBox
    encryption = box.map { Self.column($0, 2, 1, 1, 3) }
    decryption = inverseBox.map { Self.column($0, 14, 9, 13, 11) }
  }

  static func double(_ value: UInt8) -> UInt8 { value << 1 ^ (value & 0x80 != 0 ? 0x1B : 0) }

  private static func rotate(_ value: UInt8, _ count: UInt8) -> UInt8 {
    value << count | value >> (8 - count)
  }

  private static func multiply(_ value: UInt8, _ factor: UInt8) -> UInt32 {
    var product: UInt8 = 0
    var power = value
    for bit in 0..<4 {
      if factor >> UInt8(bit) & 1 != 0 { product ^= power }
      power = double(power)
    }
    return UInt32(product)
  }

  private static func column(_ value: UInt8, _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8)
    -> UInt32
  {
    let high = multiply(value, a) << 24 | multiply(value, b) << 16
    return high | multiply(value, c) << 8 | multiply(value, d)
  }
}
