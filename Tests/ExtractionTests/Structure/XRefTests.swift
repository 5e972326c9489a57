import Testing

@testable import Extraction

/// A file with two pages and a stream whose length is elsewhere.
private func sample(_ xref: PDFBuilder.XRef = .table) -> [UInt8] {
  var pdf = PDFBuilder()
  pdf.addPage(content: "(first) Tj")
  pdf.addPage(content: "(second) Tj")
  return pdf.build(xref)
}

private let expected = ["(first) Tj", "(second) Tj"]

struct XRefTests {
  @Test(
    "a sound file needs no repair",
    arguments: [PDFBuilder.XRef.table, .stream, .objectStreams])
  func sound(_ xref: PDFBuilder.XRef) throws {
    #expect(try contents(sample(xref), limits: .noRepairs) == expected)
  }

  @Test("repairs can be forbidden")
  func forbidden() throws {
    let broken = replace("startxref", with: "startxerf", in: sample())
    #expect(throws: ExtractionError.self) { try contents(broken, limits: .noRepairs) }
    #expect(try contents(broken) == expected)
  }

  @Test("bytes before the header shift every offset, or none")
  func junkBefore() throws {
    #expect(try contents(Array("junk\n\n".utf8) + sample()) == expected)
    let shifted = replace("%PDF", with: "junk\n%PDF", in: sample())
    #expect(try contents(shifted) == expected)
  }

  @Test(
    "a broken cross-reference is rebuilt from the objects found",
    arguments: [
      ("xref\n0 ", "xerf\n0 "), ("trailer", "trialer"), ("startxref", "start"),
      ("/Root 1 0 R", "/Toor 1 0 R"), ("/Root 1 0 R", "/Root 5 0 R"),
      ("0000000000 65535 f", "000000000 6553 f"), ("xref\n0 ", "xref\n1 "),
      ("xref\n0 ", "xref\n3 "),
    ])
  func rebuilt(_ old: String, _ new: String) throws {
    for xref in [PDFBuilder.XRef.table, .objectStreams] {
      #expect(try contents(replace(old, with: new, in: sample(xref))) == expected)
    }
  }

  @Test("objects moved from where the table says are found again")
  func moved() throws {
    let moved = replace("3 0 obj", with: "          3 0 obj", in: sample())
    let bytes = replace("%\u{E2}\u{E3}\n", with: "", in: moved)
    #expect(try contents(bytes) == expected)
  }

  @Test("a file cut short is read as far as it goes", arguments: [0.5, 0.8, 0.95])
  func truncated(_ share: Double) throws {
    var pdf = PDFBuilder()
    pdf.addPage(content: "(kept) Tj")
    pdf.add("(" + String(repeating: "x", count: 2000) + ")")
    var bytes = pdf.build()
    // The catalog stands before the cut.
    bytes.removeLast(Int(Double(bytes.count) * (1 - share)) / 2)
    #expect(try contents(bytes) == ["(kept) Tj"])
  }

  @Test("an incremental update replaces objects; its predecessor is followed")
  func incremental() throws {
    let old = sample()
    let text = String(decoding: old, as: UTF8.self)
    let start = try #require(text.components(after: "startxref\n"))
    var bytes = old
    let offset = bytes.count
    bytes += Array("3 0 obj\n<< /Length 8 >>\nstream\n(new) Tj\nendstream\nendobj\n".utf8)
    let table = bytes.count
    let digits = String(offset)
    bytes += Array(
      """
      xref
      3 1
      \(String(repeating: "0", count: 10 - digits.count) + digits) 00000 n\u{20}
      trailer
      << /Size 7 /Root 1 0 R /Prev \(start) >>
      startxref
      \(table)
      %%EOF

      """.utf8)
    #expect(try contents(bytes, limits: .noRepairs) == ["(new) Tj", "(second) Tj"])
    // Without any cross-reference, the last definition counts as well.
    let rebuilt = replace("startxref\n\(table)", with: "startxref\n1", in: bytes)
    #expect(try contents(rebuilt) == ["(new) Tj", "(second) Tj"])
  }

  @Test("sections in a circle end")
  func circle() throws {
    let plain = sample()
    let text = String(decoding: plain, as: UTF8.self)
    let start = try #require(text.components(after: "startxref\n"))
    let looped = replace("/Root 1 0 R", with: "/Root 1 0 R /Prev \(start)", in: plain)
    #expect(try contents(looped) == expected)
  }

  @Test("a hybrid file shows what its table hides")
  func hybrid() throws {
    // Objects 1 and 2 are hidden from the table and defined by the stream.
    let packed = sample(.objectStreams)
    let text = String(decoding: packed, as: UTF8.self)
    let stream = try #require(text.components(after: "startxref\n"))
    var bytes = replace("startxref\n\(stream)\n", with: "", in: packed)
    let table = bytes.count
    bytes += Array(
      """
      xref
      0 3
      0000000000 65535 f\u{20}
      0000000000 00000 f\u{20}
      0000000000 00000 f\u{20}
      trailer
      << /Size 9 /Root 1 0 R /XRefStm \(stream) >>
      startxref
      \(table)
      %%EOF

      """.utf8)
    #expect(try contents(bytes, limits: .noRepairs) == expected)
  }
}

extension String {
  /// The digits that follow a word's last occurrence.
  fileprivate func components(after word: String) -> Int? {
    guard let range = range(ofLast: word) else { return nil }
    return Int(self[range...].prefix { $0.isNumber })
  }

  private func range(ofLast word: String) -> Index? {
    var found: Index?
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(word) { found = index(at, offsetBy: word.count) }
      at = index(after: at)
    }
    return found
  }
}
