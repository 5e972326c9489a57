/// AES in cipher block chaining (FIPS 197; NIST SP 800-38A §6.2), as PDF encrypts with it
/// (ISO 32000-2 §7.6.3.1).
///
/// By tables: its time depends on the data, so it is no cipher for secrets of the server.
public struct AES: Sendable {
  /// Block size in bytes.
  public static let blockSize = 16

  /// What stands behind the last bytes.
  public enum Padding: Sendable {
    /// Nothing: the input is whole blocks.
    case none
    /// 1 to 16 bytes that all hold their number (RFC 8018 §6.1.1).
    case pkcs7
  }

  private let encryptionKey: [UInt32]
  private let decryptionKey: [UInt32]
  private let tables = AESTables.shared

  /// `nil` for a key that has not 16, 24 or 32 bytes.
  public init?(key: [UInt8]) {
    guard [16, 24, 32].contains(key.count) else { return nil }
    let schedule = Self.expand(key, AESTables.shared)
    encryptionKey = schedule
    decryptionKey = Self.inverted(schedule, AESTables.shared)
  }

  /// §5.2.
  private static func expand(_ key: [UInt8], _ tables: AESTables) -> [UInt32] {
    let count = key.count / 4
    var words: [UInt32] = key.withUnsafeBytes { raw in
      (0..<count).map { index in
        UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
      }
    }
    var constant: UInt32 = 1 << 24
    for index in count..<4 * (count + 7) {
      var word = words[index - 1]
      if index % count == 0 {
        word = tables.substituted(word.rotatedLeft(8)) ^ constant
        // Doubling in the field: after 0x80 comes 0x1B.
        constant = constant & 0x8000_0000 != 0 ? 0x1B00_0000 : constant << 1
      } else if count > 6, index % count == 4 {
        word = tables.substituted(word)
      }
      words.append(words[index - count] ^ word)
    }
    return words
  }

  /// The equivalent inverse cipher's schedule: rounds reversed, inner ones unmixed (§5.3.5).
  private static func inverted(_ schedule: [UInt32], _ tables: AESTables) -> [UInt32] {
    let rounds = schedule.count / 4
    return (0..<rounds).flatMap { round in
      let words = schedule[(rounds - 1 - round) * 4..<(rounds - round) * 4]
      return round == 0 || round == rounds - 1 ? Array(words) : words.map(tables.unmixed)
    }
  }

  /// Encrypts.
  /// - Parameters:
  ///   - input: whole blocks where nothing is padded; bytes behind the last are left out.
  ///   - initial: the first 16 bytes count; missing ones are zero.
  public func encryptCBC(
    _ input: UnsafeRawBufferPointer, initial: [UInt8], padding: Padding = .none
  ) -> [UInt8] {
    var plain = Array(input)
    if padding == .pkcs7 {
      let count = Self.blockSize - plain.count % Self.blockSize
      plain.append(contentsOf: repeatElement(UInt8(count), count: count))
    }
    var output: [UInt8] = []
    output.reserveCapacity(plain.count)
    var chain = Block(initial)
    plain.withUnsafeBytes { plain in
      for offset in stride(from: 0, through: plain.count - Self.blockSize, by: Self.blockSize) {
        chain = encrypted(Block(plain, at: offset) ^ chain)
        chain.append(to: &output)
      }
    }
    return output
  }

  /// Decrypts.
  /// - Parameters:
  ///   - input: bytes behind the last whole block are left out, as damage is.
  ///   - initial: the first 16 bytes count; missing ones are zero.
  ///   - padding: padding that is not as it should be is kept, so that damage costs no text.
  public func decryptCBC(
    _ input: UnsafeRawBufferPointer, initial: [UInt8], padding: Padding = .none
  ) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(input.count)
    var chain = Block(initial)
    for offset in stride(from: 0, through: input.count - Self.blockSize, by: Self.blockSize) {
      let block = Block(input, at: offset)
      (decrypted(block) ^ chain).append(to: &output)
      chain = block
    }
    if padding == .pkcs7, let last = output.last, (1...16).contains(last),
      output.suffix(Int(last)).allSatisfy({ $0 == last })
    {
      output.removeLast(Int(last))
    }
    return output
  }

  /// §5.1.
  private func encrypted(_ block: Block) -> Block {
    encryptionKey.withUnsafeBufferPointer { key in
      tables.forward.withUnsafeBufferPointer { table in
        var s = block ^ Block(key, round: 0)
        let last = key.count / 4 - 1
        for round in 1..<last {
          s =
            Block(
              a: Self.mix(table, s.a, s.b, s.c, s.d), b: Self.mix(table, s.b, s.c, s.d, s.a),
              c: Self.mix(table, s.c, s.d, s.a, s.b), d: Self.mix(table, s.d, s.a, s.b, s.c))
            ^ Block(key, round: round)
        }
        let box = tables.box
        return Block(
          a: Self.pick(box, s.a, s.b, s.c, s.d), b: Self.pick(box, s.b, s.c, s.d, s.a),
          c: Self.pick(box, s.c, s.d, s.a, s.b), d: Self.pick(box, s.d, s.a, s.b, s.c))
          ^ Block(key, round: last)
      }
    }
  }

  /// §5.3.5: rows are shifted the other way.
  private func decrypted(_ block: Block) -> Block {
    decryptionKey.withUnsafeBufferPointer { key in
      tables.backward.withUnsafeBufferPointer { table in
        var s = block ^ Block(key, round: 0)
        let last = key.count / 4 - 1
        for round in 1..<last {
          s =
            Block(
              a: Self.mix(table, s.a, s.d, s.c, s.b), b: Self.mix(table, s.b, s.a, s.d, s.c),
              c: Self.mix(table, s.c, s.b, s.a, s.d), d: Self.mix(table, s.d, s.c, s.b, s.a))
            ^ Block(key, round: round)
        }
        let box = tables.inverseBox
        return Block(
          a: Self.pick(box, s.a, s.d, s.c, s.b), b: Self.pick(box, s.b, s.a, s.d, s.c),
          c: Self.pick(box, s.c, s.b, s.a, s.d), d: Self.pick(box, s.d, s.c, s.b, s.a))
          ^ Block(key, round: last)
      }
    }
  }

  /// One column of a round: a byte of each of four columns.
  @inline(__always)
  private static func mix(
    _ table: UnsafeBufferPointer<UInt32>, _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) -> UInt32 {
    table[Int(a >> 24)] ^ table[Int(b >> 16 & 255)].rotatedRight(8)
      ^ table[Int(c >> 8 & 255)].rotatedRight(16) ^ table[Int(d & 255)].rotatedRight(24)
  }

  /// One column of the last round, which mixes nothing.
  private static func pick(
    _ box: [UInt8], _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) -> UInt32 {
    UInt32(box[Int(a >> 24)]) << 24 | UInt32(box[Int(b >> 16 & 255)]) << 16
      | UInt32(box[Int(c >> 8 & 255)]) << 8 | UInt32(box[Int(d & 255)])
  }
}

/// Four columns of four bytes, the first row uppermost.
private struct Block {
  var a, b, c, d: UInt32

  init(a: UInt32, b: UInt32, c: UInt32, d: UInt32) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// The block at a byte offset, which has to be whole.
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    func word(_ index: Int) -> UInt32 {
      UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + index, as: UInt32.self))
    }
    self.init(a: word(0), b: word(4), c: word(8), d: word(12))
  }

  /// The first 16 bytes; missing ones are zero.
  init(_ bytes: [UInt8]) {
    let whole = Array(bytes.prefix(16)) + [UInt8](repeating: 0, count: max(0, 16 - bytes.count))
    self = whole.withUnsafeBytes { Block($0, at: 0) }
  }

  init(_ key: UnsafeBufferPointer<UInt32>, round: Int) {
    self.init(
      a: key[round * 4], b: key[round * 4 + 1], c: key[round * 4 + 2], d: key[round * 4 + 3])
  }

  static func ^ (left: Block, right: Block) -> Block {
    Block(a: left.a ^ right.a, b: left.b ^ right.b, c: left.c ^ right.c, d: left.d ^ right.d)
  }

  func append(to output: inout [UInt8]) {
    for word in [a, b, c, d] {
      withUnsafeBytes(of: word.bigEndian) { output.append(contentsOf: $0) }
    }
  }
}
