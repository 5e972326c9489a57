/// One part of a mail: its headers and where its body stands (RFC 2045, RFC 5322).
struct MailPart {
  /// Header fields in order, names in lower case, values unfolded as they stand.
  private(set) var headers: [(name: String, value: String)] = []
  let body: Range<Int>

  /// Header fields of one part that are kept.
  private static let headerLimit = 1000

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    var at = range.lowerBound
    var line: [UInt8] = []
    while at < range.upperBound {
      let end = bytes[at..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
      var text = bytes[at..<end]
      if text.last == 0x0D { text = text.dropLast() }
      let next = min(end + 1, range.upperBound)
      if text.isEmpty {
        at = next
        break
      }
      if text.first == 0x20 || text.first == 0x09 {
        line += text
      } else {
        Self.keep(line, &headers)
        line = Array(text)
      }
      at = next
    }
    Self.keep(line, &headers)
    body = at..<range.upperBound
  }

  private static func keep(_ line: [UInt8], _ headers: inout [(name: String, value: String)]) {
    guard headers.count < headerLimit, let colon = line.firstIndex(of: 0x3A) else { return }
    let bytes = line[(colon + 1)...]
    let encoding = bytes.withUnsafeBytes { TextEncoding(of: $0) } ?? .latin1
    let value = XMLBytes.transcode(Array(bytes), encoding)
    headers.append(
      (
        name: String(decoding: line[..<colon], as: UTF8.self).lowercased().trimmed,
        value: String(decoding: value, as: UTF8.self).trimmed
      ))
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The type, in lower case; plain text where there is none (RFC 2045 §5.2).
  var type: String {
    let value = header("content-type") ?? "text/plain"
    let type = value.prefix { $0 != ";" && $0 != " " }.lowercased().trimmed
    return type.contains("/") ? type : "text/plain"
  }

  var isAttachment: Bool {
    (header("content-disposition") ?? "").lowercased().hasPrefix("attachment")
  }

  /// A parameter of a header field: `charset`, `boundary`, `name`, with RFC 2231's forms.
  func parameter(_ name: String, of header: String) -> String? {
    guard let value = self.header(header) else { return nil }
    var joined = ""
    for (key, text) in Self.parameters(value) {
      if key == name { return text }
      // RFC 2231: `name*`, `name*0`, `name*0*`.
      if key.hasPrefix(name + "*") { joined += Self.percentDecoded(text) }
    }
    guard !joined.isEmpty else { return nil }
    let parts = joined.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[2]) : joined
  }

  private static func parameters(_ value: String) -> [(String, String)] {
    var found: [(String, String)] = []
    var part = ""
    var isQuoted = false
    func keep() {
      guard let equals = part.firstIndex(of: "=") else { return }
      var text = String(part[part.index(after: equals)...]).trimmed
      if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") {
        text = String(text.dropFirst().dropLast())
      }
      found.append((part[..<equals].lowercased().trimmed, text))
    }
    for character in value {
      if character == "\"" { isQuoted.toggle() }
      if character == ";", !isQuoted {
        keep()
        part = ""
      } else {
        part.append(character)
      }
    }
    keep()
    return found
  }

  private static func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var at = 0
    while at < source.count {
      if source[at] == 0x25, at + 2 < source.count,
        let byte = UInt8(String(decoding: source[at + 1...at + 2], as: UTF8.self), radix: 16)
      {
        bytes.append(byte)
        at += 3
      } else {
        bytes.append(source[at])
        at += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
