import Testing

@testable import Extraction

struct NameTests {
  @Test("a name is its bytes, short or long", arguments: [0, 1, 7, 8, 9, 15, 16, 40])
  func lengths(_ count: Int) {
    let bytes = (0..<count).map { UInt8($0 + 65) }
    let name = Name(bytes)
    #expect(name.bytes == bytes)
    #expect(name.count == count)
    #expect(name == Name(bytes))
    #expect(name != Name(bytes + [0]))
    #expect(name.hashValue == Name(bytes).hashValue)
  }

  @Test("long names that begin alike differ")
  func longNames() {
    #expect(Name("abcdefghijklmnopq") != Name("abcdefghijklmnopr"))
    #expect(Name("abcdefghijklmnopq") != Name("abcdefghijklmnop"))
  }
}
