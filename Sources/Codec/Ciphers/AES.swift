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
    let rows = Tables.shared.decryption
    let box = Tables.shared.inverseBox
    return transform(input, iv: iv, decryptionKeys, rows, box) { block, previous, cipher in
      let plain = cipher.run(block, forward: false) ^ previous
      previous = block
      return plain
    }
  }

  /// Enciphers whole blocks, without padding; bytes after the last whole block are dropped.
  public func encryptCBC(_ input: UnsafeRawBufferPointer, iv: [UInt8]) -> [UInt8] {
    let rows = Tables.shared.encryption
    let box = Tables.shared.box
    return transform(input, iv: iv, encryptionKeys, rows, box) { block, previous, cipher in
      previous = cipher.run(block ^ previous, forward: true)
      return previous
    }
  }

  private func transform(
    _ input: UnsafeRawBufferPointer, iv: [UInt8], _ keys: [UInt32], _ rows: [UInt32],
    _ box: [UInt8], _ step: (Block, inout Block, Rounds) -> Block
  ) -> [UInt8] {
    let count = input.count / Self.blockSize * Self.blockSize
    let padded = iv + [UInt8](repeating: 0, count: Self.blockSize)
    var previous = padded.withUnsafeBytes { Block($0, 0) }
    return [UInt8](unsafeUninitializedCapacity: count) { output, written in
      keys.withUnsafeBufferPointer { keys in
        rows.withUnsafeBufferPointer { rows in
          box.withUnsafeBufferPointer { box in
            let cipher = Rounds(keys: keys, rows: rows, box: box, count: rounds)
            let raw = UnsafeMutableRawBufferPointer(output)
            for at in stride(from: 0, to: count, by: Self.blockSize) {
              step(Block(input, at), &previous, cipher).store(raw, at)
            }
          }
        }
      }
      written = count
    }
  }

  fileprivate static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }
}

/// The state: four columns, the first row in the highest byte.
private struct Block {
  var a: UInt32
  var b: UInt32
  var c: UInt32
  var d: UInt32

  init(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  init(_ bytes: UnsafeRawBufferPointer, _ at: Int) {
    a = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    b = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
    c = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt32.self))
    d = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
  }

  func store(_ bytes: UnsafeMutableRawBufferPointer, _ at: Int) {
    bytes.storeBytes(of: a.bigEndian, toByteOffset: at, as: UInt32.self)
    bytes.storeBytes(of: b.bigEndian, toByteOffset: at + 4, as: UInt32.self)
    bytes.storeBytes(of: c.bigEndian, toByteOffset: at + 8, as: UInt32.self)
    bytes.storeBytes(of: d.bigEndian, toByteOffset: at + 12, as: UInt32.self)
  }

  static func ^ (x: Block, y: Block) -> Block {
    Block(x.a ^ y.a, x.b ^ y.b, x.c ^ y.c, x.d ^ y.d)
  }
}

/// The rounds of one direction over its tables.
private struct Rounds {
  let keys: UnsafeBufferPointer<UInt32>
  let rows: UnsafeBufferPointer<UInt32>
  let box: UnsafeBufferPointer<UInt8>
  let count: Int

  /// Runs all rounds. Rows shift left when enciphering (the second row comes from the next column), and
  /// right when deciphering.
  func run(_ block: Block, forward: Bool) -> Block {
    var s = block ^ key(0)
    for round in 1..<count {
      let t: Block
      if forward {
        t = Block(
          mix(s.a, s.b, s.c, s.d), mix(s.b, s.c, s.d, s.a), mix(s.c, s.d, s.a, s.b),
          mix(s.d, s.a, s.b, s.c))
      } else {
        t = Block(
          mix(s.a, s.d, s.c, s.b), mix(s.b, s.a, s.d, s.c), mix(s.c, s.b, s.a, s.d),
          mix(s.d, s.c, s.b, s.a))
      }
      s = t ^ key(round)
    }
    if forward {
      s = Block(
        last(s.a, s.b, s.c, s.d), last(s.b, s.c, s.d, s.a), last(s.c, s.d, s.a, s.b),
        last(s.d, s.a, s.b, s.c))
    } else {
      s = Block(
        last(s.a, s.d, s.c, s.b), last(s.b, s.a, s.d, s.c), last(s.c, s.b, s.a, s.d),
        last(s.d, s.c, s.b, s.a))
    }
    return s ^ key(count)
  }

  private func key(_ round: Int) -> Block {
    let at = 4 &* round
    return Block(keys[at], keys[at &+ 1], keys[at &+ 2], keys[at &+ 3])
  }

  private func mix(_ w: UInt32, _ x: UInt32, _ y: UInt32, _ z: UInt32) -> UInt32 {
    let b = rows[Int(x &>> 16 & 0xFF)]
    let c = rows[Int(y &>> 8 & 0xFF)]
    let d = rows[Int(z & 0xFF)]
    return rows[Int(w &>> 24)] ^ (b &>> 8 | b &<< 24) ^ (c &>> 16 | c &<< 16)
      ^ (d &>> 24 | d &<< 8)
  }

  private func last(_ w: UInt32, _ x: UInt32, _ y: UInt32, _ z: UInt32) -> UInt32 {
    let high = UInt32(box[Int(w &>> 24)]) &<< 24 | UInt32(box[Int(x &>> 16 & 0xFF)]) &<< 16
    return high | UInt32(box[Int(y &>> 8 & 0xFF)]) &<< 8 | UInt32(box[Int(z & 0xFF)])
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
