import Testing

@testable import Extraction

@Suite("Text strings")
struct TextStringTests {
  @Test(
    "a text string is UTF-16, UTF-8 or PDFDocEncoding",
    arguments: [
      ([0xFE, 0xFF, 0, 0x48, 0xD8, 0x3D, 0xDE, 0], "H\u{1F600}"),
      ([0xFF, 0xFE, 0x48, 0], "H"),
      ([0xEF, 0xBB, 0xBF, 0xC3, 0xA9], "é"),
      ([0x48, 0x85, 0xA0], "H\u{2013}\u{20AC}"),
      ([0xFE, 0xFF, 0, 0x1B, 0, 0x65, 0, 0x6E, 0, 0x1B, 0, 0x41], "A"),
      ([0xFE, 0xFF, 0xD8, 0x3D, 0, 0x41], "A"),
      ([], ""), ([0xFE, 0xFF], ""), ([0xFE, 0xFF, 0x41], "A"),
    ] as [([UInt8], String)])
  func scalars(bytes: [UInt8], text: String) {
    #expect(TextString.scalars(bytes) == text.unicodeScalars.map(\.value))
  }
}
