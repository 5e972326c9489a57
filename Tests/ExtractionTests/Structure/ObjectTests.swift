import Testing

@testable import Extraction

struct ObjectTests {
  @Test("a length in another object is followed, a wrong one mended")
  func lengths() throws {
    var pdf = PDFBuilder()
    let length = pdf.add("10")
    pdf.add(
      "<< /Length \(length) 0 R >>\nstream\n(first) Tj\nendstream", number: 20)
    pdf.addPage("/Contents 20 0 R")
    #expect(try contents(pdf.build(), limits: .noRepairs) == ["(first) Tj"])
    for wrong in ["3", "9999", "-1", "20 0 R", "99 0 R", "null"] {
      pdf.add(wrong, number: length)
      #expect(try contents(pdf.build()) == ["(first) Tj"], "length \(wrong)")
    }
  }

  @Test("an object that stands for itself is null")
  func circularReference() throws {
    var pdf = PDFBuilder()
    pdf.add("11 0 R", number: 10)
    pdf.add("10 0 R", number: 11)
    pdf.addPage("/Contents 10 0 R")
    try withDocument(pdf.build()) { document in
      #expect(document.resolve(.reference(.init(number: 10, generation: 0))).isNull)
    }
    #expect(try contents(pdf.build()) == [""])
  }

  @Test("a missing endobj and a missing endstream are put up with")
  func missingEnds() throws {
    var pdf = PDFBuilder()
    pdf.addPage(content: "(x) Tj")
    let plain = pdf.build()
    let noEnd = replace("endobj\n2 0", with: "2 0", in: plain)
    #expect(try contents(noEnd) == ["(x) Tj"])
    let noStreamEnd = replace("\nendstream", with: "", in: plain)
    #expect(try contents(noStreamEnd) == ["(x) Tj"])
  }

  @Test(
    "the data of a stream begins after CR LF, LF, CR or blanks", arguments: ["\r\n", "\n", "\r"])
  func streamStart(_ end: String) throws {
    var pdf = PDFBuilder()
    pdf.add("<< /Length 6 >>\nstream\(end)(x) Tj\nendstream", number: 10)
    pdf.addPage("/Contents 10 0 R")
    #expect(try contents(pdf.build()) == ["(x) Tj"])
  }

  @Test("object streams that need themselves or lie about their objects are survived")
  func brokenObjectStreams() throws {
    var pdf = PDFBuilder()
    pdf.addPage(content: "(x) Tj")
    let plain = pdf.build(.objectStreams)
    for (old, new) in [("/N 3", "/N 1"), ("/First", "/Fisrt"), ("/N 3", "/N 9999999")] {
      _ = try? contents(replace(old, with: new, in: plain))
    }
    _ = try? contents(replace("/Type /ObjStm", with: "/Length 5 0 R", in: plain))
  }

  @Test("more objects than the cache holds are read again when asked for")
  func manyObjects() throws {
    var pdf = PDFBuilder()
    pdf.addPage(content: "(x) Tj")
    for value in 0..<(3 * ObjectCache.generation) { pdf.add("\(value)") }
    try withDocument(pdf.build()) { document in
      for round in 0..<2 {
        for value in 0..<(3 * ObjectCache.generation) {
          let object = document.load(.init(number: 5 + value, generation: 0))
          #expect(object.integer == value, "round \(round)")
        }
      }
    }
  }

  @Test("a stream without endstream ends at its endobj, not in the next stream")
  func missingEndstream() throws {
    for length in [6, 2, 400] {
      var pdf = PDFBuilder()
      pdf.add("<< /Length \(length) >>\nstream\n(x) Tj", number: 10)
      pdf.addPage("/Contents 10 0 R")
      pdf.addStream("(y) Tj")
      #expect(try contents(pdf.build()) == ["(x) Tj"], "length \(length)")
    }
  }
}

/// Files made to take long or much, each within its deadline.
struct HostileFileTests {
  /// Reads a file for at most two seconds and tells what it came to.
  private func outcome(_ bytes: [UInt8]) -> String {
    let clock = ContinuousClock()
    let start = clock.now
    let deadline = Deadline(seconds: 2) {
      UInt64((clock.now - start) / .nanoseconds(1))
    }
    var extractor = Extractor()
    var result = "read"
    do {
      _ = try extractor.extract(bytes, name: "a", deadline: deadline) { _ in }
    } catch {
      result = error.kind
    }
    #expect(clock.now - start < .seconds(8))
    return result
  }

  private func file(_ body: String) -> [UInt8] {
    Array("%PDF-1.7\n\(body)".utf8)
  }

  @Test("strings that never close, one in each object")
  func openStrings() {
    let result = outcome(file(String(repeating: "1 0 obj(", count: 50_000)))
    #expect(result == "unreadable" || result == "timed_out")
  }

  @Test("streams that never end, one in each object")
  func openStreams() {
    let object = "1 0 obj<</Length 9>>stream\n"
    let result = outcome(file(String(repeating: object, count: 30_000)))
    #expect(result == "unreadable" || result == "timed_out")
  }

  @Test("an array of millions")
  func hugeArray() {
    var pdf = PDFBuilder()
    pdf.addPage("/Contents [\(String(repeating: "1 ", count: 3_000_000))]")
    #expect(outcome(pdf.build()) == "read")
  }

  @Test("cross-reference sections that promise billions")
  func hugeSections() {
    let trailer = "trailer <</Root 1 0 R /Size 999999999999>> startxref 9 %%EOF"
    for head in ["0 999999999999", "999999999999 5", "9223372036854775807 9", "-5 5"] {
      let entries = String(repeating: "0000000009 00000 n \n", count: 100)
      #expect(outcome(file("xref\n\(head)\n\(entries)\(trailer)")) == "unreadable")
    }
  }

  @Test("cross-reference streams with absurd widths and ranges")
  func absurdStreams() {
    for entries in [
      "/W [0 0 0]", "/W [8 8 8]", "/W [1 -1 2]", "/W [1 2]", "/W [1 9 1]",
      "/W [1 1 1] /Index [0 99999999999999]", "/W [1 1 1] /Index [9223372036854775807 5]",
      "/W [1 1 1] /Index [-1 5 3]", "/W [1 1 1] /Prev 9",
    ] {
      let data = String(repeating: "\u{1}\u{2}\u{3}", count: 99)
      let stream = "<</Type/XRef /Size 9 /Root 1 0 R \(entries) /Length 297>>stream\n\(data)"
      let bytes = file("7 0 obj\(stream)\nendstream endobj startxref 9 %%EOF")
      #expect(outcome(bytes) == "unreadable", "\(entries)")
    }
  }
}
