extension Lexer {
  /// Digits of the integer part that can't overflow; what is beyond saturates.
  private static let safeDigits = 18

  /// Reads a number (ISO 32000-2 §7.3.3), and the ways in which producers get it wrong: several signs,
  /// a sign or a second point inside (the rest is ignored), an exponent, no digit at all (0).
  mutating func lexNumber() -> Token {
    var at = position
    var negative = false
    while at < end, base[at] == 0x2D || base[at] == 0x2B {
      negative = base[at] == 0x2D
      at &+= 1
    }
    var digits = 0
    var value = 0
    while at < end {
      let digit = base[at] &- 0x30
      guard digit < 10 else { break }
      if digits < Self.safeDigits {
        value = value &* 10 &+ Int(digit)
      } else {
        value = Int.max / 2
      }
      if value != 0 { digits &+= 1 }
      at &+= 1
    }
    integer = negative ? 0 &- value : value
    number = Double(integer)
    guard at < end, classes[Int(base[at])] & CharacterClass.sign != 0 || base[at] | 0x20 == 0x65
    else {
      position = at
      return .integer
    }
    return lexFraction(at: at, negative: negative, whole: value)
  }

  private mutating func lexFraction(at start: Int, negative: Bool, whole: Int) -> Token {
    var at = start
    var isReal = false
    if base[at] == 0x2E {
      isReal = true
      at &+= 1
      var fraction = 0
      var digits = 0
      while at < end {
        let digit = base[at] &- 0x30
        guard digit < 10 else { break }
        if digits < 15 {
          fraction = fraction &* 10 &+ Int(digit)
          digits &+= 1
        }
        at &+= 1
      }
      let magnitude = Double(whole) + Double(fraction) * Self.negativePower(digits)
      number = negative ? -magnitude : magnitude
    }
    if at < end, base[at] | 0x20 == 0x65, let next = applyExponent(at: at) {
      isReal = true
      at = next
    }
    let junk = CharacterClass.sign | CharacterClass.digit
    while at < end, classes[Int(base[at])] & junk != 0 { at &+= 1 }
    position = at
    return isReal ? .real : .integer
  }

  /// Applies `e-05` and the like, which no version of PDF allows; nil when it is none.
  private mutating func applyExponent(at start: Int) -> Int? {
    var at = start &+ 1
    var negative = false
    if at < end, base[at] == 0x2D || base[at] == 0x2B {
      negative = base[at] == 0x2D
      at &+= 1
    }
    let first = at
    var exponent = 0
    while at < end, base[at] &- 0x30 < 10 {
      exponent = min(400, exponent &* 10 &+ Int(base[at] &- 0x30))
      at &+= 1
    }
    guard at > first else { return nil }
    for _ in 0..<min(exponent, 30) { number = negative ? number / 10 : number * 10 }
    integer = Int(exactly: number.rounded(.towardZero)) ?? integer
    return at
  }

  @inline(__always)
  private static func negativePower(_ digits: Int) -> Double {
    switch digits {
    case 0: 1
    case 1: 1e-1
    case 2: 1e-2
    case 3: 1e-3
    case 4: 1e-4
    case 5: 1e-5
    case 6: 1e-6
    case 7: 1e-7
    case 8: 1e-8
    case 9: 1e-9
    case 10: 1e-10
    case 11: 1e-11
    case 12: 1e-12
    case 13: 1e-13
    case 14: 1e-14
    default: 1e-15
    }
  }
}
