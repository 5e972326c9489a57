/// The state of one decoding of base 64 between buffers.
struct Base64Decoder {
  private let text: UnsafeRawBufferPointer
  /// Of 256 bytes: see ``Base64``.
  private let values: UnsafeBufferPointer<UInt8>
  /// Three bytes for four of the text, rounded up.
  private let room: UnsafeMutableBufferPointer<UInt8>
  /// Bytes that were written.
  private(set) var count = 0

  private var index = 0
  private var word: UInt32 = 0
  private var digits = 0
  private var padding = 0

  init(
    text: UnsafeRawBufferPointer, values: UnsafeBufferPointer<UInt8>,
    room: UnsafeMutableBufferPointer<UInt8>
  ) {
    self.text = text
    self.values = values
    self.room = room
  }

  mutating func run() -> Base64Error? {
    while index < text.count {
      if digits == 0, padding == 0 { quads() }
      guard index < text.count else { break }
      let byte = text[index]
      switch values[Int(byte)] {
      case 65: padding += 1
      case 64: break
      case let value where value < 64 && padding == 0: add(value)
      default: return .unexpectedByte(byte, at: index)
      }
      index += 1
    }
    return finish()
  }

  /// Whole groups of four characters, up to the first that holds anything else.
  private mutating func quads() {
    let last = text.count - 4
    while index <= last {
      let (a, b) = (values[Int(text[index])], values[Int(text[index &+ 1])])
      let (c, d) = (values[Int(text[index &+ 2])], values[Int(text[index &+ 3])])
      if (a | b | c | d) & 0xC0 != 0 { return }
      let word = UInt32(a) << 18 | UInt32(b) << 12 | UInt32(c) << 6 | UInt32(d)
      room[count] = UInt8(truncatingIfNeeded: word >> 16)
      room[count &+ 1] = UInt8(truncatingIfNeeded: word >> 8)
      room[count &+ 2] = UInt8(truncatingIfNeeded: word)
      count &+= 3
      index &+= 4
    }
  }

  private mutating func add(_ value: UInt8) {
    word = word << 6 | UInt32(value)
    digits += 1
    guard digits == 4 else { return }
    put(word >> 16)
    put(word >> 8)
    put(word)
    (word, digits) = (0, 0)
  }

  private mutating func put(_ bits: UInt32) {
    room[count] = UInt8(truncatingIfNeeded: bits)
    count += 1
  }

  /// The last group: two characters hold one byte, three hold two.
  private mutating func finish() -> Base64Error? {
    if padding > 0, (digits + padding) % 4 != 0 || padding > 2 { return .truncated }
    switch digits {
    case 0: return nil
    case 2: put(word >> 4)
    case 3:
      put(word >> 10)
      put(word >> 2)
    default: return .truncated
    }
    return nil
  }
}
