/// Has the pages of one PDF read that have no text; the recognizer begins with the first of them.
final class PageRecognition {
  private let recognizer: any Recognizer
  private let bytes: UnsafeRawBufferPointer
  private var document: (any DocumentRecognizer)?

  init(_ recognizer: any Recognizer, _ bytes: UnsafeRawBufferPointer) {
    self.recognizer = recognizer
    self.bytes = bytes
  }

  func read(
    _ page: inout Page, number: Int, _ budget: Budget, _ summary: inout Summary
  ) throws(ExtractionError) {
    let document = document ?? recognizer.begin(bytes)
    self.document = document
    let outcome = try budget.outsideDeadline { () throws(ExtractionError) in
      try document.recognize(&page, number: number)
    }
    summary.recognition = summary.recognition ?? RecognitionSummary()
    summary.recognition?.add(outcome)
  }

  func end() { document?.end() }
}

extension RecognitionSummary? {
  /// Adds what became of the pages of a document inside of this one.
  mutating func add(_ inner: RecognitionSummary?) {
    guard let inner else { return }
    var sum = self ?? RecognitionSummary()
    sum.read += inner.read
    sum.overLimit += inner.overLimit
    sum.limit = max(sum.limit, inner.limit)
    sum.failed += inner.failed
    sum.failure = sum.failure ?? inner.failure
    self = sum
  }
}
