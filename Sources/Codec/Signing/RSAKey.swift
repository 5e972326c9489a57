/// An RSA public key, and signatures checked with it (RFC 8017 §8.2.2).
public struct RSAPublicKey: Sendable {
  let modulus: [UInt8]
  let exponent: [UInt8]

  /// - Parameter signature: as many bytes as the modulus has.
  public func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == modulus.count, RSANumber.isBelow(signature, modulus),
      let opened = RSANumber.power(signature, exponent, modulus)
    else { return false }
    return opened == PKCS1.encode(message, count: modulus.count)
  }
}

/// An RSA private key that signs with RSASSA-PKCS1-v1_5 and SHA-256: `RS256` of RFC 7518 §3.3.
public struct RSAPrivateKey: Sendable {
  /// Bits of a modulus that is used: less is broken, more takes seconds.
  private static let sizes = 2_048...8_192
  /// rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017 appendix C).
  private static let algorithm: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]

  public let publicKey: RSAPublicKey
  private let exponent: [UInt8]

  /// Reads a PEM text: PKCS #8 (`PRIVATE KEY`, RFC 5958) or PKCS #1 (`RSA PRIVATE KEY`).
  public init(pem: String) throws(KeyError) {
    if let bytes = PEM.decode(pem, label: "PRIVATE KEY") {
      try self.init(Self.unwrap(bytes))
    } else if let bytes = PEM.decode(pem, label: "RSA PRIVATE KEY") {
      try self.init(bytes[...])
    } else {
      throw .notPEM
    }
  }

  /// The key inside of a PKCS #8 structure (RFC 5958 §2).
  private static func unwrap(_ bytes: [UInt8]) throws(KeyError) -> ArraySlice<UInt8> {
    var outer = DERReader(bytes[...])
    var info = DERReader(try outer.read(.sequence))
    _ = try info.readNatural()
    var identifier = DERReader(try info.read(.sequence))
    guard try identifier.read(.object).elementsEqual(algorithm) else {
      throw .unsupported("its algorithm is not RSA")
    }
    return try info.read(.octets)
  }

  /// RSAPrivateKey of RFC 8017 appendix A.1.2; what serves the Chinese remainder theorem is not used.
  private init(_ bytes: ArraySlice<UInt8>) throws(KeyError) {
    var outer = DERReader(bytes)
    var fields = DERReader(try outer.read(.sequence))
    guard try fields.readNatural().isEmpty else { throw .unsupported("more than two primes") }
    let modulus = Array(try fields.readNatural())
    let open = Array(try fields.readNatural())
    let secret = Array(try fields.readNatural())
    guard Self.sizes.contains(modulus.count * 8), modulus.last.map({ $0 & 1 == 1 }) == true else {
      throw .unsupported("a modulus of \(modulus.count * 8) bits")
    }
    guard !open.isEmpty, RSANumber.isBelow(open, modulus), !secret.isEmpty,
      RSANumber.isBelow(secret, modulus)
    else { throw .malformed(at: bytes.startIndex, expected: "exponents below the modulus") }
    publicKey = RSAPublicKey(modulus: modulus, exponent: open)
    exponent = secret
  }

  /// Signs (RFC 8017 §8.2.1).
  ///
  /// - Returns: `nil` where the result doesn't verify: the key's numbers don't belong together.
  /// - Complexity: about 10 ms for 2,048 bits, the same for every key and message of a size.
  public func sign(_ message: [UInt8]) -> [UInt8]? {
    let encoded = PKCS1.encode(message, count: publicKey.modulus.count)
    guard let signature = RSANumber.power(encoded, exponent, publicKey.modulus),
      publicKey.isValid(signature, of: message)
    else { return nil }
    return signature
  }
}

/// EMSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §9.2).
enum PKCS1 {
  /// DigestInfo up to the digest (RFC 8017 §9.2, note 1).
  private static let prefix: [UInt8] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
  ]

  /// - Parameter count: bytes of the modulus, 62 at least.
  static func encode(_ message: [UInt8], count: Int) -> [UInt8] {
    let info = prefix + SHA256.hash(message)
    let padding = [UInt8](repeating: 0xFF, count: max(8, count - info.count - 3))
    return [0, 1] + padding + [0] + info
  }
}

/// Numbers as bytes, highest first.
enum RSANumber {
  /// `base` to the power of `exponent` modulo `modulus`, as many bytes as the modulus has; both
  /// are below the modulus. `nil` for an even modulus.
  static func power(_ base: [UInt8], _ exponent: [UInt8], _ modulus: [UInt8]) -> [UInt8]? {
    let width = (modulus.count + 7) / 8
    guard let field = MontgomeryModulus(words(modulus, width)) else { return nil }
    let result = field.power(words(base, width), words(exponent, width))
    let bytes = result.reversed().flatMap { word in
      withUnsafeBytes(of: word.bigEndian, Array.init)
    }
    return Array(bytes.suffix(modulus.count))
  }

  static func isBelow(_ number: [UInt8], _ limit: [UInt8]) -> Bool {
    let shorter = [UInt8](repeating: 0, count: max(0, limit.count - number.count)) + number
    return shorter.count == limit.count && shorter.lexicographicallyPrecedes(limit)
  }

  private static func words(_ bytes: [UInt8], _ width: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: width)
    for (index, byte) in bytes.reversed().enumerated() {
      words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
    }
    return words
  }
}
