/// A PDF name (ISO 32000-2 §7.3.5), `#` escapes resolved, kept as bytes.
///
/// Up to 15 bytes stand in two words, so that the names that matter compare without touching memory.
struct Name: Hashable, Sendable {
  /// The first 15 bytes, big-endian, zero filled.
  private let high: UInt64
  /// The lowest byte holds the length, or 0xFF when ``long`` has all the bytes.
  private let low: UInt64
  private let long: [UInt8]?

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<min(bytes.count, 15) {
      if index < 8 {
        high |= UInt64(bytes[index]) << UInt64(56 - 8 * index)
      } else {
        low |= UInt64(bytes[index]) << UInt64(56 - 8 * (index - 8))
      }
    }
    self.high = high
    if bytes.count <= 15 {
      self.low = low | UInt64(bytes.count)
      long = nil
    } else {
      self.low = low | 0xFF
      long = Array(bytes)
    }
  }

  init(_ bytes: [UInt8]) {
    self = bytes.withUnsafeBufferPointer { Name($0) }
  }

  init(_ text: StaticString) {
    self.init(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  static func == (left: Name, right: Name) -> Bool {
    left.high == right.high && left.low == right.low
      && (left.low & 0xFF != 0xFF || left.long == right.long)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(high)
    hasher.combine(low)
    if let long { hasher.combine(long) }
  }

  var count: Int { long?.count ?? Int(low & 0xFF) }

  /// The bytes of the name.
  var bytes: [UInt8] {
    if let long { return long }
    var bytes: [UInt8] = []
    for index in 0..<Int(low & 0xFF) {
      let word = index < 8 ? high : low
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index & 7))))
    }
    return bytes
  }

  /// The name as text, for messages and for names that are words.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
