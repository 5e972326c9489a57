/// Brings right-to-left text, which stands on the page from left to right, into reading order.
///
/// Best effort: stretches of right-to-left letters are reversed, and so is their sequence in a run that
/// mostly consists of them; numbers and Latin words keep theirs.
enum RightToLeft {
  private static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      true
    default: false
    }
  }

  static func isNeeded(_ text: [Int32], _ store: borrowing GlyphStore) -> Bool {
    for item in text where item >= 0 {
      let scalar = store.glyphs[Int(item & 0x3FFF_FFFF)].scalar
      if scalar >= 0x590, isLetter(scalar) { return true }
    }
    return false
  }

  /// Reverses the whole run, then each stretch that reads from left to right.
  static func reorder(_ text: inout [Int32], _ store: borrowing GlyphStore) {
    text.reverse()
    var start: Int?
    var last = 0
    for index in text.indices {
      guard text[index] >= 0 else { continue }
      let scalar = store.glyphs[Int(text[index] & 0x3FFF_FFFF)].scalar
      if isLetter(scalar) {
        if let first = start { text[first...last].reverse() }
        start = nil
      } else if isStrong(scalar) {
        if start == nil { start = index }
        last = index
      }
    }
    if let first = start { text[first...last].reverse() }
  }

  /// Letters and digits, which keep a stretch from left to right together.
  private static func isStrong(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: scalar >= 0xC0
    }
  }
}
