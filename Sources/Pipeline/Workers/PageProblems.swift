import Extraction

/// Says which pages could not be read, why, and what to do.
enum PageProblems {
  static func message(_ summary: Summary) -> String {
    let reasons = Extraction.Verdict.allCases.compactMap { verdict -> String? in
      guard let count = summary.verdicts[verdict], let reason = reason(verdict) else { return nil }
      return "\(count) \(reason)"
    }
    let unread = summary.unreadablePages.count
    let pages = unread == 1 ? "1 page" : "\(unread) pages"
    let numbers = summary.unreadablePages.prefix(20).map(String.init).joined(separator: ", ")
    let more = unread > 20 ? ", …" : ""
    return "\(pages) of \(summary.pages) can't be read (\(numbers)\(more)): "
      + reasons.joined(separator: "; ") + "."
  }

  private static func reason(_ verdict: Extraction.Verdict) -> String? {
    switch verdict {
    case .text, .empty: nil
    case .scanned: "scanned as an image: needs text recognition (OCR)"
    case .outlines: "drawn as outlines only: export with text as text, or use text recognition"
    case .undecodable: "in a font that doesn't say what its glyphs mean"
    case .encrypted: "encrypted"
    case .damaged: "damaged: missing from the file"
    }
  }
}
