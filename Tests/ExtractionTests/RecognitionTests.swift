import Testing

@testable import Extraction

/// Puts a word on every page that it is given.
private final class WordRecognizer: Recognizer, DocumentRecognizer {
  let fingerprint = "words"
  var outcome = RecognitionOutcome.read
  var error: ExtractionError?
  var clock: Clock?
  private(set) var numbers: [Int] = []
  private(set) var open = 0

  /// A clock that moves on as it is told.
  final class Clock: @unchecked Sendable {
    // One thread uses it.
    var now: UInt64 = 0
  }

  func begin(_ document: UnsafeRawBufferPointer) -> any DocumentRecognizer {
    open += 1
    return self
  }

  func end() { open -= 1 }

  func recognize(_ page: inout Page, number: Int) throws(ExtractionError) -> RecognitionOutcome {
    numbers.append(number)
    clock?.now += 3_600_000_000_000
    if let error { throw error }
    guard outcome == .read else { return outcome }
    page.scalars = Array("HC-1".unicodeScalars.map(\.value))
    page.marks = page.scalars.map { _ in Page.Mark(x: 1, y: 1, advance: 1) }
    let zero = Page.Vector(dx: 0, dy: 0)
    page.runs = [
      Page.Run(range: 0..<4, direction: zero, up: zero, down: zero, kind: .ocr, confidence: 50)
    ]
    return .read
  }
}

@Suite("pages that are handed to text recognition")
struct RecognitionTests {
  private let outlines = (0..<80).map { "\($0) 0 m \($0) 9 l S" }.joined(separator: "\n")

  private func read(
    _ recognizer: WordRecognizer?, _ contents: String..., deadline: Deadline = .none
  ) throws(ExtractionError) -> (summary: Summary, verdicts: [Verdict]) {
    var pdf = PDFBuilder()
    for content in contents { pdf.addPage(content: content) }
    var extractor = Extractor()
    extractor.recognizer = recognizer
    var verdicts: [Verdict] = []
    let summary = try extractor.extract(pdf.build(), name: "a.pdf", deadline: deadline) {
      verdicts.append($0.verdict)
    }
    #expect(recognizer?.open ?? 0 == 0)
    return (summary, verdicts)
  }

  @Test("those without text are, and count as text once it is found")
  func outlinesOnly() throws {
    let recognizer = WordRecognizer()
    let (summary, verdicts) = try read(recognizer, "", outlines, "")
    #expect(recognizer.numbers == [2])
    #expect(verdicts == [.empty, .outlines, .empty])
    #expect(summary.verdicts == [.empty: 2, .text: 1])
    #expect(summary.unreadablePages.isEmpty)
    #expect(summary.recognition?.read == 1 && summary.recognizer == "words")
  }

  @Test("without a recognizer, or where it fails, they stay unread")
  func unread() throws {
    #expect(try read(nil, outlines).summary.unreadablePages == [1])
    let recognizer = WordRecognizer()
    recognizer.outcome = .failed("it crashed")
    let summary = try read(recognizer, outlines).summary
    #expect(summary.unreadablePages == [1])
    #expect(summary.recognition?.failure == "it crashed")
  }

  @Test("its time is not the document's")
  func deadline() throws {
    let clock = WordRecognizer.Clock()
    let recognizer = WordRecognizer()
    recognizer.clock = clock
    let deadline = Deadline(seconds: 30, now: { clock.now })
    #expect(try read(recognizer, outlines, outlines, deadline: deadline).summary.pages == 2)
  }

  @Test("an interruption ends the document")
  func interrupted() throws {
    struct Stop: Error {}
    let recognizer = WordRecognizer()
    recognizer.error = .interrupted(Stop())
    #expect(throws: ExtractionError.self) { try read(recognizer, outlines) }
    #expect(recognizer.open == 0)
  }
}
