/// Decodes one Huffman code of a deflate block by lookup (RFC 1951 §3.2.2).
///
/// The next bits index the table; codes longer than its main part go on in a second part behind it.
/// An entry says what to do and how many bits to consume:
///
/// - a literal: ``literal``, the byte from bit 16, the code's length;
/// - a length or distance: its base from bit 16, the code's length from bit 8, the same with its extra
///   bits from bit 0;
/// - ``exceptional``: ``pointer`` with the second part's start from bit 16 and its width from bit 8; the
///   end of the block; or, without either, no code at all.
struct HuffmanTable: ~Copyable {
  static let literal: UInt32 = 0x8000_0000
  static let exceptional: UInt32 = 0x8000
  static let pointer: UInt32 = 0x4000
  static let endOfBlock: UInt32 = 0x2000

  /// Longest code, in bits.
  private static let longest = 15
  /// Most symbols: the fixed code's lengths and literals.
  private static let symbolLimit = 288

  let entries: UnsafeMutablePointer<UInt32>
  let mainBits: Int
  private let capacity: Int
  private let sorted: UnsafeMutablePointer<UInt16>

  /// - Parameter capacity: entries of both parts; the most that a complete code takes.
  init(mainBits: Int, capacity: Int) {
    self.mainBits = mainBits
    self.capacity = capacity
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: Self.exceptional, count: capacity)
    sorted = .allocate(capacity: Self.symbolLimit)
    sorted.initialize(repeating: 0, count: Self.symbolLimit)
  }

  deinit {
    entries.deallocate()
    sorted.deallocate()
  }

  /// Fills the table for codes of the given lengths; `meaning` holds each symbol's entry but for the
  /// code's length.
  /// - Returns: whether the lengths are a complete code, or no code at all; with `orLone`, or a single
  ///   code of one bit.
  mutating func build(
    _ lengths: UnsafeBufferPointer<UInt8>, _ meaning: UnsafeBufferPointer<UInt32>, orLone: Bool
  ) -> Bool {
    guard lengths.count <= min(Self.symbolLimit, meaning.count) else { return false }
    var counts = InlineArray<16, Int>(repeating: 0)
    for length in lengths { counts[Int(length & 15)] &+= 1 }
    counts[0] = 0
    guard let used = sort(lengths, counts) else { return false }
    guard used > 1 || counts[1] != used else {
      guard used == 0 || orLone else { return false }
      entries.update(repeating: Self.exceptional, count: 1 << mainBits)
      if used == 1 { fill(0, 1, meaning[Int(sorted[0])], 1 << mainBits, at: 0) }
      return true
    }
    return fill(used, &counts, lengths, meaning)
  }

  /// Sorts the symbols in use by their codes.
  /// - Returns: their number; nil if there are more than codes, or codes are left over.
  private func sort(_ lengths: UnsafeBufferPointer<UInt8>, _ counts: InlineArray<16, Int>) -> Int? {
    var starts = InlineArray<16, Int>(repeating: 0)
    var left = 1
    var used = 0
    for length in 1...Self.longest {
      starts[length] = used
      used &+= counts[length]
      left = left &<< 1 &- counts[length]
      if left < 0 { return nil }
    }
    guard left == 0 || used == 0 || used == 1 && counts[1] == 1 else { return nil }
    for symbol in lengths.indices where lengths[symbol] != 0 {
      let length = Int(lengths[symbol] & 15)
      sorted[starts[length]] = UInt16(truncatingIfNeeded: symbol)
      starts[length] &+= 1
    }
    return used
  }

  /// Enters the codes, which count up in bit-reversed order.
  private func fill(
    _ used: Int, _ counts: inout InlineArray<16, Int>, _ lengths: UnsafeBufferPointer<UInt8>,
    _ meaning: UnsafeBufferPointer<UInt32>
  ) -> Bool {
    var code = 0
    var part = (prefix: -1, start: 0, bits: 0, next: 1 << mainBits)
    for index in 0..<used {
      let symbol = Int(sorted[index])
      let length = Int(lengths[symbol])
      if length <= mainBits {
        fill(code, length, meaning[symbol], 1 << mainBits, at: 0)
      } else {
        let prefix = code & (1 << mainBits &- 1)
        if prefix != part.prefix {
          part.prefix = prefix
          guard open(&part, length, counts) else { return false }
        }
        let short = length &- mainBits
        fill(code &>> mainBits, short, meaning[symbol], 1 << part.bits, at: part.start)
      }
      counts[length] &-= 1
      code = Self.next(code, length)
    }
    return true
  }

  /// Begins the second part of a prefix: as wide as its longest code needs.
  private func open(
    _ part: inout (prefix: Int, start: Int, bits: Int, next: Int), _ length: Int,
    _ counts: InlineArray<16, Int>
  ) -> Bool {
    part.bits = length &- mainBits
    var room = counts[length]
    while room < 1 << part.bits, mainBits &+ part.bits < Self.longest {
      part.bits &+= 1
      room = room &<< 1 &+ counts[mainBits &+ part.bits]
    }
    part.start = part.next
    part.next &+= 1 << part.bits
    guard part.next <= capacity else { return false }
    entries[part.prefix] =
      Self.exceptional | Self.pointer | UInt32(truncatingIfNeeded: part.start) &<< 16
      | UInt32(truncatingIfNeeded: part.bits) &<< 8 | UInt32(truncatingIfNeeded: mainBits)
    return true
  }

  /// Enters one code wherever its bits stand at the low end of the index.
  @inline(__always)
  private func fill(_ code: Int, _ length: Int, _ meaning: UInt32, _ size: Int, at start: Int) {
    let bits = UInt32(truncatingIfNeeded: length)
    let isPlain = meaning & (Self.literal | Self.exceptional) != 0
    let entry = isPlain ? meaning &+ bits : meaning &+ (bits &<< 8 | bits)
    var at = code
    while at < size {
      entries[start &+ at] = entry
      at &+= 1 << length
    }
  }

  /// The code after this one, both bit-reversed: adds one at the high end.
  @inline(__always)
  private static func next(_ code: Int, _ length: Int) -> Int {
    let all = 1 << length &- 1
    if code == all { return code }
    let bit = 1 << (Int.bitWidth &- 1 &- ((code ^ all).leadingZeroBitCount))
    return code & (bit &- 1) | bit
  }
}
