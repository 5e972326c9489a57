/// What kind of markup a text is, told by how it begins.
enum MarkupKind: Equatable {
  case svg, html, mail
  /// A flat OpenDocument file, of the type its root says.
  case openDocument
  /// A Word document in one XML file.
  case word

  /// Bytes at the start that are looked at.
  private static let window = 8192
  /// Elements that begin a piece of HTML.
  private static let htmlElements: Set<String> = [
    "html", "head", "body", "title", "meta", "table", "div", "p", "span", "h1", "h2", "h3", "ul",
    "ol", "center", "font", "script", "style", "link", "section", "article", "main", "pre", "br",
  ]

  init?(_ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding) {
    var head: [UInt8] = []
    var decoder = ScalarDecoder(bytes, encoding)
    while head.count < Self.window, let scalar = decoder.next() {
      head.append(scalar < 0x80 ? UInt8(scalar) : 0x3F)
    }
    if let element = Self.firstElement(head) {
      switch element {
      case "svg": self = .svg
      case "document", "document-content": self = .openDocument
      case "wordDocument": self = .word
      case let name where Self.htmlElements.contains(name.lowercased()): self = .html
      default: return nil
      }
    } else if Self.isMail(head) {
      self = .mail
    } else {
      return nil
    }
  }

  /// The local name of the first element; `html` for a document type of that name, nil for what is no markup.
  private static func firstElement(_ head: [UInt8]) -> String? {
    var at = 0
    while at < head.count {
      while at < head.count, head[at] <= 0x20 { at += 1 }
      guard at + 1 < head.count, head[at] == 0x3C else { return nil }
      let rest = head[(at + 1)...]
      if rest.starts(with: "!--".utf8) {
        guard let end = find("-->", head, at) else { return nil }
        at = end + 3
      } else if rest.first == 0x3F {
        guard let end = find(">", head, at) else { return nil }
        at = end + 1
      } else if rest.first == 0x21 {
        let type = String(decoding: rest.prefix(14), as: UTF8.self).lowercased()
        if type.hasPrefix("!doctype html") { return "html" }
        at = DocumentType.end(head, at)
      } else {
        let name = rest.prefix { $0 > 0x20 && $0 != 0x3E && $0 != 0x2F }
        let text = String(decoding: name, as: UTF8.self)
        let parts = text.split(separator: ":")
        // Other vocabularies have documents too.
        if parts.last == "document" || parts.last == "document-content" {
          return parts.first == "office" ? "document" : text
        }
        return parts.last.map(String.init)
      }
    }
    return nil
  }

  private static func find(_ word: StaticString, _ head: [UInt8], _ start: Int) -> Int? {
    head.withUnsafeBytes { Search.find(word, in: $0, from: start) }
  }

  /// Headers of a mail, of which at least two stand at its beginning (RFC 5322 §3.6).
  private static let headers: Set<String> = [
    "from", "to", "subject", "date", "mime-version", "received", "message-id", "return-path",
    "content-type", "delivered-to", "cc", "reply-to", "sender", "x-mailer",
    "content-transfer-encoding", "x-unsent",
  ]

  private static func isMail(_ head: [UInt8]) -> Bool {
    var known: Set<String> = []
    for line in head.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let line = line.last == 0x0D ? line.dropLast() : line
      guard let first = line.first else { break }
      if first == 0x20 || first == 0x09 { continue }
      guard let colon = line.firstIndex(of: 0x3A) else {
        // An mbox's separator.
        if known.isEmpty, line.starts(with: "From ".utf8) { continue }
        break
      }
      let name = line[..<colon]
      guard !name.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { break }
      let text = String(decoding: name, as: UTF8.self).lowercased()
      if headers.contains(text) { known.insert(text) }
    }
    return known.count >= 2
  }
}

/// The document type declaration of XML, which ``XMLScanner`` refuses.
enum DocumentType {
  /// Behind the declaration that begins at a byte: quotes and its inner part are passed over.
  static func end(_ bytes: [UInt8], _ start: Int) -> Int {
    var at = start
    var quote: UInt8 = 0
    var depth = 0
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if quote != 0 {
        if byte == quote { quote = 0 }
        continue
      }
      switch byte {
      case 0x22, 0x27: quote = byte
      case 0x5B: depth += 1
      case 0x5D: depth -= 1
      case 0x3E where depth <= 0: return at
      default: break
      }
    }
    return at
  }

  /// Blanks the declaration out, with the entities it defines: none of them grows.
  static func blanked(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.withUnsafeBytes { Search.find("<!DOCTYPE", in: $0) }
    guard let start else { return bytes }
    var bytes = bytes
    for index in start..<end(bytes, start) { bytes[index] = 0x20 }
    return bytes
  }
}
