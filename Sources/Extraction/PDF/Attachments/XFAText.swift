/// Picks the text out of XFA's XML, packet by packet: leniently, without a tree.
struct XFAText {
  private var lines: [[UInt32]] = []
  private var line: [UInt8] = []
  /// Elements open inside one that holds no text for people.
  private var muted: [[UInt8]] = []

  /// Bytes of text kept; the largest forms have a megabyte.
  private static let textLimit = 16 << 20
  /// Elements inside a muted one of the same name that are counted.
  private static let nesting = 64
  private var kept = 0

  /// Parts of a form that are for programs.
  private static let silent: Set<[UInt8]> = Set(
    [
      "script", "config", "localeSet", "xmpmeta", "connectionSet", "sourceSet", "stylesheet",
      "pdf", "signature", "picture", "image",
    ].map { Array($0.utf8) })

  /// Marks of rich text that don't end a line.
  private static let inline: Set<[UInt8]> = Set(
    ["b", "i", "u", "span", "sub", "sup", "a", "font"].map { Array($0.utf8) })

  /// Takes in a packet, or a part of the whole document.
  mutating func take(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw in
      var at = 0
      while at < raw.count, kept < Self.textLimit {
        if raw[at] == 0x3C {
          at = markup(raw, at)
        } else {
          let end = Search.find("<", in: raw, from: at) ?? raw.count
          text(raw, at..<end, isEscaped: true)
          at = end
        }
      }
    }
  }

  /// The lines, once all packets are in.
  mutating func finish() -> [[UInt32]] {
    endLine()
    return lines
  }

  /// Reads what begins with `<`, and returns where it ends.
  private mutating func markup(_ raw: UnsafeRawBufferPointer, _ at: Int) -> Int {
    if Search.matches("<!--", in: raw, at: at) {
      return Search.find("-->", in: raw, from: at).map { $0 + 3 } ?? raw.count
    }
    if Search.matches("<![CDATA[", in: raw, at: at) {
      let end = Search.find("]]>", in: raw, from: at) ?? raw.count
      text(raw, min(at + 9, end)..<end, isEscaped: false)
      return min(raw.count, end + 3)
    }
    let end = tagEnd(raw, at)
    if at + 1 < raw.count, raw[at + 1] != 0x3F, raw[at + 1] != 0x21 { tag(raw, at + 1..<end) }
    return min(raw.count, end + 1)
  }

  /// Where a tag's `>` stands, quoted ones aside.
  private func tagEnd(_ raw: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var quote: UInt8 = 0
    for at in start..<raw.count {
      let byte = raw[at]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        return at
      }
    }
    return raw.count
  }

  private mutating func tag(_ raw: UnsafeRawBufferPointer, _ range: Range<Int>) {
    guard let first = range.first else { return }
    let isEnd = raw[first] == 0x2F
    let isWhole = raw[range.upperBound - 1] == 0x2F
    let rest = isEnd ? raw[range].dropFirst() : raw[range]
    let whole = rest.prefix { $0 > 0x20 && $0 != 0x2F }
    let name = Array(whole.lastIndex(of: 0x3A).map { whole[($0 + 1)...] } ?? whole)
    if !Self.inline.contains(name) { endLine() }
    guard Self.silent.contains(name) else { return }
    if isEnd {
      if muted.last == name { muted.removeLast() }
    } else if !isWhole, muted.isEmpty || muted.last == name, muted.count < Self.nesting {
      muted.append(name)
    }
  }

  private mutating func text(
    _ raw: UnsafeRawBufferPointer, _ range: Range<Int>, isEscaped: Bool
  ) {
    guard muted.isEmpty, kept < Self.textLimit else { return }
    let part = raw[range].prefix(Self.textLimit - kept)
    kept += part.count
    guard isEscaped, part.contains(0x26) else {
      line.append(contentsOf: part)
      return
    }
    var rest = part
    while let byte = rest.first {
      if byte == 0x26, let end = rest.prefix(12).firstIndex(of: 0x3B),
        let scalar = Self.entity(rest[(rest.startIndex + 1)..<end])
      {
        line.append(contentsOf: Array(String(scalar).utf8))
        rest = rest[(end + 1)...]
      } else {
        line.append(byte)
        rest = rest.dropFirst()
      }
    }
  }

  private static func entity(_ bytes: Slice<UnsafeRawBufferPointer>) -> Unicode.Scalar? {
    let name = String(decoding: bytes, as: UTF8.self)
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let value =
      digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init)
  }

  /// Keeps the line with single spaces between its words.
  private mutating func endLine() {
    guard !line.isEmpty else { return }
    var scalars: [UInt32] = []
    for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
      let plain = Font.plain(scalar.value)
      if plain == 0x20, scalars.isEmpty || scalars.last == 0x20 { continue }
      if plain != Font.Text.nothing, plain != Font.Text.unknown { scalars.append(plain) }
    }
    if scalars.last == 0x20 { scalars.removeLast() }
    line.removeAll(keepingCapacity: true)
    if !scalars.isEmpty { lines.append(scalars) }
  }
}
