/// Reads ASN.1 in its distinguished encoding (X.690), one value after another; every read is checked.
struct DERReader {
  /// Universal tags (X.680 §8.4), constructed where they are.
  enum Tag: UInt8 {
    case integer = 0x02
    case octets = 0x04
    case null = 0x05
    case object = 0x06
    case sequence = 0x30
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  /// The contents of the next value, which must have this tag.
  mutating func read(_ tag: Tag) throws(KeyError) -> ArraySlice<UInt8> {
    let start = rest.startIndex
    guard rest.popFirst() == tag.rawValue else { throw .malformed(at: start, expected: "\(tag)") }
    let count = try length()
    guard count <= rest.count else { throw .malformed(at: start, expected: "\(count) bytes") }
    let contents = rest.prefix(count)
    rest = rest.dropFirst(count)
    return contents
  }

  /// The next integer, which must not be negative: its bytes, highest first, without leading zeros.
  mutating func readNatural() throws(KeyError) -> ArraySlice<UInt8> {
    let contents = try read(.integer)
    guard let first = contents.first, first < 0x80 else {
      throw .malformed(at: contents.startIndex, expected: "a natural number")
    }
    return contents.drop { $0 == 0 }
  }

  /// X.690 §8.1.3: one byte, or the number of bytes that follow. Four of them are 4 GB.
  private mutating func length() throws(KeyError) -> Int {
    let start = rest.startIndex
    guard let first = rest.popFirst() else { throw .malformed(at: start, expected: "a length") }
    if first < 0x80 { return Int(first) }
    let count = Int(first & 0x7F)
    guard (1...4).contains(count), count <= rest.count else {
      throw .malformed(at: start, expected: "a definite length of at most 4 bytes")
    }
    let value = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(count)
    return value
  }
}
