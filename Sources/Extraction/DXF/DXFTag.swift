/// One group of a DXF file: a code that says what the value is, and the value (DXF Reference, "Group
/// Codes in Numerical Order").
struct DXFTag {
  let code: Int
  /// The bytes of a text value, or of a number written as text.
  let range: Range<Int>
  /// The number of a binary file.
  let number: Double?

  init(code: Int, range: Range<Int>, number: Double? = nil) {
    self.code = code
    self.range = range
    self.number = number
  }
}

/// How the value of a group is written in a binary file, by its code.
enum DXFValueKind {
  case text, double, int16, int32, int64, byte, chunk

  init(_ code: Int) {
    switch code {
    case 10...59, 110...149, 210...239, 460...469, 1010...1059: self = .double
    case 60...79, 170...179, 270...289, 370...389, 400...409, 1060...1070: self = .int16
    case 90...99, 420...429, 440...459, 1071: self = .int32
    case 160...169: self = .int64
    case 290...299: self = .byte
    case 310...319, 1004: self = .chunk
    default: self = .text
    }
  }
}
