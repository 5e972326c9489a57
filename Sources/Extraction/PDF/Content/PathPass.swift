/// Passing over paths, which most of a drawing's content is, without a token for each number
/// (ISO 32000-2 §8.5).
///
/// Only what can't be misread is taken: numbers and operators that end in white space or at a
/// delimiter. Whatever else comes is left to ``Lexer/next()``.
struct PathPass {
  /// Segments of the path being built.
  var segments: Int
  /// Segments painted.
  var painted = 0
  /// Operators passed over.
  var operators = 0

  /// Bytes that must be left to go on: those of a number's first word, or of an operator and what
  /// follows it.
  private static let reach = 16

  init(segments: Int) { self.segments = segments }

  /// Moves the lexer over numbers and path operators.
  /// - Parameter limit: operators after which to return.
  mutating func run(_ lexer: inout Lexer, _ operands: inout Operands, limit: Int) {
    let (base, classes) = (lexer.base, lexer.classes)
    let last = lexer.end &- Self.reach
    var at = lexer.position
    while at <= last, operators < limit {
      let kind = classes[Int(base[at])]
      if kind & CharacterClass.whiteSpace != 0 {
        at &+= 1
      } else if kind & (CharacterClass.digit | CharacterClass.sign) != 0 {
        let end = Self.numberEnd(base, at, last)
        guard classes[Int(base[end])] & Self.stop != 0, end > at else { break }
        operands.push(at)
        at = end
      } else {
        guard let length = take(base + at, classes) else { break }
        at &+= length
        operands.removeNumbers()
      }
    }
    lexer.position = at
  }

  private static let stop = CharacterClass.whiteSpace | CharacterClass.delimiter

  /// Takes one operator that paints, builds or styles a path, or sets a colour by numbers alone.
  /// - Returns: its length; nil for any other.
  @inline(__always)
  private mutating func take(
    _ word: UnsafePointer<UInt8>, _ classes: UnsafePointer<UInt8>
  ) -> Int? {
    guard classes[Int(word[0])] & Self.stop == 0 else { return nil }
    if classes[Int(word[1])] & Self.stop != 0 { return takeShort(word[0]) ? 1 : nil }
    guard classes[Int(word[2])] & Self.stop != 0 else { return nil }
    return takeLong(UInt16(word[0]) << 8 | UInt16(word[1])) ? 2 : nil
  }

  @inline(__always)
  private mutating func takeShort(_ letter: UInt8) -> Bool {
    switch letter {
    case 0x6D, 0x6C, 0x68, 0x63, 0x76, 0x79: segments &+= 1  // m l h c v y
    case 0x53, 0x73, 0x66, 0x46, 0x42, 0x62: paint()  // S s f F B b
    case 0x6E: segments = 0  // n
    case 0x57, 0x77, 0x4A, 0x6A, 0x4D, 0x69, 0x67, 0x47, 0x6B, 0x4B: break  // W w J j M i g G k K
    default: return false
    }
    operators &+= 1
    return true
  }

  private mutating func takeLong(_ letters: UInt16) -> Bool {
    switch letters {
    case 0x7265: segments &+= 4  // re
    case 0x662A, 0x422A, 0x622A: paint()  // f* B* b*
    case 0x572A, 0x7267, 0x5247: break  // W* rg RG
    default: return false
    }
    operators &+= 1
    return true
  }

  private mutating func paint() {
    painted &+= segments
    segments = 0
  }

  // MARK: - Numbers

  /// Where digits, points and minus signs end; at `last` at the latest with `reach` bytes behind it.
  ///
  /// Looks at eight bytes at once, since a branch for each is foretold wrongly at every number's end.
  @inline(__always)
  private static func numberEnd(_ base: UnsafePointer<UInt8>, _ start: Int, _ last: Int) -> Int {
    var at = start
    while at <= last {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
      let others = foreign(word)
      if others != 0 { return at &+ others.trailingZeroBitCount &>> 3 }
      at &+= 8
    }
    return start
  }

  /// The high bit of each byte that is not one of `-`, `.` and the digits: 0x2D to 0x39 but for 0x2F.
  @inline(__always)
  private static func foreign(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high = ones &* 0x80
    let low = word & ~high
    let isAtLeast = (low | high) &- ones &* 0x2D
    let isBeyond = low &+ ones &* (0x7F - 0x39)
    let isNoSlash = (low ^ ones &* 0x2F) &+ ones &* 0x7F
    return (~isAtLeast | isBeyond | ~isNoSlash | word) & high
  }
}
