import Testing

@testable import Extraction

/// What a file comes to: its format, or the kind of its error.
private func outcome(_ bytes: [UInt8], name: String = "x.pdf", limits: Limits = Limits()) -> String
{
  var extractor = Extractor(limits: limits)
  do {
    return try extractor.extract(bytes, name: name, deadline: .none) { _ in }.format.rawValue
  } catch {
    return error.kind
  }
}

struct ExtractorTests {
  @Test("the format is told by content, not by name")
  func formats() {
    #expect(outcome(PDFBuilder.onePage(""), name: "a.txt") == "pdf")
    #expect(outcome(Array("just text".utf8), name: "a.pdf") == "text")
    #expect(outcome(Array("a,b\n1,2\n".utf8), name: "a.csv") == "csv")
    #expect(outcome(Array("a text about the %PDF-1.7 header".utf8)) == "text")
    #expect(outcome(Array("junk before\n".utf8) + PDFBuilder.onePage("")) == "pdf")
    let headless = replace("%PDF-1.7", with: "", in: PDFBuilder.onePage(""))
    #expect(outcome(headless) == "pdf")
  }

  @Test("what is not read says what to do instead")
  func foreign() {
    for (start, word) in [
      ("AC1032", "DWG"), ("PK\u{3}\u{4}", "ZIP"), ("%!PS-Adobe", "PostScript"), ("GIF89a", "GIF"),
    ] {
      var extractor = Extractor()
      do {
        let bytes = Array(start.utf8) + [0, 0, 0]
        _ = try extractor.extract(bytes, name: "a.pdf", deadline: .none) { _ in }
        Issue.record("\(word) was read")
      } catch {
        #expect(error.kind == "unreadable")
        #expect(error.message.contains(word))
      }
    }
    #expect(outcome([]) == "unreadable")
    #expect(outcome([0, 1, 2, 3, 0, 9]) == "unreadable")
    #expect(outcome(Array("%PDF-1.7\n".utf8)) == "unreadable")
  }

  @Test("the deadline is kept")
  func deadline() {
    var pdf = PDFBuilder()
    for _ in 0..<500 { pdf.addPage(content: "q Q") }
    let deadline = Deadline(seconds: 0, now: { 5 })
    var extractor = Extractor()
    do {
      _ = try extractor.extract(pdf.build(), name: "a", deadline: deadline) { _ in }
      Issue.record("read after its deadline")
    } catch {
      #expect(error.kind == "timed_out")
    }
  }

  @Test("what the page callback throws ends the reading and comes out")
  func interrupted() {
    struct Stop: Error {}
    var extractor = Extractor()
    do {
      _ = try extractor.extract(PDFBuilder.onePage(""), name: "a", deadline: .none) { _ in
        throw Stop()
      }
      Issue.record("went on")
    } catch {
      #expect(error.kind == "interrupted")
    }
  }

  @Test("an extractor is reused, whatever came before")
  func reuse() throws {
    var extractor = Extractor()
    for bytes in [PDFBuilder.onePage(""), Array("text".utf8), [], PDFBuilder.onePage("")] {
      _ = try? extractor.extract(bytes, name: "a", deadline: .none) { _ in }
    }
    var pages = 0
    let last = PDFBuilder.onePage("")
    let summary = try extractor.extract(last, name: "a", deadline: .none) { page in
      pages += 1
      #expect(page.number == 1 && page.width == 612 && page.height == 792)
    }
    #expect(pages == 1 && summary.pages == 1 && summary.repairs.isEmpty)
  }
}

struct MutationTests {
  @Test("damaged files never trap", arguments: [PDFBuilder.XRef.table, .stream, .objectStreams])
  func mutations(_ xref: PDFBuilder.XRef) {
    var pdf = PDFBuilder()
    let font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for page in 0..<3 {
      pdf.addPage(
        content: "BT /F1 12 Tf 72 700 Td (HOLE-\(page)) Tj [(A) -250 (B)] TJ ET",
        resources: "/Font << /F1 \(font) 0 R >>")
    }
    let sound = pdf.build(xref)
    var random = SplitMix(state: 20_260_120)
    var extractor = Extractor()
    for _ in 0..<1500 {
      var bytes = sound
      for _ in 0...Int(random.next() % 8) {
        let at = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: bytes[max(0, at - 20)..<at], at: at)
        default: bytes[at] = Array("0123456789<>[]()/R ".utf8)[Int(random.next() % 19)]
        }
      }
      _ = try? extractor.extract(bytes, name: "a.pdf", deadline: .none) { _ in }
    }
  }
}

/// A small generator with a seed (Steele, Lea and Flood 2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
