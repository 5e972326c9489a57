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
}
