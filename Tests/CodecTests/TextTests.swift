import Testing

@testable import Codec

@Suite("base 64, UTF-8 and calendar")
struct TextTests {
  @Test("base 64 of every length comes back", arguments: 0..<20)
  func roundTrip(count: Int) {
    let bytes = (0..<count).map { UInt8($0 * 29 & 255) }
    #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    #expect(Base64.decode(Base64.encodeURL(bytes)) == bytes)
    #expect(!Base64.encodeURL(bytes).contains { "+/=".contains($0) })
  }

  @Test(
    "the vectors of RFC 4648 §10 hold",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, encoded: String) {
    #expect(Base64.encode(plain.utf8) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
    #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
    #expect(Base64.decode(("data:" + encoded).utf8.dropFirst(5)) == Array(plain.utf8))
    #expect(Base64.decode(encoded.utf8.lazy.map { $0 }) == Array(plain.utf8))
  }

  @Test(
    "blanks and line ends are passed over anywhere",
    arguments: ["Z m9v\r\nYmFy", " Zm9vYmFy ", "Zm9v\nYm\tFy", "Z\nm\n9\nv\nY\nm\nF\ny"])
  func blanks(text: String) {
    #expect(Base64.decode(text) == Array("foobar".utf8))
  }

  @Test(
    "broken base 64 is refused", arguments: ["a", "ab=c", "a$bc", "abcd=", "ab===", "=", "abc=="])
  func broken(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test("errors name the byte and its place")
  func errors() {
    #expect(throws: Base64Error.unexpectedByte(0x24, at: 5)) { try Base64.bytes(of: "abcda$bc") }
    #expect(throws: Base64Error.unexpectedByte(0x63, at: 3)) { try Base64.bytes(of: "ab=c") }
    #expect(throws: Base64Error.truncated) { try Base64.bytes(of: "abcde") }
  }

  @Test("UTF-8 is judged as the standard library does: every pair, and edges of every length")
  func utf8() {
    let edges: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    var texts: [[UInt8]] = (0..<65_536).map { [UInt8($0 >> 8), UInt8($0 & 255)] }
    for a in edges {
      for b in edges {
        for c in edges { texts += [[a, b, c], [a, b, c, 0x80], [a, b, c, 0x41]] }
      }
    }
    for text in texts {
      let expected = String(validating: text, as: UTF8.self) != nil
      if judge(text, cut: text.count) != expected || judge(text, cut: 1) != expected {
        Issue.record("\(text.hexadecimal)")
      }
    }
  }

  private func judge(_ bytes: [UInt8], cut: Int) -> Bool {
    var validator = UTF8Validator()
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(cut))
      guard piece.withUnsafeBytes({ validator.accept($0) }) else { return false }
      rest = rest.dropFirst(cut)
    }
    return validator.isComplete
  }

  @Test("long texts with a fault anywhere are told", arguments: 0..<40)
  func fault(at index: Int) {
    var bytes = Array("0123456789 äöü 漢字 😀 0123456789".utf8)
    #expect(judge(bytes, cut: 7))
    bytes[index % bytes.count] = 0xFF
    #expect(!judge(bytes, cut: bytes.count))
    #expect(!judge(bytes, cut: 7))
  }

  @Test(
    "moments are dates",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
      (951_782_400, "2000-02-29T00:00:00Z"), (1_768_878_000, "2026-01-20T03:00:00Z"),
      (-1, "1969-12-31T23:59:59Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
      (4_107_542_400, "2100-03-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
      (Int64.max, "9999-12-31T23:59:59Z"), (Int64.min, "0001-01-01T00:00:00Z"),
    ] as [(Int64, String)])
  func calendar(seconds: Int64, expected: String) {
    #expect(CivilTime(secondsSince1970: seconds).iso8601 == expected)
  }
}
