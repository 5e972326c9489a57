/// Reads documents of any kind and hands out their pages of placed text.
///
/// Keep one a worker and reuse it: it keeps its buffers. Never traps, whatever the bytes are.
public struct Extractor {
  /// Changes when the same bytes would give other pages; part of the key of cached text.
  public static let version = 6

  let limits: Limits
  /// Reads pages without text; `nil`: they stay unread.
  public var recognizer: (any Recognizer)?
  var page = Page()
  var reader = PageReader()

  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Reads a document and calls `body` with each page, in order; the page is reused after the call.
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: what the file is, its content tells; only `.csv` and `.tsv` make a text a table.
  /// - Throws: what ended the reading; pages handed out before it stand.
  public mutating func extract(
    _ bytes: UnsafeRawBufferPointer, name: String, deadline: Deadline,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    let budget = Budget(limits: limits, deadline: deadline, recognizer: recognizer)
    var summary = try read(bytes, name: name, budget: budget, depth: 0, body)
    summary.recognizer = recognizer?.fingerprint ?? ""
    return summary
  }

  /// Reads a document, or one inside of `depth` others, within a budget they share.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer, name: String, budget: Budget, depth: Int,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    switch Content(of: bytes) {
    case .empty:
      throw .unreadable("the file is empty")
    case .foreign(let message):
      throw .unreadable(message)
    case .pdf:
      var summary = Summary(format: .pdf)
      try readPDF(bytes, budget: budget, depth: depth, into: &summary, body)
      return summary
    case .dxf:
      var summary = Summary(format: .dxf)
      try readDXF(bytes, budget: budget, into: &summary, body)
      return summary
    case .zip: return try readZip(bytes, budget: budget, depth: depth, body)
    case .gzip: return try readGzip(bytes, name: name, budget: budget, depth: depth, body)
    case .compound: throw CompoundFile.refusal(bytes)
    case .markup(let kind, let encoding):
      return try readMarkup(kind, bytes, encoding, budget: budget, depth: depth, body)
    case .text(let encoding):
      let isCSV = PlainText.isNamedCSV(name) || CSVQuotes.describe(bytes, encoding)
      var summary = Summary(format: isCSV ? .csv : .text)
      summary.flowing = true
      try readText(bytes, in: encoding, budget: budget, into: &summary, body)
      return summary
    }
  }

  /// Reads a document held in an array.
  public mutating func extract(
    _ bytes: [UInt8], name: String, deadline: Deadline, _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    try bytes.withUnsafeBufferPointer { buffer throws(ExtractionError) in
      try extract(UnsafeRawBufferPointer(buffer), name: name, deadline: deadline, body)
    }
  }
}
