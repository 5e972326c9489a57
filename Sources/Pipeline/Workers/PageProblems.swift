import Extraction
import Recognition

/// Says which pages could not be read, why, and what to do.
struct PageProblems {
  let plan: RecognitionPlan

  func message(_ summary: Summary) -> String {
    let reasons = Extraction.Verdict.allCases.compactMap { verdict -> String? in
      guard let count = summary.verdicts[verdict], let reason = reason(verdict) else { return nil }
      return "\(count) \(reason)"
    }
    let unread = summary.unreadablePages.count
    let numbers = summary.unreadablePages.prefix(20).map(String.init).joined(separator: ", ")
    let more = unread > 20 ? ", …" : ""
    return "\(Self.pages(unread)) of \(summary.pages) can't be read (\(numbers)\(more)): "
      + reasons.joined(separator: "; ") + "." + advice(summary)
  }

  private func reason(_ verdict: Extraction.Verdict) -> String? {
    switch verdict {
    case .text, .empty: nil
    case .scanned: "scanned as an image"
    case .outlines: "drawn as outlines only"
    case .undecodable: "in a font that doesn't say what its glyphs mean"
    case .encrypted: "encrypted"
    case .damaged: "damaged: missing from the file"
    }
  }

  // MARK: Text recognition

  /// What became of text recognition, or how to have it; a sentence with a blank before it.
  private func advice(_ summary: Summary) -> String {
    let count = Extraction.Verdict.allCases.filter(\.isRecognizable)
      .reduce(0) { $0 + (summary.verdicts[$1] ?? 0) }
    guard count > 0 else { return "" }
    switch plan {
    case .off:
      return " Text recognition (OCR) is off: set ocr.enabled to \"auto\", or export the drawing "
        + "with its text as text."
    case .missing:
      return " They need text recognition (OCR): \(Programs.advice), or export the drawing with "
        + "its text as text."
    case .on: return outcome(summary.recognition ?? RecognitionSummary())
    }
  }

  private func outcome(_ recognition: RecognitionSummary) -> String {
    var text = ""
    if let failure = recognition.failure {
      text += " Text recognition failed on \(Self.pages(recognition.failed)): \(failure)."
    }
    if recognition.overLimit > 0 {
      text +=
        " \(Self.pages(recognition.overLimit)) are more than ocr.max_pages "
        + "(\(recognition.limit)) allows."
    }
    return text.isEmpty ? " Text recognition (OCR) found no text there." : text
  }

  private static func pages(_ count: Int) -> String { count == 1 ? "1 page" : "\(count) pages" }
}
