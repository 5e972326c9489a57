import Testing

@testable import Extraction

@Suite("Glyph names")
struct GlyphListTests {
  @Test(
    "a glyph name stands for its characters",
    arguments: [
      ("A", "A"), ("AE", "\u{C6}"), ("zukatakana", "\u{30BA}"), ("space", " "), ("hyphen", "-"),
      ("f_f_i", "ffi"), ("a.alt", "a"), ("one.oldstyle", "1"), ("Asmall", "A"),
      ("oneoldstyle", "1"), ("uni0041", "A"), ("uni00410042", "AB"), ("u1F600", "\u{1F600}"),
      ("u0041", "A"), ("T_uni0048_e", "THe"), ("Lcommaaccent", "\u{13B}"), ("ffl", "\u{FB04}"),
      ("dalethatafpatah", "\u{5D3}\u{5B2}"), ("Euro", "\u{20AC}"),
    ])
  func scalars(name: String, text: String) {
    #expect(GlyphList.scalars(of: Array(name.utf8)) == text.unicodeScalars.map(\.value))
  }

  @Test(
    "a name that means nothing has no characters",
    arguments: [
      "", ".notdef", "g123", "uni004", "uniD800", "u110000", "foo", "_", "zzzz", "A ",
      String(repeating: "x", count: 500),
    ])
  func none(name: String) {
    #expect(GlyphList.scalars(of: Array(name.utf8)).isEmpty)
  }

  @Test("every entry of the list is found, so it is in order")
  func order() {
    var entries = 0
    for line in "\(adobeGlyphList)".split(separator: "\n") {
      let parts = line.split(separator: " ")
      let expected = parts[1].split(separator: "_").compactMap { UInt32($0, radix: 16) }
      // Names with an underscore or a full stop are taken apart before they are looked up.
      #expect(GlyphList.scalars(of: Array(parts[0].utf8)) == expected)
      entries += 1
    }
    #expect(entries > 4200)
  }
}
