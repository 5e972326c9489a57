import Testing

@testable import Extraction

private func parse(_ text: String, references: Bool = true) -> PDFObject? {
  Array(text.utf8).withUnsafeBytes { raw in
    var lexer = Lexer(raw)
    return ObjectParser(references: references).parse(&lexer)
  }
}

struct ObjectParserTests {
  @Test("objects of each kind")
  func kinds() {
    #expect(parse("true")?.boolean == true)
    #expect(parse("null")?.isNull == true)
    #expect(parse("12 0 R")?.reference == .init(number: 12, generation: 0))
    #expect(parse("[1 2 0 R 3 4]")?.array?.count == 4)
    #expect(parse("[1 2 0 R 3 4]", references: false)?.array?.count == 5)
    #expect(
      parse("<< /A << /B (x) >> >>")?.dictionary?[Name("A")].dictionary?[Name("B")].string
        == [0x78])
  }

  @Test("broken dictionaries and arrays end where the object around them does")
  func broken() {
    #expect(parse("<< /A [1 2 >>")?.dictionary?[Name("A")].array?.count == 2)
    #expect(parse("<< /A 1 /B >>")?.dictionary?[Name("A")].integer == 1)
    #expect(parse("<< /A 1 endobj /B 2 >>")?.dictionary?.count == 1)
    #expect(parse("<< 7 /A 1 junk /B 2")?.dictionary?.count == 2)
    #expect(parse(">>") == nil)
  }

  @Test("the last of equal keys counts, in dictionaries small and large")
  func duplicates() {
    #expect(parse("<< /A 1 /A 2 >>")?.dictionary?[Name("A")].integer == 2)
    let many = (0..<50).map { "/K\($0) \($0)" }.joined(separator: " ")
    let dictionary = parse("<< \(many) /K7 70 >>")?.dictionary
    #expect(dictionary?[Name("K7")].integer == 70)
    #expect(dictionary?[Name("K49")].integer == 49)
    #expect(dictionary?[Name("Z")].isNull == true)
  }

  @Test("nesting without end is cut off")
  func nesting() {
    let deep = String(repeating: "[", count: 200_000) + "1"
    #expect(parse(deep) != nil)
    let deeper = String(repeating: "<</A", count: 200_000)
    #expect(parse(deeper) != nil)
  }
}
