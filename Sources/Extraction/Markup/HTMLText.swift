import Foundation

/// Reads the text of an HTML document: tags and comments are dropped, blocks are lines, cells are runs.
///
/// What is marked as not shown (`hidden`, `display:none`) is flagged; what a form holds is of kind `form`.
struct HTMLText {
  private let bytes: [UInt8]
  private let output: FlowOutput
  private var at = 0
  private var preformatted = 0
  /// The element that hides what is in it, and how many of its name are open since.
  private var hider: (name: String, depth: Int)?

  /// Bytes between two looks at the budget.
  private static let stride = 16_384

  /// - Parameter bytes: UTF-8.
  init(_ bytes: [UInt8], _ output: FlowOutput) {
    self.bytes = bytes
    self.output = output
  }

  mutating func read() throws(ExtractionError) {
    var nextCheck = Self.stride
    while at < bytes.count {
      if at >= nextCheck {
        nextCheck = at + Self.stride
        try output.budget.checkClock()
      }
      if bytes[at] == 0x3C, let next = markup() {
        at = next
        if output.page.scalars.count > PlainText.pageScalars { try output.breathe() }
      } else {
        text()
      }
    }
    output.endLine()
  }

  /// Puts the text up to the next `<`.
  private mutating func text() {
    let start = at
    var end = at + 1
    while end < bytes.count, bytes[end] != 0x3C { end += 1 }
    at = end
    put(start..<end)
  }

  private func put(_ range: Range<Int>) {
    var index = range.lowerBound
    var plain = index
    while index < range.upperBound {
      if bytes[index] == 0x26, let found = HTMLEntities.reference(bytes, index),
        index + found.length <= range.upperBound
      {
        putPlain(plain..<index)
        put(scalar: found.scalar)
        index += found.length
        plain = index
      } else {
        index += 1
      }
    }
    putPlain(plain..<range.upperBound)
  }

  private func putPlain(_ range: Range<Int>) {
    bytes.withUnsafeBytes { raw in
      var decoder = ScalarDecoder(UnsafeRawBufferPointer(rebasing: raw[range]), .utf8(mark: 0))
      while let scalar = decoder.next() { put(scalar: scalar) }
    }
  }

  private func put(scalar: UInt32) {
    switch scalar {
    case 0x0A: preformatted > 0 ? output.endLine() : output.put(0x20)
    case 0x09: preformatted > 0 ? output.endRun() : output.put(0x20)
    case 0x0C: output.put(0x20)
    default: output.put(scalar)
    }
  }

  // MARK: Markup

  /// Takes in the markup that begins at the `<`; its end, or nil if it is none.
  private mutating func markup() -> Int? {
    guard at + 1 < bytes.count else { return nil }
    let next = bytes[at + 1]
    if bytes[at...].starts(with: "<!--".utf8) {
      return find("-->", from: at + 4).map { $0 + 3 } ?? bytes.count
    }
    if bytes[at...].starts(with: "<![CDATA[".utf8) { return at + 9 }
    if next == 0x21 || next == 0x3F {
      return (bytes[at...].firstIndex(of: 0x3E) ?? bytes.count - 1) + 1
    }
    let isEnd = next == 0x2F
    let nameStart = at + (isEnd ? 2 : 1)
    guard nameStart < bytes.count, (0x41...0x5A).contains(bytes[nameStart] & 0xDF) else {
      return nil
    }
    let name = bytes[nameStart...].prefix { $0 > 0x20 && $0 != 0x3E && $0 != 0x2F }
    let end = tagEnd(from: name.endIndex)
    let element = String(decoding: name, as: UTF8.self).lowercased()
    if isEnd {
      close(element)
      return end
    }
    return open(element, name.endIndex..<max(name.endIndex, end - 1), end)
  }

  /// Behind the `>` that ends a tag: not one inside an attribute's value.
  private func tagEnd(from start: Int) -> Int {
    var index = start
    var quote: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if (byte == 0x22 || byte == 0x27), index > start, bytes[index - 1] == 0x3D {
        quote = byte
      } else if byte == 0x3E {
        return index + 1
      }
      index += 1
    }
    // A quote that is never closed ends with the first `>`.
    return (bytes[start...].firstIndex(of: 0x3E) ?? bytes.count - 1) + 1
  }

  private mutating func open(_ element: String, _ attributes: Range<Int>, _ end: Int) -> Int {
    separate(element)
    switch element {
    case "script", "style", "template":
      return endOfRaw(element, from: end)
    case "pre", "textarea", "listing", "xmp": preformatted += 1
    case "input":
      output.endRun()
      if value("type", attributes) != "hidden" { put(form: value("value", attributes)) }
    default: break
    }
    hide(element, attributes)
    return end
  }

  private func put(form value: String?) {
    guard let value, !value.isEmpty else { return }
    output.kind = .form
    output.put(value.replacing("\n", with: " "))
    output.endRun()
    output.kind = .text
  }

  private mutating func close(_ element: String) {
    separate(element)
    if preformatted > 0, ["pre", "textarea", "listing", "xmp"].contains(element) {
      preformatted -= 1
    }
    guard var open = hider, open.name == element else { return }
    open.depth -= 1
    hider = open
    if open.depth == 0 {
      output.endRun()
      output.isVisible = true
      hider = nil
    }
  }

  private mutating func hide(_ element: String, _ attributes: Range<Int>) {
    if let open = hider {
      if open.name == element { hider = (element, open.depth + 1) }
      return
    }
    guard !attributes.isEmpty, !Self.void.contains(element) else { return }
    let style = value("style", attributes)?.lowercased().filter { !$0.isWhitespace } ?? ""
    guard
      style.contains("display:none") || style.contains("visibility:hidden")
        || has("hidden", attributes)
    else { return }
    output.endRun()
    output.isVisible = false
    hider = (element, 1)
  }

  /// Ends what an element stands apart from.
  private func separate(_ element: String) {
    if Self.inline.contains(element) { return }
    switch element {
    case "td", "th", "option", "button", "select", "label", "textarea": output.endRun()
    default: output.endLine()
    }
  }

  /// Behind the end tag of an element whose content is no text.
  private func endOfRaw(_ element: String, from start: Int) -> Int {
    var index = start
    while let found = find("</", from: index) {
      let name = bytes[(found + 2)...].prefix(element.utf8.count)
      if String(decoding: name, as: UTF8.self).lowercased() == element {
        return tagEnd(from: name.endIndex)
      }
      index = found + 2
    }
    return bytes.count
  }

  private func find(_ word: StaticString, from start: Int) -> Int? {
    bytes.withUnsafeBytes { Search.find(word, in: $0, from: start) }
  }

  /// Whether there is an attribute of that name, with or without a value.
  private func has(_ name: String, _ range: Range<Int>) -> Bool {
    bytes[range].split { $0 <= 0x20 || $0 == 0x2F }.contains {
      String(decoding: $0, as: UTF8.self).lowercased() == name
        || $0.starts(with: (name + "=").utf8)
    }
  }

  private func value(_ name: String, _ range: Range<Int>) -> String? {
    HTMLAttribute.value(name, in: bytes[range])
  }

  /// Elements that do not separate words: all others are blocks.
  private static let inline: Set<String> = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "mark", "nobr", "q", "ruby", "rb", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "script", "style",
    "template", "input", "o:p", "svg", "path", "g", "use", "meta", "link", "noscript",
  ]
  /// Elements that have no end tag.
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]
}

/// Finds attributes in a tag (HTML §13.1.2.3).
enum HTMLAttribute {
  static func value(_ name: String, in tag: ArraySlice<UInt8>) -> String? {
    var at = tag.startIndex
    while at < tag.endIndex {
      while at < tag.endIndex, tag[at] <= 0x20 || tag[at] == 0x2F { at += 1 }
      let start = at
      while at < tag.endIndex, tag[at] > 0x20, tag[at] != 0x3D { at += 1 }
      if at == start { at += 1 }
      let found = String(decoding: tag[start..<min(at, tag.endIndex)], as: UTF8.self)
      while at < tag.endIndex, tag[at] <= 0x20 { at += 1 }
      guard at < tag.endIndex, tag[at] == 0x3D else { continue }
      at += 1
      while at < tag.endIndex, tag[at] <= 0x20 { at += 1 }
      guard at < tag.endIndex else { return nil }
      let quote = tag[at]
      let isQuoted = quote == 0x22 || quote == 0x27
      if isQuoted { at += 1 }
      let valueStart = at
      while at < tag.endIndex, isQuoted ? tag[at] != quote : tag[at] > 0x20 { at += 1 }
      if found.lowercased() == name {
        return decode(Array(tag[valueStart..<at]))
      }
      at += 1
    }
    return nil
  }

  private static func decode(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == 0x26, let found = HTMLEntities.reference(bytes, at),
        at + found.length <= bytes.count,
        let encoded = Unicode.Scalar(found.scalar).flatMap({ UTF8.encode($0) })
      {
        output.append(contentsOf: encoded)
        at += found.length
      } else {
        output.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

/// Tells the encoding of HTML: a mark, what it says of itself, UTF-8 if it is that, Windows-1252.
enum HTMLEncoding {
  /// Bytes in which a declaration must stand (HTML §13.2.3.2).
  private static let window = 1024

  static func of(_ bytes: UnsafeRawBufferPointer, stated: String? = nil) -> TextEncoding {
    guard let told = TextEncoding(of: bytes) else { return .utf8(mark: 0) }
    switch told {
    case .utf16: return told
    case .utf8(let mark) where mark > 0: return told
    default: break
    }
    let head = String(decoding: bytes.prefix(window), as: UTF8.self).lowercased()
    let declared = stated?.lowercased() ?? charset(head)
    switch declared {
    case "utf-8", "utf8": return .utf8(mark: 0)
    case "iso-8859-1", "latin1", "windows-1252", "cp1252", "iso-8859-15", "us-ascii", "ascii":
      // ASCII is often said of what is UTF-8.
      return declared?.contains("ascii") == true ? told : .latin1
    default: return told
    }
  }

  private static func charset(_ head: String) -> String? {
    guard let range = head.range(of: "charset=") else { return nil }
    let rest = head[range.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
    return String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
  }
}
