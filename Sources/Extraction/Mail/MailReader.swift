/// Reads a mail: the headers a person sees, its text, then what is attached (RFC 5322, RFC 2046).
///
/// Of alternatives the last that has text is read, as a mail program shows it; an attached document is read
/// as such, its runs of kind `attachment`.
struct MailReader {
  private let bytes: [UInt8]
  private let output: FlowOutput
  private var attachments: [(part: MailPart, name: String)] = []
  private var parts = 0
  private var hasText = false

  /// Parts of one mail that are read.
  private static let partLimit = 10_000
  /// Multiparts inside one another.
  private static let nesting = 32
  /// Header fields that a mail program shows.
  private static let shown = ["from", "to", "cc", "date", "subject"]

  init(_ bytes: [UInt8], _ output: FlowOutput) {
    self.bytes = bytes
    self.output = output
  }

  mutating func read() throws(ExtractionError) {
    var start = 0
    if bytes.starts(with: "From ".utf8) { start = (bytes.firstIndex(of: 0x0A) ?? -1) + 1 }
    let message = MailPart(bytes, start..<bytes.count)
    for name in Self.shown {
      guard let value = message.header(name) else { continue }
      output.put(TransferEncoding.header(value))
      output.endLine()
    }
    try read(message, depth: 0)
    try output.endPage()
    for attachment in attachments {
      let data = try decode(attachment.part)
      // A logo or a photograph in the text is no drawing that had to be read.
      let isInline = hasText && !attachment.part.isAttachment && FlowOutput.isPicture(data)
      if data.isEmpty || isInline { continue }
      try output.read(data, name: attachment.name, as: .attachment)
    }
  }

  private mutating func read(_ part: MailPart, depth: Int) throws(ExtractionError) {
    try output.budget.check()
    parts += 1
    guard parts <= Self.partLimit, depth < Self.nesting else {
      return output.note("a mail of more than \(Self.partLimit) parts, or too deeply nested")
    }
    let type = part.type
    if type.hasPrefix("multipart/"), let boundary = part.parameter("boundary", of: "content-type") {
      let inner = split(part.body, boundary).map { MailPart(bytes, $0) }
      try read(inner, isAlternative: type == "multipart/alternative", depth: depth)
    } else if part.isAttachment || !type.hasPrefix("text/") || type == "text/calendar" {
      attachments.append((part, name(of: part)))
    } else {
      try readText(part, isHTML: type == "text/html")
    }
  }

  /// Alternatives are in order of rising faithfulness (RFC 2046 §5.1.4).
  private mutating func read(_ inner: [MailPart], isAlternative: Bool, depth: Int)
    throws(ExtractionError)
  {
    guard isAlternative else {
      for part in inner { try read(part, depth: depth + 1) }
      return
    }
    for part in inner.reversed() {
      let before = written
      try read(part, depth: depth + 1)
      if written != before { return }
    }
  }

  /// How far the output is.
  private var written: [Int] { [output.summary.pages, output.page.scalars.count] }

  private mutating func readText(_ part: MailPart, isHTML: Bool) throws(ExtractionError) {
    let data = try decode(part)
    let stated = part.parameter("charset", of: "content-type")
    let encoding = data.withUnsafeBytes { HTMLEncoding.of($0, stated: stated) }
    let text = XMLBytes.transcode(data, encoding)
    hasText = hasText || text.contains { $0 > 0x20 }
    if isHTML {
      var reader = HTMLText(text, output)
      try reader.read()
      return
    }
    let isFlowed = part.parameter("format", of: "content-type")?.lowercased() == "flowed"
    try readPlain(text, isFlowed: isFlowed)
  }

  private func readPlain(_ text: [UInt8], isFlowed: Bool) throws(ExtractionError) {
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: true) {
      let line = line.last == 0x0D ? line.dropLast() : line
      line.withUnsafeBytes { raw in
        var decoder = ScalarDecoder(raw, .utf8(mark: 0))
        while let scalar = decoder.next() { output.put(scalar) }
      }
      // RFC 3676 §4.1: a line that ends in a space goes on in the next.
      if isFlowed, line.last == 0x20 { continue }
      output.endLine()
      try output.breathe()
    }
    output.endLine()
  }

  private func decode(_ part: MailPart) throws(ExtractionError) -> [UInt8] {
    let data = TransferEncoding.decode(
      bytes[part.body], part.header("content-transfer-encoding"))
    output.budget.charge(inflated: data.count)
    try output.budget.check()
    return data
  }

  private func name(of part: MailPart) -> String {
    let name =
      part.parameter("filename", of: "content-disposition")
      ?? part.parameter("name", of: "content-type")
    return name.map { TransferEncoding.header($0) } ?? part.type
  }

  /// The parts between the lines that a boundary makes (RFC 2046 §5.1.1); what stands before the first and
  /// behind the last is no part.
  private func split(_ range: Range<Int>, _ boundary: String) -> [Range<Int>] {
    let mark = Array("--\(boundary)".utf8)
    var parts: [Range<Int>] = []
    var start: Int?
    var at = range.lowerBound
    while at < range.upperBound {
      let end = bytes[at..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
      if bytes[at..<end].starts(with: mark), Self.isMark(bytes[(at + mark.count)..<end]) {
        if let start { parts.append(start..<max(start, at)) }
        start = min(end + 1, range.upperBound)
        if bytes[(at + mark.count)..<end].starts(with: "--".utf8) { return parts }
      }
      at = end + 1
    }
    if let start { parts.append(start..<range.upperBound) }
    return parts
  }

  /// Whether nothing but `--` and blanks follow a boundary on its line.
  private static func isMark(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x2D }
  }
}
