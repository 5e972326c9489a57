/// What reading a document came to.
public struct Summary: Sendable {
  public var format: Format
  /// Pages handed to the callback.
  public var pages = 0
  /// Pages by verdict; those that text recognition has read count as text.
  public var verdicts: [Verdict: Int] = [:]
  /// Numbers of the first pages where a person may see text that we could not read.
  public var unreadablePages: [Int] = []
  /// What had to be repaired to read the document, in order, at most ``Limits/repairsTold``.
  public var repairs: [String] = []
  /// What tells the recognizer of ``recognition`` from others; empty: there was none.
  public var recognizer = ""
  /// What became of pages without text; `nil` where nobody reads those.
  public var recognition: RecognitionSummary?
  /// Whether the text flows (a text file), so that a soft hyphen is a break that is not there.
  public var flowing = false

  /// Longest list of ``unreadablePages``; the count of all is in ``verdicts``.
  public static let unreadablePagesTold = 1000

  /// Whether another recognizer may give other text.
  public var isForRecognizer: Bool {
    recognition != nil || verdicts.contains { $0.key.isRecognizable && $0.value > 0 }
  }

  public init(format: Format) {
    self.format = format
  }

  mutating func count(_ page: borrowing Page) {
    pages += 1
    let verdict = page.isRecognized ? .text : page.verdict
    verdicts[verdict, default: 0] += 1
    if verdict.needsEyes, unreadablePages.count < Self.unreadablePagesTold {
      unreadablePages.append(page.number)
    }
  }
}
