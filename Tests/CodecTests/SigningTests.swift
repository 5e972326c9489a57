import Foundation
import Testing

@testable import Codec

@Suite("RSA signatures as JSON Web Tokens have them")
struct SigningTests {
  private static let text = Array("isoscan".utf8)

  @Test(
    "signatures are those of openssl, whatever the key's form and size",
    arguments: [
      (SigningKeys.pkcs8, SigningKeys.signature), (SigningKeys.pkcs1, SigningKeys.signature),
      (SigningKeys.longer, SigningKeys.longerSignature),
    ])
  func sign(_ pem: String, _ expected: String) throws {
    let key = try RSAPrivateKey(pem: pem)
    #expect(key.sign(Self.text) == Base64.decode(expected))
  }

  @Test("openssl accepts what is signed here")
  func opensslVerifies() throws {
    let folder = NSTemporaryDirectory() + "/isoscan-signing-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let message = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let signature = try #require(try RSAPrivateKey(pem: SigningKeys.pkcs8).sign(message))
    for (name, bytes) in [
      ("key", Array(SigningKeys.pkcs8.utf8)), ("text", message), ("signature", signature),
    ] {
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    openssl.currentDirectoryURL = URL(fileURLWithPath: folder)
    openssl.arguments = ["dgst", "-sha256", "-prverify", "key", "-signature", "signature", "text"]
    openssl.standardOutput = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    #expect(openssl.terminationStatus == 0)
  }

  @Test("a changed message or signature is not valid")
  func verify() throws {
    let key = try RSAPrivateKey(pem: SigningKeys.pkcs8).publicKey
    var signature = try #require(Base64.decode(SigningKeys.signature))
    #expect(key.isValid(signature, of: Self.text))
    #expect(!key.isValid(signature, of: Self.text + [0]))
    #expect(!key.isValid(Array(signature.dropLast()), of: Self.text))
    #expect(!key.isValid([UInt8](repeating: 0xFF, count: 256), of: Self.text))
    signature[100] ^= 1
    #expect(!key.isValid(signature, of: Self.text))
  }

  @Test("what is no key of this kind is refused")
  func refusals() {
    #expect(throws: KeyError.notPEM) { try RSAPrivateKey(pem: "SECRET") }
    #expect(throws: KeyError.unsupported("its algorithm is not RSA")) {
      try RSAPrivateKey(pem: SigningKeys.curve)
    }
  }

  @Test("a key that is cut or damaged anywhere is refused, or signs nothing")
  func damage() throws {
    let bytes = try #require(PEM.decode(SigningKeys.pkcs8, label: "PRIVATE KEY"))
    func pem(_ bytes: some Sequence<UInt8>) -> String {
      "-----BEGIN PRIVATE KEY-----\n\(Base64.encode(bytes))\n-----END PRIVATE KEY-----"
    }
    for count in stride(from: 0, to: 560, by: 7) {
      #expect(throws: KeyError.self) { try RSAPrivateKey(pem: pem(bytes.prefix(count))) }
    }
    for index in stride(from: 0, to: bytes.count, by: 101) {
      var damaged = bytes
      damaged[index] ^= 0x55
      guard let key = try? RSAPrivateKey(pem: pem(damaged)) else { continue }
      if let signature = key.sign(Self.text) {
        #expect(key.publicKey.isValid(signature, of: Self.text))
      }
    }
  }

  @Test("powers are those of plain arithmetic")
  func powers() throws {
    // 2^127 - 1 is prime: Fermat's little theorem holds for every base.
    let prime: [UInt8] = [0x7F] + [UInt8](repeating: 0xFF, count: 15)
    let exponent = Array(prime.dropLast()) + [0xFE]
    for base: UInt8 in [1, 2, 3, 250] {
      let one = RSANumber.power([base], exponent, prime)
      #expect(one == [UInt8](repeating: 0, count: 15) + [1])
    }
    #expect(RSANumber.power([3], [5], [0xF1]) == [2])
    #expect(RSANumber.power([3], [5], [0xF0]) == nil)
  }
}
