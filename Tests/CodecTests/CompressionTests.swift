import Testing

@testable import Codec

@Suite("compression")
struct CompressionTests {
  private let text = Array(String(repeating: "a drawing holds codes; ", count: 5_000).utf8)

  @Test("every format is inflated again", arguments: [CompressionFormat.zlib, .raw, .gzip])
  func roundTrip(format: CompressionFormat) {
    let packed = Deflate.compress(text, format: format)
    var inflater = Inflater(format)
    var output: [UInt8] = []
    let (end, consumed) = packed.withUnsafeBytes {
      inflater.inflate($0, limit: .max, into: &output)
    }
    #expect(end == .ended)
    #expect(consumed == packed.count)
    #expect(output == text)
  }

  @Test("a stream in pieces is the same stream")
  func pieces() {
    let packed = Deflate.compress(text, format: .zlib)
    var inflater = Inflater(.zlib)
    var output: [UInt8] = []
    for byte in packed {
      _ = withUnsafeBytes(of: byte) { inflater.inflate($0, limit: .max, into: &output) }
    }
    #expect(output == text)
  }

  @Test("a cut or damaged stream keeps what came out before")
  func damage() {
    let packed = Deflate.compress(text, format: .zlib)
    var output: [UInt8] = []
    var inflater = Inflater(.zlib)
    let cut = Array(packed.dropLast(20))
    #expect(
      cut.withUnsafeBytes { inflater.inflate($0, limit: .max, into: &output).end } == .truncated)
    #expect(text.starts(with: output))
    #expect(output.count > 1_000)
  }

  @Test("the limit holds")
  func limit() {
    let packed = Deflate.compress(text, format: .zlib)
    var output: [UInt8] = []
    var inflater = Inflater(.zlib)
    #expect(
      packed.withUnsafeBytes { inflater.inflate($0, limit: 100, into: &output).end } == .limit)
    #expect(output.count == 100)
  }

  @Test("base 64 of every length comes back", arguments: 0..<10)
  func base64(count: Int) {
    let bytes = (0..<count).map { UInt8($0 * 29 & 255) }
    #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    #expect(Base64.decode(Base64.encodeURL(bytes)) == bytes)
  }

  @Test("broken base 64 is refused", arguments: ["a", "ab=c", "a$bc", "abcd=", "ab==="])
  func brokenBase64(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(
    "UTF-8 is judged as the standard library does",
    arguments: [
      [0x41], [0xC3, 0xA9], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xE2, 0x82], [0xF0, 0x9F, 0x98, 0x80], [0x80], [0xE0, 0x80, 0x80], [0xF8],
    ] as [[UInt8]])
  func utf8(bytes: [UInt8]) {
    var validator = UTF8Validator()
    var accepted = true
    for byte in bytes { accepted = accepted && withUnsafeBytes(of: byte) { validator.accept($0) } }
    #expect((accepted && validator.isComplete) == (String(validating: bytes, as: UTF8.self) != nil))
  }
}
