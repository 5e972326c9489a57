import Codec
import Testing

private func bytes(_ hex: String) -> [UInt8] {
  let digits = Array(hex)
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(digits[$0...$0 + 1]), radix: 16)
  }
}

struct CipherTests {
  @Test(
    "RC4, the vectors of RFC 6229 and of old",
    arguments: [
      ("Key", "Plaintext", "bbf316e8d940af0ad3"), ("Wiki", "pedia", "1021bf0420"),
      ("Secret", "Attack at dawn", "45a01f645fc35b383552544b9bf5"),
    ])
  func rc4(_ key: String, _ plain: String, _ expected: String) {
    var cipher = RC4(key: Array(key.utf8))
    #expect(cipher.apply(Array(plain.utf8)).hexadecimal == expected)
  }

  @Test(
    "AES blocks, FIPS 197 appendix C",
    arguments: [
      ("000102030405060708090a0b0c0d0e0f", "69c4e0d86a7b0430d8cdb78070b4c55a"),
      ("000102030405060708090a0b0c0d0e0f1011121314151617", "dda97ca4864cdfe06eaf70a0ec0d7191"),
      (
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "8ea2b7ca516745bfeafc49904b496089"
      ),
    ])
  func aes(_ key: String, _ expected: String) throws {
    let plain = bytes("00112233445566778899aabbccddeeff")
    let cipher = try #require(AES(key: bytes(key)))
    let zero = [UInt8](repeating: 0, count: 16)
    let encrypted = plain.withUnsafeBytes { cipher.encryptCBC($0, iv: zero) }
    #expect(encrypted.hexadecimal == expected)
    #expect(encrypted.withUnsafeBytes { cipher.decryptCBC($0, iv: zero) } == plain)
  }

  @Test("AES chains blocks, NIST SP 800-38A F.2.1")
  func chained() throws {
    let cipher = try #require(AES(key: bytes("2b7e151628aed2a6abf7158809cf4f3c")))
    let plain = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
    let iv = bytes("000102030405060708090a0b0c0d0e0f")
    let encrypted = plain.withUnsafeBytes { cipher.encryptCBC($0, iv: iv) }
    #expect(
      encrypted.hexadecimal == "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2")
    #expect((encrypted + [1]).withUnsafeBytes { cipher.decryptCBC($0, iv: iv) } == plain)
    #expect(AES(key: [1, 2, 3]) == nil)
  }

  @Test("SHA-384 and SHA-512 of abc and of two blocks, FIPS 180-4")
  func wideDigests() {
    let abc = Array("abc".utf8)
    #expect(
      SHA512.hash(abc).hexadecimal
        == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
    #expect(
      SHA384.hash(abc).hexadecimal
        == "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        + "8086072ba1e7cc2358baeca134c825a7")
    let long =
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
      + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
    #expect(
      SHA512.hash(Array(long.utf8)).hexadecimal.hasPrefix(
        "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa1"))
  }
}
