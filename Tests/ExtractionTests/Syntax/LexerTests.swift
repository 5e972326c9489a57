import Testing

@testable import Extraction

struct LexerTests {
  @Test("a name compares by its bytes")
  func names() {
    #expect(Name("Type") == Name([0x54, 0x79, 0x70, 0x65]))
  }
}
