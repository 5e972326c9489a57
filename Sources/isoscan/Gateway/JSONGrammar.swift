import Foundation
import Pipeline

/// RFC 8259 to the letter, which Foundation's decoder does not ask for: no comma too many, and no name
/// twice in an object, where clients and servers would each take another of the values.
struct JSONGrammar {
  /// Lists and objects inside each other; what the messages need is three.
  private static let depthLimit = 64

  private let bytes: UnsafeRawBufferPointer
  private var index = 0
  private var depth = 0

  /// - Throws: `bad_json`, with the place in bytes.
  static func check(_ data: Data) throws(Failure) {
    try data.withUnsafeBytes { bytes in
      Result { () throws(Failure) in
        var grammar = JSONGrammar(bytes: bytes)
        try grammar.value()
        grammar.skipBlanks()
        if grammar.index < bytes.count { throw grammar.wrong("something follows the value") }
      }
    }.get()
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private func wrong(_ what: String) -> Failure {
    Failure(.badJSON, "The message is not valid JSON: \(what) at byte \(index).")
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  private mutating func value() throws(Failure) {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): try members()
    case UInt8(ascii: "["): try elements()
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func word(_ text: StaticString) throws(Failure) {
    let end = index + text.utf8CodeUnitCount
    guard end <= bytes.count,
      bytes[index..<end].elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    else { throw wrong("no value") }
    index = end
  }

  /// [ `-` ] int [ frac ] [ exp ] (RFC 8259 §6).
  private mutating func number() throws(Failure) {
    if next == UInt8(ascii: "-") { index += 1 }
    if next == UInt8(ascii: "0") { index += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
      index += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
  }

  private mutating func digits() throws(Failure) {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
    if index == start { throw wrong("no value") }
  }

  /// - Returns: where its text is, without the quotation marks.
  private mutating func string() throws(Failure) -> Range<Int> {
    index += 1
    let start = index
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return start..<index - 1
      case UInt8(ascii: "\\"): index += 2
      case 0..<0x20: throw wrong("a control character in a string")
      default: index += 1
      }
    }
    throw wrong("a string without end")
  }

  private mutating func enter() throws(Failure) {
    index += 1
    depth += 1
    if depth > Self.depthLimit { throw wrong("more than \(Self.depthLimit) levels") }
    skipBlanks()
  }

  private mutating func elements() throws(Failure) {
    try enter()
    if next != UInt8(ascii: "]") {
      try value()
      while try goesOn(before: UInt8(ascii: "]")) { try value() }
    }
    leave()
  }

  private mutating func members() throws(Failure) {
    try enter()
    var names: Set<String> = []
    if next != UInt8(ascii: "}") {
      try member(&names)
      while try goesOn(before: UInt8(ascii: "}")) { try member(&names) }
    }
    leave()
  }

  private mutating func leave() {
    index += 1
    depth -= 1
  }

  /// After a value: a comma, or the end.
  private mutating func goesOn(before end: UInt8) throws(Failure) -> Bool {
    skipBlanks()
    if next == end { return false }
    guard next == UInt8(ascii: ",") else { throw wrong("no comma") }
    index += 1
    skipBlanks()
    if next == end { throw wrong("nothing after a comma") }
    return true
  }

  private mutating func member(_ names: inout Set<String>) throws(Failure) {
    skipBlanks()
    guard next == UInt8(ascii: "\"") else { throw wrong("no name") }
    let name = Self.text(bytes[try string()])
    if !names.insert(name).inserted { throw wrong("the name \"\(name.prefix(64))\" a second time") }
    skipBlanks()
    guard next == UInt8(ascii: ":") else { throw wrong("no colon") }
    index += 1
    try value()
  }

  /// A name with its escapes taken out: `"a"` and `"\u0061"` are one.
  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let plain = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "\\")) else { return plain }
    let decoded = try? JSONDecoder().decode([String].self, from: Data("[\"\(plain)\"]".utf8))
    return decoded?.first ?? plain
  }
}
