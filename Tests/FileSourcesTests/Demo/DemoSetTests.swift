import Codec
import Foundation
import Testing

@testable import FileSources

@Suite struct DemoSetTests {
  private let set = DemoSet(files: 30, codes: 60, seed: 7)

  @Test("the texts on the sheets hold exactly the codes that the truth names")
  func truth() throws {
    for index in 0..<set.files {
      var document = DrawingDocument(set.plan(index))
      try checkStructure(document.render())
      var found: Set<String> = []
      for text in document.texts { found.formUnion(set.targets(in: text)) }
      #expect(found == Set(set.codes(in: index)), "\(set.name(of: index))")
      // What found no room elsewhere has become a note: nothing planned is missing.
      let line = document.texts.joined(separator: " ")
      for mark in set.plan(index).marks { #expect(line.contains(mark.text)) }
    }
  }

  @Test("the same seed gives the same bytes, another seed others")
  func deterministic() {
    let again = DemoSet(files: 30, codes: 60, seed: 7)
    for index in [3, 0, 17] { #expect(set.drawing(index) == again.drawing(index)) }
    #expect(set.targets == again.targets)
    #expect(set.truthJSON() == again.truthJSON())
    #expect(DemoSet(files: 60, codes: 60, seed: 8).drawing(0) != set.drawing(0))
  }

  @Test("names are unique and sorted")
  func names() {
    let names = (0..<set.files).map(set.name(of:))
    #expect(names == names.sorted() && Set(names).count == set.files)
    #expect(names.allSatisfy { $0.hasSuffix(".pdf") && $0.hasPrefix("AREA-") })
  }

  @Test("about an eighth of the drawings hold codes, and some targets stand nowhere")
  func proportions() {
    let large = DemoSet(files: 2_000, codes: 60, seed: 3)
    let codes = (0..<large.files).map(large.codes(in:))
    let matched = codes.count { !$0.isEmpty }
    #expect((160...340).contains(matched))
    #expect(codes.allSatisfy { $0.count <= 8 })
    let found = Set(codes.joined())
    #expect(found.count < large.targets.count && found.count > 40)
  }

  @Test("targets are as many as asked for, each once", arguments: [1, 5, 60, 5_000])
  func targets(_ count: Int) {
    let targets = DemoSet(files: 0, codes: count, seed: 1).targets
    #expect(targets.count == count)
    #expect(Set(targets.map { $0.uppercased() }).count == count)
  }

  @Test(
    "the set's own word rule is the contract's",
    arguments: [
      ("HOLE-1", ["HOLE-1"]), ("hole-1", ["HOLE-1"]), ("(HOLE-1)", ["HOLE-1"]),
      ("HOLE-1A", ["HOLE-1A"]), ("XHOLE-1", []), ("HOLE-1_B", []), ("HOLE-12", ["HOLE-12"]),
      ("Code-BC", ["BC"]), ("BCA", []), ("2\"-HC-3452", ["HC-3452", "2\"-HC-3452"]),
      ("12\"-HC-3452", ["HC-3452"]), ("H.12*", ["H.12*"]), ("H.12", []),
      ("HOLE\u{2013}1", ["HOLE-1"]), ("HOLE\u{AD}1", ["HOLE-1"]), ("", []),
    ])
  func wordRule(_ text: String, _ codes: [String]) {
    #expect(Set(set.targets(in: text)) == Set(codes))
  }

  @Test("truth.json reads back as it was meant")
  func json() throws {
    struct Truth: Decodable {
      struct File: Decodable { let codes: [String] }
      let targets: [String]
      let files: [String: File]
    }
    let truth = try JSONDecoder().decode(Truth.self, from: Data(set.truthJSON().utf8))
    #expect(truth.targets == set.targets)
    #expect(truth.files.count == set.files)
    for index in 0..<set.files {
      #expect(truth.files[set.name(of: index)]?.codes == set.codes(in: index))
    }
    #expect(set.codesText().split(separator: "\n").map(String.init) == set.targets)
  }

  /// A file begins and ends as a PDF, and its cross-reference is where it says.
  private func checkStructure(_ bytes: [UInt8]) throws {
    #expect(bytes.starts(with: Array("%PDF-1.".utf8)))
    let tail = String(decoding: bytes.suffix(40), as: UTF8.self)
    let parts = tail.split(separator: "\n")
    #expect(parts.last == "%%EOF")
    let offset = try #require(parts.dropLast().last.flatMap { Int($0) })
    let there = String(decoding: bytes[offset..<offset + 12], as: UTF8.self)
    #expect(there.hasPrefix("xref\n") || there.contains(" 0 obj"))
  }

  @Test("all the ways of writing occur")
  func variety() {
    let styles = (0..<400).map { set.plan($0).style }
    for letters in [ExporterStyle.Letters.standard, .trueType, .identity, .strokes] {
      #expect(styles.contains { $0.letters == letters })
    }
    for showing in ExporterStyle.Showing.allCases {
      #expect(styles.contains { $0.showing == showing })
    }
    for reference in [ExporterStyle.CrossReference.table, .stream, .objectStreams] {
      #expect(styles.contains { $0.crossReference == reference })
    }
    #expect(styles.contains { $0.update } && styles.contains { $0.cropped })
    #expect(styles.contains { $0.rotation != 0 } && styles.contains { !$0.compressed })
  }
}

@Suite struct DemoSourceTests {
  @Test("lists and reads what the set makes, in pages")
  func source() throws {
    let source = DemoSource(files: 1_200, codes: 10, seed: 5)
    var sizes: [Int] = []
    var items: [SourceItem] = []
    let listing = try source.list {
      sizes.append($0.count)
      items += $0
    }
    #expect(sizes == [1_000, 200] && listing == Listing(listed: 1_200))
    #expect(Set(items.map(\.name)).count == 1_200)
    #expect(Set(items.map(\.identity)).count == 1_200)
    let item = try #require(items.last)
    #expect(try source.read(item, limit: .max) == source.set.drawing(1_199))
    #expect(throws: SourceError.self) { try source.read(item, limit: 10) }
    let forged = SourceItem(name: "x", reference: "1200")
    #expect(throws: SourceError.notFound("x")) { try source.read(forged, limit: .max) }
  }

  @Test("an empty set lists nothing")
  func empty() throws {
    #expect(try DemoSource(files: 0).everything().items.isEmpty)
  }
}

@Suite struct ByteTextTests {
  @Test(
    "numbers are written in fixed point without trailing zeros",
    arguments: [
      (0.0, 100, "0"), (1, 100, "1"), (-1.5, 100, "-1.5"), (0.05, 100, "0.05"),
      (0.004, 100, "0"), (12.999, 100, "13"), (-0.001, 100, "0"), (1_190.55, 1_000, "1190.55"),
      (0.866_03, 100_000, "0.86603"), (100, 10, "100"), (-0.5, 10, "-0.5"),
    ])
  func numbers(_ value: Double, _ scale: Int, _ text: String) {
    var out = ByteText()
    out.append(value, scale: scale)
    #expect(String(decoding: out.bytes, as: UTF8.self) == text)
  }

  @Test("strings are escaped")
  func strings() {
    var out = ByteText()
    out.append(literal: Array("a(b)\\".utf8) + [0x96, 0x31])
    out.append(hexadecimal: [0, 0xAF])
    out.append(textString: "é")
    #expect(String(decoding: out.bytes, as: UTF8.self) == "(a\\(b\\)\\\\\\2261)<00AF><FEFF00E9>")
  }
}
