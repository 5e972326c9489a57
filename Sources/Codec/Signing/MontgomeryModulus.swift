/// Arithmetic modulo an odd number of fixed width, in Montgomery's form (HAC §14.3.2).
///
/// Which instructions run and which memory is touched depends on the width alone, never on the
/// numbers: no branch and no index follows a secret bit. (The processor's multiplication takes
/// the same time for all operands on x86-64 and AArch64.)
struct MontgomeryModulus {
  /// Words, lowest first, all of this width.
  typealias Number = [UInt64]

  /// Bits of the exponent that one step takes in.
  private static let window = 4

  private let modulus: Number
  /// -1/modulus modulo 2^64.
  private let inverse: UInt64
  /// 2^(2·64·width) modulo the modulus: brings a number into Montgomery's form.
  private let square: Number

  var width: Int { modulus.count }

  /// - Returns: `nil` for an even modulus, or one whose highest word is zero.
  init?(_ modulus: Number) {
    guard let low = modulus.first, low & 1 == 1, modulus.last != 0 else { return nil }
    self.modulus = modulus
    // Newton's iteration doubles the bits that are right: 5, 10, 20, 40, 80.
    var inverse = low &* 3 ^ 2
    for _ in 0..<4 { inverse = inverse &* (2 &- low &* inverse) }
    self.inverse = 0 &- inverse
    var square = Number(repeating: 0, count: modulus.count)
    square[0] = 1
    for _ in 0..<(128 * modulus.count) { square = Self.doubled(square, modulus) }
    self.square = square
  }

  /// `base` to the power of `exponent`; both have the modulus' width, and `base` is below it.
  func power(_ base: Number, _ exponent: Number) -> Number {
    var one = Number(repeating: 0, count: width)
    one[0] = 1
    var table = [multiply(one, square), multiply(base, square)]
    while table.count < 1 << Self.window {
      table.append(multiply(table[table.count - 1], table[1]))
    }
    var result = table[0]
    for shift in stride(from: 64 * width - Self.window, through: 0, by: -Self.window) {
      for _ in 0..<Self.window { result = multiply(result, result) }
      let digit = exponent[shift / 64] >> UInt64(shift % 64) & (1 << UInt64(Self.window) - 1)
      result = multiply(result, Self.select(digit, table, width))
    }
    return multiply(result, one)
  }

  /// The table's entry, with every entry read.
  private static func select(_ index: UInt64, _ table: [Number], _ width: Int) -> Number {
    var chosen = Number(repeating: 0, count: width)
    for (position, entry) in table.enumerated() {
      let difference = index ^ UInt64(position)
      // All ones where the difference is zero: only then its negation has no highest bit.
      let mask = ((difference | (0 &- difference)) >> 63) &- 1
      for word in 0..<width { chosen[word] |= entry[word] & mask }
    }
    return chosen
  }

  /// `a·b/2^(64·width)` modulo the modulus (HAC algorithm 14.36, words of both interleaved).
  private func multiply(_ a: Number, _ b: Number) -> Number {
    let width = width
    var sum = Number(repeating: 0, count: width + 2)
    for word in b {
      Self.add(a, times: word, to: &sum)
      Self.add(modulus, times: sum[0] &* inverse, to: &sum)
      for index in 0...width { sum[index] = sum[index + 1] }
      sum[width + 1] = 0
    }
    return Self.reduced(sum, modulus)
  }

  /// Adds `factor·a`; the last word of `sum` takes the carry.
  private static func add(_ a: Number, times factor: UInt64, to sum: inout Number) {
    var carry: UInt64 = 0
    for index in a.indices {
      let product = a[index].multipliedFullWidth(by: factor)
      let (low, first) = sum[index].addingReportingOverflow(product.low)
      let (total, second) = low.addingReportingOverflow(carry)
      sum[index] = total
      // At most 2^64 - 1: the product's upper half is below that by one and a carry's room.
      carry = product.high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
    }
    let (total, overflow) = sum[a.count].addingReportingOverflow(carry)
    sum[a.count] = total
    sum[a.count + 1] &+= overflow ? 1 : 0
  }

  private static func doubled(_ number: Number, _ modulus: Number) -> Number {
    var sum = Number(repeating: 0, count: modulus.count + 2)
    add(number, times: 2, to: &sum)
    return reduced(sum, modulus)
  }

  /// `number`, below twice the modulus, less the modulus where it is not below it.
  private static func reduced(_ number: Number, _ modulus: Number) -> Number {
    var difference = Number(repeating: 0, count: modulus.count)
    var borrow: UInt64 = 0
    for index in modulus.indices {
      let (partial, first) = number[index].subtractingReportingOverflow(modulus[index])
      let (word, second) = partial.subtractingReportingOverflow(borrow)
      difference[index] = word
      borrow = (first ? 1 : 0) | (second ? 1 : 0)
    }
    // It was below the modulus where the subtraction borrows more than the word above has.
    let keeps = 0 &- (borrow & (1 &- (number[modulus.count] & 1)))
    for index in modulus.indices {
      difference[index] = number[index] & keeps | difference[index] & ~keeps
    }
    return difference
  }
}
