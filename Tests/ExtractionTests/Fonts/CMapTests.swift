import Testing

@testable import Extraction

@Suite("CMaps")
struct CMapTests {
  private func parse(_ text: String) -> CMap {
    Array(text.utf8).withUnsafeBytes { raw in
      var parser = CMapParser(raw) { PredefinedCMap.named($0)?.map }
      return parser.parse()
    }
  }

  private func text(_ map: CMap, _ code: UInt32) -> String? {
    guard let value = map.character(of: code) else { return nil }
    let scalars =
      value & CMap.sequence != 0 ? map.sequences[Int(value & ~CMap.sequence)] : [value]
    return String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) }))
  }

  @Test("characters, ranges and arrays of ranges")
  func ranges() {
    let map = parse(
      """
      1 begincodespacerange <0000> <FFFF> endcodespacerange
      2 beginbfchar <0003> <0041> <0004> <00660069> endbfchar
      3 beginbfrange <0010> <0019> <0030> <0020> <0022> [<0058> <0059005A> <D83DDE00>]
      <0030> <0032> <00410031> endbfrange
      """)
    #expect(text(map, 3) == "A")
    #expect(text(map, 4) == "fi")
    #expect(text(map, 0x15) == "5")
    #expect(text(map, 0x1A) == nil)
    #expect(text(map, 0x21) == "YZ")
    #expect(text(map, 0x22) == "\u{1F600}")
    #expect(text(map, 0x32) == "A3")
  }

  @Test("ranges inside one another, cut to pieces by another map, stay bounded")
  func pieces() {
    var (base, sparse, dense) = (CMap(), CMap(), CMap())
    for code in (0..<20_000) as Range<UInt32> {
      base.addIdentifiers(code, .max, 0)
      sparse.addIdentifiers(2 * code + 1, 2 * code + 1, 7)
      dense.addIdentifiers(100_000 + code, 100_000 + code, 7)
    }
    base.finish()
    for var map in [sparse, dense] {
      map.finish()
      map.inherit(base)
      #expect(map.identifiers.count <= CMap.mappingLimit + 1)
      #expect(map.identifier(of: map.identifiers[0].low) != nil)
    }
  }

  @Test("what is broken is skipped")
  func broken() {
    let map = parse(
      "beginbfchar <01> <0041> <02> endbfchar beginbfrange <05> <01> <0042> endbfrange "
        + "beginbfrange <07> [<0043> endbfrange beginbfchar <08> <0044> endbfchar <")
    #expect(text(map, 1) == "A")
    #expect(text(map, 5) == "B")
    #expect(text(map, 8) == "D")
  }

  @Test("the last definition of a code stays, ranges inside ranges are found")
  func overlapping() {
    let map = parse(
      "beginbfrange <00> <FF> <0100> <10> <12> <0041> endbfrange beginbfchar <11> <005A> endbfchar")
    #expect(text(map, 0x0F) == "\u{10F}")
    #expect(text(map, 0x10) == "A")
    #expect(text(map, 0x11) == "Z")
    #expect(text(map, 0x13) == "\u{113}")
  }

  @Test("CIDs, and codes of several lengths")
  func identifiers() {
    let map = parse(
      """
      /WMode 1 def
      2 begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange
      1 begincidrange <20> <7e> 231 endcidrange
      1 begincidchar <8140> 633 endcidchar
      """)
    #expect(map.isVertical)
    #expect(map.identifier(of: 0x21) == 232)
    #expect(map.identifier(of: 0x8140) == 633)
    let string: [UInt8] = [0x21, 0x81, 0x40, 0xFF, 0x21]
    string.withUnsafeBufferPointer { bytes in
      #expect(map.next(bytes, at: 0) == (0x21, 1))
      #expect(map.next(bytes, at: 1) == (0x8140, 2))
      #expect(map.next(bytes, at: 3).size == 1)
      #expect(map.next(bytes, at: 4) == (0x21, 1))
    }
  }

  @Test("usecmap takes over another CMap")
  func inherited() {
    let map = parse("/Identity-H usecmap 1 begincidchar <0041> 7 endcidchar")
    #expect(map.identifier(of: 0x41) == 7)
    #expect(map.identifier(of: 0x42) == 0x42)
    #expect(map.spaces.count == 1)
  }

  @Test("what lies beyond Unicode is no character, and no sequence either")
  func beyond() {
    let map = parse(
      "beginbfchar <01> 4294967295 <02> -1 <03> 2147483648 endbfchar "
        + "beginbfrange <00000010> <FFFFFFFF> <0041> endbfrange")
    for code in [1, 2, 3, 0x8000_0000, 0xFFFF_FFFF] as [UInt32] {
      #expect(map.character(of: code) == nil)
    }
    #expect(text(map, 0x11) == "B")
  }

  @Test("a hostile range costs bounded memory")
  func hostile() {
    let map = parse("beginbfrange <00000000> <FFFFFFFF> <00410042> endbfrange")
    #expect(map.characters.count <= 256)
  }
}
