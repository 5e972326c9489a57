/// Where a code may be broken over a line's end.
enum LineBreak {
  /// Least characters of either part where no sign stands at the break: else `DN` over `50` in a
  /// table would be the code `DN50`.
  static let leastPart = 3

  /// Whether `body` holds for one of the signs after or before which a code is broken most naturally.
  @inline(__always) static func containsSign(where body: (UInt32) -> Bool) -> Bool {
    body(0x2D) || body(0x2E) || body(0x2F) || body(0x5F)  // - . / _
  }

  @inline(__always) static func isSign(_ unit: UInt32) -> Bool {
    switch unit & FoldedUnit.scalarMask {
    case 0x2D, 0x2E, 0x2F, 0x5F: true
    default: false
    }
  }

  /// Whether what stands at a line's end is enough without a sign at the next one's beginning.
  @inline(__always) static func isEnough(_ count: Int, endingIn last: UInt32) -> Bool {
    count >= leastPart || isSign(last)
  }
}
