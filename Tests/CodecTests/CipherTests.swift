import Testing

@testable import Codec

@Suite("ciphers")
struct CipherTests {
  private func bytes(_ hexadecimal: String) -> [UInt8] {
    var result: [UInt8] = []
    var rest = hexadecimal[...]
    while !rest.isEmpty {
      result.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return result
  }

  /// NIST SP 800-38A §F.2: the same text under keys of three lengths.
  private static let chained: [(key: String, cipher: String)] = [
    (
      "2b7e151628aed2a6abf7158809cf4f3c",
      "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"
    ),
    (
      "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
      "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"
        + "571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd"
    ),
    (
      "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
        + "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
    ),
  ]

  @Test("AES-CBC gives the published texts, both ways", arguments: 0..<3)
  func chained(index: Int) throws {
    let vector = Self.chained[index]
    let plain = bytes(
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
    let initial = bytes("000102030405060708090a0b0c0d0e0f")
    let cipher = try #require(AES(key: bytes(vector.key)))
    let encrypted = plain.withUnsafeBytes { cipher.encryptCBC($0, initial: initial) }
    #expect(encrypted.hexadecimal == vector.cipher)
    #expect(encrypted.withUnsafeBytes { cipher.decryptCBC($0, initial: initial) } == plain)
  }

  @Test("padding of every length is taken off again", arguments: 0..<33)
  func padding(count: Int) throws {
    let plain = (0..<count).map { UInt8($0) }
    let cipher = try #require(AES(key: [UInt8](repeating: 7, count: 16)))
    let encrypted = plain.withUnsafeBytes {
      cipher.encryptCBC($0, initial: [1, 2, 3], padding: .pkcs7)
    }
    #expect(encrypted.count == (count / 16 + 1) * 16)
    let decrypted = encrypted.withUnsafeBytes {
      cipher.decryptCBC($0, initial: [1, 2, 3], padding: .pkcs7)
    }
    #expect(decrypted == plain)
  }

  @Test("damage keeps what can be had, and never traps", arguments: 0..<40)
  func damage(count: Int) throws {
    let cipher = try #require(AES(key: [UInt8](repeating: 7, count: 32)))
    let input = [UInt8](repeating: 9, count: count)
    let output = input.withUnsafeBytes { cipher.decryptCBC($0, initial: [], padding: .pkcs7) }
    #expect(output.count <= count / 16 * 16)
    let encrypted = input.withUnsafeBytes { cipher.encryptCBC($0, initial: input) }
    #expect(encrypted.count == count / 16 * 16)
  }

  @Test("keys of other lengths are none", arguments: [0, 1, 15, 17, 31, 33, 64])
  func keys(length: Int) {
    #expect(AES(key: [UInt8](repeating: 0, count: length)) == nil)
  }

  @Test(
    "RC4 gives the known texts, in pieces too",
    arguments: [
      ("Key", "Plaintext", "bbf316e8d940af0ad3"), ("Wiki", "pedia", "1021bf0420"),
      ("Secret", "Attack at dawn", "45a01f645fc35b383552544b9bf5"),
    ])
  func rc4(key: String, plain: String, expected: String) {
    var cipher = RC4(key: Array(key.utf8))
    var bytes = Array(plain.utf8)
    cipher.apply(to: &bytes)
    #expect(bytes.hexadecimal == expected)
    var pieces = RC4(key: Array(key.utf8))
    var whole: [UInt8] = []
    for byte in plain.utf8 {
      var piece = [byte]
      pieces.apply(to: &piece)
      whole += piece
    }
    #expect(whole == bytes)
  }

  @Test("RC4 takes any key", arguments: [0, 1, 256, 300])
  func rc4Keys(length: Int) {
    var cipher = RC4(key: [UInt8](repeating: 1, count: length))
    var bytes: [UInt8] = [1, 2, 3]
    cipher.apply(to: &bytes)
    #expect(bytes.count == 3)
  }
}
