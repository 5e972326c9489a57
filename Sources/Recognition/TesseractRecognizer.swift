public import Extraction
import Foundation

/// Reads the pages of one drawing with pdftoppm and tesseract.
public final class TesseractRecognizer: Recognizer {
  let settings: RecognitionSettings
  /// Where documents' temporary files are.
  let folder: String
  let cancellation: Cancellation
  private var pages = 0

  /// - Parameters:
  ///   - folder: made when it is needed; one that a killed process left is to be removed before.
  ///   - cancellation: of the drawing, or of all that its session reads.
  public init(_ settings: RecognitionSettings, folder: String, _ cancellation: Cancellation) {
    self.settings = settings
    self.folder = folder
    self.cancellation = cancellation
  }

  public var fingerprint: String { settings.fingerprint }

  public func begin(_ document: UnsafeRawBufferPointer) -> any DocumentRecognizer {
    TesseractDocument(self, document)
  }

  /// Counts a page; false when it is one too many.
  func countPage() -> Bool {
    pages += 1
    return pages <= settings.maxPages
  }
}

/// Nobody waits for the text any more.
public struct RecognitionCancelled: Error {
  public init() {}
}

/// One PDF, as a file that pdftoppm opens.
final class TesseractDocument: DocumentRecognizer {
  private let recognizer: TesseractRecognizer
  private let bytes: UnsafeRawBufferPointer
  private var folder: WorkFolder?

  private static let name = "document.pdf"

  init(_ recognizer: TesseractRecognizer, _ bytes: UnsafeRawBufferPointer) {
    self.recognizer = recognizer
    self.bytes = bytes
  }

  func end() { folder = nil }

  func recognize(
    _ page: inout Page, number: Int
  ) throws(ExtractionError) -> RecognitionOutcome {
    guard recognizer.countPage() else { return .overLimit(recognizer.settings.maxPages) }
    do throws(ChildError) {
      let folder = if let folder { folder } else { try open() }
      self.folder = folder
      let reading = PageReading(
        tools: Tools(recognizer.settings, folder, recognizer.cancellation), document: Self.name)
      try reading.read(&page, number: number)
      return .read
    } catch {
      // What fails when nobody waits any more may fail of that: its files go too.
      switch recognizer.cancellation.isCancelled ? .cancelled : error {
      case .cancelled: throw .interrupted(RecognitionCancelled())
      case .timedOut:
        return .failed(
          "it took more than \(recognizer.settings.pageTimeout) seconds (ocr.page_timeout_s)")
      case .failed(let reason): return .failed(reason)
      }
    }
  }

  private func open() throws(ChildError) -> WorkFolder {
    let folder = try recognizer.cancellation.before { () throws(ChildError) in
      try WorkFolder(in: recognizer.folder)
    }
    try folder.write([bytes], to: Self.name)
    return folder
  }
}
