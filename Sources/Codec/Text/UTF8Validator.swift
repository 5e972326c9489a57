/// Checks UTF-8 piece by piece, wherever the pieces are split (RFC 3629; Unicode table 3-7).
public struct UTF8Validator: Sendable {
  /// Continuation bytes still to come, and the range that the next one has to be in.
  private var missing = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF

  public init() {}

  /// Whether the bytes so far end with a whole character.
  public var isComplete: Bool { missing == 0 }

  /// - Returns: `false` as soon as the bytes so far can't become UTF-8.
  public mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < bytes.count {
      if missing == 0 { index = Self.skipWhole(bytes, from: index) }
      guard index < bytes.count else { break }
      guard accept(bytes[index]) else { return false }
      index += 1
    }
    return true
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    if missing > 0 {
      guard byte >= low, byte <= high else { return false }
      missing -= 1
      (low, high) = (0x80, 0xBF)
      return true
    }
    switch byte {
    case 0x00...0x7F: return true
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, low) = (2, 0xA0)
    case 0xED: (missing, high) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, low) = (3, 0x90)
    case 0xF4: (missing, high) = (3, 0x8F)
    case 0xF1...0xF3: missing = 3
    default: return false
    }
    return true
  }

  /// Passes over ASCII and over characters of two and three bytes that are whole; what is left
  /// at the returned index is judged byte by byte.
  private static func skipWhole(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        index = skipASCII(bytes, from: index)
      } else if byte >= 0xC2, byte <= 0xDF, index + 1 < bytes.count,
        isContinuation(bytes[index &+ 1])
      {
        index &+= 2
      } else if byte > 0xE0, byte <= 0xEF, byte != 0xED, index + 2 < bytes.count,
        isContinuation(bytes[index &+ 1]), isContinuation(bytes[index &+ 2])
      {
        index &+= 3
      } else {
        return index
      }
    }
    return index
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// The index of the first byte at or after `start` that is not ASCII; eight bytes a step.
  private static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }
}
