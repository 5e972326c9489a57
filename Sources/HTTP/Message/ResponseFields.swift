/// The header fields of a response, kept as the lines that go on the wire.
///
/// Appending copies bytes; sharing a value between responses costs one reference.
public struct ResponseFields: Sendable, ExpressibleByDictionaryLiteral {
  /// `Name: value` CRLF, one after another.
  var lines: [UInt8] = []

  public init() {}

  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { append(name, value) }
  }

  /// Adds a field line.
  ///
  /// A name that is no token is left out; bytes that may not stand in a value become spaces
  /// (RFC 9110 §5.5), so that nothing a client sent can begin a line of its own.
  public mutating func append(_ name: String, _ value: String) {
    guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else { return }
    lines.append(contentsOf: name.utf8)
    lines.append(0x3A)
    lines.append(0x20)
    for byte in value.utf8 { lines.append(byte.isFieldCharacter ? byte : 0x20) }
    lines.append(0x0D)
    lines.append(0x0A)
  }

  /// Adds all lines of `other` after these.
  public mutating func append(_ other: ResponseFields) {
    lines.append(contentsOf: other.lines)
  }

  /// Removes every line of that name, in any case.
  public mutating func remove(_ name: String) {
    var kept: [UInt8] = []
    forEachLine { line, lineName, _ in
      if !lineName.equalsIgnoringCase(name) { kept.append(contentsOf: line) }
    }
    lines = kept
  }

  /// The first value of that name, in any case.
  public func value(of name: String) -> String? {
    var found: String?
    forEachLine { _, lineName, value in
      if found == nil, lineName.equalsIgnoringCase(name) {
        found = String(decoding: value, as: UTF8.self)
      }
    }
    return found
  }

  public func contains(_ name: String) -> Bool { value(of: name) != nil }

  public var isEmpty: Bool { lines.isEmpty }

  private func forEachLine(
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) {
    lines.withUnsafeBytes { bytes in
      var start = 0
      while let end = bytes.firstIndex(of: 0x0A, from: start) {
        let colon = bytes.firstIndex(of: 0x3A, from: start) ?? start
        body(
          bytes.slice(start..<end + 1), bytes.slice(start..<colon),
          bytes.slice(min(colon + 2, end - 1)..<end - 1))
        start = end + 1
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are `text` in any case of ASCII letters.
  func equalsIgnoringCase(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { equalsIgnoringCase(UnsafeRawBufferPointer($0)) }
  }
}
