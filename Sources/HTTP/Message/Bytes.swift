internal import Glibc

/// Comparisons over raw bytes that parsers need; none allocates.
extension UnsafeRawBufferPointer {
  /// Whether the bytes are exactly `text`.
  @inline(__always)
  func holds(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount, let base = baseAddress else {
      return count == 0 && text.utf8CodeUnitCount == 0
    }
    return memcmp(base, text.utf8Start, count) == 0
  }

  /// Whether the bytes are `text`, which is lower case, in any case of ASCII letters.
  @inline(__always)
  func holdsIgnoringCase(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    let other = text.utf8Start
    for index in 0..<count where self[index].lowercased != other[index] { return false }
    return true
  }

  /// Whether both are the same in any case of ASCII letters.
  func equalsIgnoringCase(_ other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where self[index].lowercased != other[index].lowercased { return false }
    return true
  }

  /// The bytes in `range`, which is clamped to these.
  @inline(__always)
  func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    let clamped = range.clamped(to: 0..<count)
    return UnsafeRawBufferPointer(rebasing: self[clamped])
  }

  /// The bytes without spaces and tabs at either end (OWS, RFC 9110 §5.6.3).
  @inline(__always)
  var trimmed: UnsafeRawBufferPointer {
    var start = 0
    var end = count
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return slice(start..<end)
  }

  /// Index of the first `byte` at or after `start`.
  @inline(__always)
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard start < count, let base = baseAddress else { return nil }
    guard let found = memchr(base + start, Int32(byte), count - start) else { return nil }
    return UnsafeRawPointer(found) - base
  }

  /// The elements of a comma-separated list, trimmed, empty ones left out (RFC 9110 §5.6.1).
  /// Commas inside quoted strings do not separate.
  /// - Parameter escapes: whether a backslash in them escapes what follows (RFC 9110 §5.6.4); in an
  ///   entity tag it stands for itself (§8.8.3).
  func forEachListElement(escapes: Bool = true, _ body: (UnsafeRawBufferPointer) -> Void) {
    var start = 0
    var quoted = false
    var index = 0
    while index <= count {
      let byte = index < count ? self[index] : 0x2C
      if escapes, quoted, byte == 0x5C, index + 1 < count {
        index += 1
      } else if byte == 0x22, index < count {
        quoted.toggle()
      } else if byte == 0x2C, !quoted || index == count {
        let element = slice(start..<index).trimmed
        if !element.isEmpty { body(element) }
        start = index + 1
      }
      index += 1
    }
  }

  /// Whether a comma-separated list names `token`, in any case.
  func listContains(_ token: StaticString) -> Bool {
    var found = false
    forEachListElement { if $0.holdsIgnoringCase(token) { found = true } }
    return found
  }
}

extension UInt8 {
  /// The byte with an ASCII capital made small.
  @inline(__always)
  var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

  /// Space or horizontal tab.
  @inline(__always)
  var isBlank: Bool { self == 0x20 || self == 0x09 }

  @inline(__always)
  var isDigit: Bool { self &- 0x30 < 10 }

  /// The value of a hexadecimal digit.
  @inline(__always)
  var hexValue: UInt8? {
    if isDigit { return self &- 0x30 }
    let letter = lowercased &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }

  /// Whether the byte may stand in a token (RFC 9110 §5.6.2).
  @inline(__always)
  var isTokenCharacter: Bool {
    // One bit a character: !#$%&'*+-. 0-9 and A-Z ^ _ ` a-z | ~
    let low: UInt64 = 0x03FF_6CFA_0000_0000
    let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
    if self < 64 { return low &>> UInt64(self) & 1 != 0 }
    return self < 128 && high &>> UInt64(self &- 64) & 1 != 0
  }

  /// Whether the byte may stand in a field value (RFC 9110 §5.5): no control but the tab.
  @inline(__always)
  var isFieldCharacter: Bool { self >= 0x20 && self != 0x7F || self == 0x09 }
}
