import Testing

@testable import Codec

/// What a hash function has to give.
struct Vector: Sendable, CustomTestStringConvertible {
  let digest: any BlockDigest.Type
  let empty: String
  let abc: String
  /// Of the digests of 300 texts of 0 to 299 bytes, one after another: byte `i` of the text of
  /// length `n` is `7 i + n`. As Python's hashlib gives it.
  let lengths: String

  var testDescription: String { "\(digest)" }

  static let all = [
    Vector(
      digest: MD5.self,
      empty: "d41d8cd98f00b204e9800998ecf8427e",
      abc: "900150983cd24fb0d6963f7d28e17f72",
      lengths: "07078cab541bc45f0a66e2c0213a32f4"),
    Vector(
      digest: SHA1.self,
      empty: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      abc: "a9993e364706816aba3e25717850c26c9cd0d89d",
      lengths: "dfc942b5ddc5fe6421ccada9be50fa42e873926c"),
    Vector(
      digest: SHA256.self,
      empty: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      abc: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      lengths: "d5238871a46ac4a1a75ac3fb19d645b0b3b9e5f35f5f720e2b240d605c6b694e"),
    Vector(
      digest: SHA384.self,
      empty: "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
        + "274edebfe76f65fbd51ad2f14898b95b",
      abc: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        + "8086072ba1e7cc2358baeca134c825a7",
      lengths: "e3a73ee7e40ce4f9bb660f1ec279e2e3145ce11a3d066daaf5ba43639ef37a5e"
        + "105d92e2090d8f782a96ca4c97457b29"),
    Vector(
      digest: SHA512.self,
      empty: "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
        + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
      abc: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      lengths: "30d6c78a55e1f152f00703601a37b39b96c6c8fa2b3e66fb9c8182466b108d39"
        + "d5dd84827c69cadb4376853da7ec31ea83a0a7a0e5a713bac426e0f0ceea8424"),
  ]
}

@Suite("digests")
struct DigestTests {
  private func hash<Digest: BlockDigest>(_ type: Digest.Type, _ bytes: [UInt8]) -> [UInt8] {
    Digest.hash(bytes)
  }

  @Test("the published digests are given", arguments: Vector.all)
  func published(vector: Vector) {
    #expect(hash(vector.digest, []).hexadecimal == vector.empty)
    #expect(hash(vector.digest, Array("abc".utf8)).hexadecimal == vector.abc)
  }

  @Test("texts of every length about a block are padded rightly", arguments: Vector.all)
  func lengths(vector: Vector) {
    let digests = (0..<300).flatMap { length in
      hash(vector.digest, (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) })
    }
    #expect(hash(vector.digest, digests).hexadecimal == vector.lengths)
  }

  @Test("a million letters give the published digests")
  func million() {
    let bytes = [UInt8](repeating: 97, count: 1_000_000)
    #expect(
      SHA256.hash(bytes).hexadecimal
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    #expect(SHA1.hash(bytes).hexadecimal == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
  }

  @Test("a digest is the same however its input is cut", arguments: Vector.all)
  func pieces(vector: Vector) {
    func check<Digest: BlockDigest>(_ type: Digest.Type) {
      let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
      for size in [1, 3, 63, 64, 65, 127, 128, 129, 500] {
        var digest = Digest()
        var rest = bytes[...]
        while !rest.isEmpty {
          digest.update(Array(rest.prefix(size)))
          rest = rest.dropFirst(size)
        }
        #expect(digest.finalize() == Digest.hash(bytes))
      }
    }
    check(vector.digest)
  }

  @Test("HMAC-SHA-256 gives the codes of RFC 4231 §4")
  func hmac() {
    let vectors: [(key: [UInt8], message: [UInt8], code: String)] = [
      (
        [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        [UInt8](repeating: 0xaa, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ]
    for vector in vectors {
      #expect(
        HMACSHA256.code(for: vector.message, key: vector.key).hexadecimal == vector.code)
    }
  }

  @Test("unequal lengths and bytes are unequal")
  func comparison() {
    #expect(HMACSHA256.areEqual([1, 2], [1, 2]))
    #expect(!HMACSHA256.areEqual([1, 2], [1, 3]))
    #expect(!constantTimeEqual([1, 2], [1]))
    #expect(constantTimeEqual([], []))
  }
}
