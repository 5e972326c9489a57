import Testing

@testable import Extraction

@Suite("Damaged drawings")
struct DamageTests {
  /// A small generator with a seed (SplitMix64), so that a failure can be repeated.
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let pieces = [
    "9999999999999999999", "-1e30", "<<", ">>", "[", "]", "(", ")", "<", ">", "/", " TJ ", " Tf ",
    " Do ", " BT ", " ET ", " BDC ", " EMC ", " q ", " Q ", " Tm ", " Tc ", "nan", "R", "endstream",
    "1 0 0 1 1e9 1e9 cm ", "0 0 0 0 0 0 Tm ", "\u{0}", "%", "\\",
  ].map { Array($0.utf8) }

  private func mutated(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: at)
      case 2:
        let piece = Self.pieces.randomElement(using: &random) ?? []
        bytes.replaceSubrange(at..<min(bytes.count, at + piece.count), with: piece)
      default:
        bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: at)
      }
    }
    return bytes
  }

  @Test("a drawing damaged at random is read or refused, never more", arguments: 0..<4)
  func mutation(seed: Int) {
    var random = Random(state: UInt64(seed))
    var extractor = Extractor()
    for placement in Placement.all {
      for _ in 0..<12 {
        let bytes = mutated(placement.bytes, &random)
        _ = try? extractor.extract(bytes, name: "", deadline: .none) { page in
          #expect(page.marks.count == page.scalars.count)
          for run in page.runs {
            #expect(page.bounds(of: run.range, in: run).x0.isFinite)
            #expect(run.range.upperBound <= page.scalars.count && !run.range.isEmpty)
          }
        }
      }
    }
  }

  @Test("extreme numbers leave finite places")
  func extremes() throws {
    for matrix in [
      "1e30 0 0 1e30 0 0", "0 0 0 0 5 5", "1e-30 0 0 1e-30 5 5", "1 0 1 0 5 5", "1 1 1 1 9 9",
      "1e9 1e9 -1e9 1e9 1e9 1e9",
    ] {
      for size in ["12", "0", "1e30", "-1e30", "1e-30"] {
        let bytes = PDFBuilder.onePage(
          "\(matrix) cm BT /F1 \(size) Tf 1e20 Tc \(matrix) Tm [(HOLE) 1e30 (-1)] TJ (X) Tj ET")
        var extractor = Extractor()
        _ = try extractor.extract(bytes, name: "", deadline: .none) { page in
          for mark in page.marks {
            #expect(mark.x.isFinite && mark.y.isFinite && mark.advance.isFinite)
          }
        }
      }
    }
  }

  @Test("forms in a circle, and forms nested beyond any depth, end")
  func circles() throws {
    var pdf = PDFBuilder()
    let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    let numbers = (0..<60).map { _ in pdf.reserve() }
    for (index, number) in numbers.enumerated() {
      let next = numbers[(index + 1) % numbers.count]
      pdf.addStream(
        "/X Do /X Do BT /F1 9 Tf 50 \(50 + 12 * index) Td (H-\(index)) Tj ET",
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F1 \(font) 0 R "
          + ">> /XObject << /X \(next) 0 R >> >>", number: number)
    }
    pdf.addPage(content: "/X Do", resources: "/XObject << /X \(numbers[0]) 0 R >>")
    var limits = Limits()
    limits.operators = 20_000
    var extractor = Extractor(limits: limits)
    #expect(throws: ExtractionError.self) {
      try extractor.extract(pdf.build(), name: "", deadline: .none) { _ in }
    }
  }

  @Test("layers made of themselves over and over end")
  func layers() throws {
    var pdf = PDFBuilder()
    let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    let (members, terms, off) = (pdf.reserve(), pdf.reserve(), pdf.add("<< /Type /OCG >>"))
    let many = String(repeating: "\(members) 0 R ", count: 300)
    pdf.add("<< /Type /OCMD /OCGs [\(many)] >>", number: members)
    pdf.add("[/And " + String(repeating: "\(terms) 0 R ", count: 300) + "]", number: terms)
    let expression = pdf.add("<< /Type /OCMD /VE \(terms) 0 R >>")
    pdf.catalogExtras = "/OCProperties << /OCGs [] /D << /OFF [\(off) 0 R] >> >>"
    pdf.addPage(
      content: "/OC /A BDC /OC /B BDC BT /F1 9 Tf 50 50 Td (HOLE-1) Tj ET EMC EMC",
      resources: "/Font << /F1 \(font) 0 R >> /Properties << /A \(members) 0 R "
        + "/B \(expression) 0 R >>")
    #expect(try pages(pdf.build()).map(\.visibleTexts) == [["HOLE-1"]])
  }

  @Test("unbalanced operators and operands of the wrong kind are passed over")
  func unbalanced() throws {
    let bytes = PDFBuilder.onePage(
      "Q Q EMC EMC ET Tj TJ ' \" (x) Do /N Tj 5 Tf [ (a) q BT /F1 12 Tf 1 0 0 1 72 700 Tm "
        + "(HOLE-1) Tj << /A [ (x) >> BDC ] } { ET q q q BMC")
    var extractor = Extractor()
    var found: [String] = []
    _ = try extractor.extract(bytes, name: "", deadline: .none) { page in
      found = page.runs.map { page.text(of: $0.range) }
    }
    #expect(found == ["HOLE-1"])
  }
}
