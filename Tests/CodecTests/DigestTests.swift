import Testing

@testable import Codec

@Suite("digests")
struct DigestTests {
  @Test("SHA-256 gives the published digests")
  func sha256() {
    #expect(
      SHA256.hash(Array("abc".utf8)).hexadecimal
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hash([]).hexadecimal
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hash([UInt8](repeating: 97, count: 1_000_000)).hexadecimal
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("SHA-1 gives the published digest")
  func sha1() {
    #expect(
      SHA1.hash(Array("abc".utf8)).hexadecimal == "a9993e364706816aba3e25717850c26c9cd0d89d")
  }

  @Test("MD5 gives the published digest")
  func md5() {
    #expect(
      MD5.hash(Array("message digest".utf8)).hexadecimal == "f96b697d7cb7938d525a2f31aaf161d0")
  }

  @Test("HMAC-SHA-256 gives the digests of RFC 4231", arguments: [(20, "Hi There")])
  func hmac(length: Int, message: String) {
    let code = HMACSHA256.code(
      for: Array(message.utf8), key: [UInt8](repeating: 0x0b, count: length))
    #expect(
      code.hexadecimal == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
  }

  @Test("a digest is the same however its input is cut", arguments: [1, 3, 63, 64, 65, 127])
  func pieces(size: Int) {
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
    var digest = SHA256()
    var rest = bytes[...]
    while !rest.isEmpty {
      digest.update(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    #expect(digest.finalize() == SHA256.hash(bytes))
  }

  @Test("unequal lengths and bytes are unequal")
  func comparison() {
    #expect(HMACSHA256.areEqual([1, 2], [1, 2]))
    #expect(!HMACSHA256.areEqual([1, 2], [1, 3]))
    #expect(!HMACSHA256.areEqual([1, 2], [1]))
  }
}
