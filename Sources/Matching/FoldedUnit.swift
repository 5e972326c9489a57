/// One folded scalar with what the boundary rules ask about it, packed into 32 bits:
/// the scalar in bits 0-20, its traits in bits 27-31.
///
/// A bare integer, not a struct, because whole pages of them are written and read in the hot loop.
enum FoldedUnit {
  static let scalarMask: UInt32 = 0x1F_FFFF
  /// Letters, numbers, combining marks and `_`.
  static let word: UInt32 = 1 << 31
  /// `-`, `.` and `/`: part of a word between word characters, in token mode.
  static let joiner: UInt32 = 1 << 30
  /// The space that a run of white space folds to.
  static let space: UInt32 = 1 << 29
  /// Continues the character before it: a combining mark, or a vowel or final of a Hangul syllable.
  static let extender: UInt32 = 1 << 28
  /// A combining mark.
  static let mark: UInt32 = 1 << 27

  /// What stands for a value that is no Unicode scalar: above every scalar, so no code holds it.
  static let foreign: UInt32 = scalarMask

  /// The unit of a scalar that is folded already.
  static func of(_ scalar: Unicode.Scalar) -> UInt32 {
    switch scalar {
    case " ": return scalar.value | space
    case "-", ".", "/": return scalar.value | joiner
    case "_": return scalar.value | word
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      return scalar.value | word | (isHangulTail(scalar) ? extender : 0)
    case .nonspacingMark, .spacingMark, .enclosingMark:
      return scalar.value | word | extender | mark
    default:
      return scalar.value
    }
  }

  /// Whether a letter is the vowel or the final consonant of a decomposed Hangul syllable.
  private static func isHangulTail(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: true  // The Unicode Standard, 3.12
    default: false
    }
  }
}
