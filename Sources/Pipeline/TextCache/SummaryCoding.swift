import Extraction

/// How a reading that is worth keeping ended.
enum CachedEnding {
  case read(Summary)
  /// Encrypted, unreadable or too large: it will be so again.
  case refused(ExtractionError)

  /// Whether the same bytes give the same again: not after a deadline, nor a broken callback.
  static func isFinal(_ error: ExtractionError) -> Bool {
    switch error {
    case .encrypted, .unreadable, .tooLarge: true
    case .timedOut, .interrupted: false
    }
  }
}

/// The form of a document's ending in the cache.
enum SummaryCoding {
  private enum Mark {
    static let summary: UInt8 = 0
    static let encrypted: UInt8 = 1
    static let unreadable: UInt8 = 2
    static let tooLarge: UInt8 = 3
  }

  /// - Returns: false for an ending that is not final.
  static func append(_ ending: CachedEnding, to bytes: inout [UInt8]) -> Bool {
    switch ending {
    case .read(let summary):
      // A recognition that failed, for want of time or memory, may succeed the next time.
      if let recognition = summary.recognition, recognition.failed > 0 { return false }
      bytes.append(Mark.summary)
      append(summary, to: &bytes)
      return true
    case .refused(let error):
      switch error {
      case .encrypted: bytes.append(Mark.encrypted)
      case .unreadable: bytes.append(Mark.unreadable)
      case .tooLarge: bytes.append(Mark.tooLarge)
      case .timedOut, .interrupted: return false
      }
      bytes.append(text: error.message)
      return true
    }
  }

  private static func append(_ summary: Summary, to bytes: inout [UInt8]) {
    bytes.append(text: summary.format.rawValue)
    bytes.append(summary.flowing ? 1 : 0)
    bytes.append(varint: UInt64(clamping: summary.pages))
    for verdict in Verdict.allCases {
      bytes.append(varint: UInt64(clamping: summary.verdicts[verdict] ?? 0))
    }
    bytes.append(varint: UInt64(summary.unreadablePages.count))
    for page in summary.unreadablePages { bytes.append(varint: UInt64(clamping: page)) }
    bytes.append(varint: UInt64(summary.repairs.count))
    for repair in summary.repairs { bytes.append(text: repair) }
    bytes.append(text: summary.recognizer)
    bytes.append(summary.recognition == nil ? 0 : 1)
    guard let recognition = summary.recognition else { return }
    for count in [recognition.read, recognition.overLimit, recognition.limit] {
      bytes.append(varint: UInt64(clamping: count))
    }
  }

  /// - Returns: `nil` for bytes that are no ending.
  static func read(_ bytes: inout CacheBytes) -> CachedEnding? {
    let ending: CachedEnding?
    switch bytes.byte() {
    case Mark.summary: ending = summary(&bytes).map { .read($0) }
    case Mark.encrypted: ending = .refused(.encrypted(bytes.text()))
    case Mark.unreadable: ending = .refused(.unreadable(bytes.text()))
    case Mark.tooLarge: ending = .refused(.tooLarge(bytes.text()))
    default: ending = nil
    }
    return bytes.isDamaged ? nil : ending
  }

  private static func summary(_ bytes: inout CacheBytes) -> Summary? {
    guard let format = Format(rawValue: bytes.text()) else { return nil }
    var summary = Summary(format: format)
    summary.flowing = bytes.byte() != 0
    summary.pages = bytes.int()
    for verdict in Verdict.allCases {
      let count = bytes.int()
      if count > 0 { summary.verdicts[verdict] = count }
    }
    summary.unreadablePages = (0..<bytes.count(ofSize: 1)).map { _ in bytes.int() }
    summary.repairs = (0..<bytes.count(ofSize: 1)).map { _ in bytes.text() }
    summary.recognizer = bytes.text()
    if bytes.byte() != 0 {
      var recognition = RecognitionSummary()
      recognition.read = bytes.int()
      recognition.overLimit = bytes.int()
      recognition.limit = bytes.int()
      summary.recognition = recognition
    }
    return summary
  }
}
