/// Reads pages that have no text of their own: scans, and text drawn as outlines.
///
/// It stands outside of this module, since it starts other programs.
public protocol Recognizer: AnyObject {
  /// What tells its texts from those of another, or of itself otherwise set up.
  var fingerprint: String { get }

  /// Begins a PDF; its bytes stay where they are until ``DocumentRecognizer/end()``.
  func begin(_ document: UnsafeRawBufferPointer) -> any DocumentRecognizer
}

/// Reads pages of one PDF.
public protocol DocumentRecognizer: AnyObject {
  /// Appends runs of kind `ocr` to a page, whose number in this document is `number`.
  ///
  /// - Throws: ``ExtractionError/interrupted(_:)`` where nobody waits for it any more. What else goes
  ///   wrong is told by the outcome, and the page stays as it was.
  func recognize(_ page: inout Page, number: Int) throws(ExtractionError) -> RecognitionOutcome

  /// Nothing more is read: whatever was kept of the document goes.
  func end()
}

/// What became of a page that was to be recognized.
public enum RecognitionOutcome: Sendable, Hashable {
  /// It was read; whether there was text on it, its runs say.
  case read
  /// The document has more such pages than are read, which is this many.
  case overLimit(Int)
  /// It could not be read; the message is a sentence in lower case without its end.
  case failed(String)
}

/// What became of a document's pages that were to be recognized.
public struct RecognitionSummary: Sendable, Hashable {
  /// Pages that were read, with text on them or not.
  public var read = 0
  /// Pages that a limit kept from being read, and that limit.
  public var overLimit = 0
  public var limit = 0
  /// Pages whose recognition failed, and why the first did.
  public var failed = 0
  public var failure: String?

  public init() {}

  mutating func add(_ outcome: RecognitionOutcome) {
    switch outcome {
    case .read: read += 1
    case .overLimit(let limit):
      overLimit += 1
      self.limit = limit
    case .failed(let reason):
      failed += 1
      failure = failure ?? reason
    }
  }
}
