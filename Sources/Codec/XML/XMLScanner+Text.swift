extension XMLScanner {
  /// The value of an attribute, its prefix aside, as text; `nil` where there is none.
  public func attribute(_ name: StaticString, of element: Element) -> String? {
    guard let range = attributeRange(name, of: element) else { return nil }
    var value: [UInt8] = []
    appendText(range, to: &value)
    return String(decoding: value, as: UTF8.self)
  }

  /// The bytes between an attribute's quotes.
  public func attributeRange(_ name: StaticString, of element: Element) -> Range<Int>? {
    var index = element.attributes.lowerBound
    let end = element.attributes.upperBound
    while index < end {
      while index < end, Self.endsName(bytes[index]) { index += 1 }
      let start = index
      while index < end, !Self.endsName(bytes[index]) { index += 1 }
      let found = start..<index
      // Eq (XML 1.0 §3.1) allows blanks around the sign.
      while index < end, bytes[index] != 0x22, bytes[index] != 0x27 { index += 1 }
      guard index < end else { return nil }
      let quote = bytes[index]
      let first = index + 1
      index = first
      while index < end, bytes[index] != quote { index += 1 }
      if isName(found, name) { return first..<index }
      index += 1
    }
    return nil
  }

  /// Appends text with its references resolved and its line ends made LF (§2.11, §4.6); a
  /// reference to anything else stays as it is written.
  public func appendText(_ range: Range<Int>, to output: inout [UInt8]) {
    var index = range.lowerBound
    let end = min(range.upperBound, bytes.count)
    while index < end {
      let byte = bytes[index]
      if byte == 0x26, let (length, scalar) = reference(index, end) {
        output.append(contentsOf: String(Character(scalar)).utf8)
        index += length
      } else if byte == 0x0D {
        output.append(0x0A)
        index += index + 1 < end && bytes[index + 1] == 0x0A ? 2 : 1
      } else {
        output.append(byte)
        index += 1
      }
    }
  }

  /// The length and character of the reference at `index`.
  private func reference(_ index: Int, _ end: Int) -> (Int, Unicode.Scalar)? {
    // The longest is `&#x10FFFF;`, leading zeros aside.
    guard let semicolon = bytes[index..<min(end, index + 16)].firstIndex(of: 0x3B) else {
      return nil
    }
    let name = String(decoding: bytes[index + 1..<semicolon], as: UTF8.self)
    let length = semicolon - index + 1
    switch name {
    case "amp": return (length, "&")
    case "lt": return (length, "<")
    case "gt": return (length, ">")
    case "quot": return (length, "\"")
    case "apos": return (length, "'")
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let code =
      name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
    return (length, code.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
  }
}
