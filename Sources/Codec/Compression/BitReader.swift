/// Bits of a deflate stream, least significant first (RFC 1951 §3.1.1).
struct BitReader {
  private let base: UnsafePointer<UInt8>
  private let end: Int
  /// The next byte that is not in ``bits`` yet.
  private var position: Int
  /// What comes next; above ``count`` bits stand bits that will be read again.
  private(set) var bits: UInt64 = 0
  /// Bits that are there; below 0 once more were consumed.
  private(set) var count = 0

  /// The bytes must outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer, at position: Int) {
    base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? Self.nothing
    end = bytes.count
    self.position = position
  }

  private static var nothing: UnsafePointer<UInt8> {
    let empty: StaticString = ""
    return empty.utf8Start
  }

  /// Whether ``refillFast()`` may be called twice: each reads eight bytes and moves on by seven at most.
  @inline(__always)
  var isFar: Bool { end &- position >= 16 }

  /// Makes at least 56 bits ready; see ``isFar``.
  @inline(__always)
  mutating func refillFast() {
    let next = UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
    bits |= UInt64(littleEndian: next) &<< UInt64(truncatingIfNeeded: count)
    position &+= (63 &- count) &>> 3
    count |= 56
  }

  /// Makes at least 56 bits ready, or all that are left.
  @inline(__always)
  mutating func refill() {
    while count < 56, position < end {
      bits |= UInt64(base[position]) &<< UInt64(truncatingIfNeeded: count)
      position &+= 1
      count &+= 8
    }
  }

  /// The next `number` bits, up to 32, as they stand; 0 past the end.
  @inline(__always)
  func low(_ number: Int) -> Int {
    Int(truncatingIfNeeded: bits & ((1 &<< UInt64(truncatingIfNeeded: number)) &- 1))
  }

  @inline(__always)
  mutating func consume(_ number: Int) {
    bits &>>= UInt64(truncatingIfNeeded: number)
    count &-= number
  }

  /// The next `number` bits, up to 32; they are consumed.
  @inline(__always)
  mutating func take(_ number: Int) -> Int {
    let value = low(number)
    consume(number)
    return value
  }

  /// Goes on at the next whole byte, with no bits ready (RFC 1951 §3.2.4).
  mutating func align() {
    position &-= count &>> 3
    (bits, count) = (0, 0)
  }

  /// Whole bytes from here on, after ``align()``; `take` of them are passed over.
  mutating func bytes(upTo number: Int) -> UnsafeBufferPointer<UInt8> {
    let taken = min(number, end &- position)
    defer { position &+= taken }
    return UnsafeBufferPointer(start: base + position, count: taken)
  }
}
