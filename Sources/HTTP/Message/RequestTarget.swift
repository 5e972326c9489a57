internal import Glibc

/// Where a request's target is in its head (RFC 9112 §3.2).
struct RequestTarget: Sendable, Equatable {
  var whole = ByteRange()
  /// The path with its slash; `*` for the asterisk form; empty in the authority form.
  var path = ByteRange()
  /// Without the `?`.
  var query = ByteRange()
  /// Host and port of the absolute and authority forms; empty otherwise.
  var authority = ByteRange()

  /// Takes a target apart.
  /// - Parameter range: where it stands in `bytes`.
  /// - Returns: nil where it breaks the grammar.
  init?(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, method: Method) {
    whole = ByteRange(range)
    guard !range.isEmpty else { return nil }
    if method == .connect {
      // RFC 9112 §3.2.3: CONNECT takes the authority form, nothing else does.
      authority = whole
      guard let parsed = Authority(bytes, range), !parsed.port.isEmpty else { return nil }
      return
    }
    switch bytes[range.lowerBound] {
    case 0x2F: guard splitPath(bytes, range) else { return nil }
    case 0x2A:
      // RFC 9112 §3.2.4: the asterisk form is OPTIONS' alone.
      guard range.count == 1, method == .options else { return nil }
      path = whole
    default: guard splitAbsolute(bytes, range) else { return nil }
    }
  }

  init() {}

  /// RFC 9112 §3.2.2: `http://authority/path?query`; the path may be missing.
  private mutating func splitAbsolute(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool
  {
    let text = bytes.slice(range)
    let scheme: Int
    if text.slice(0..<7).holdsIgnoringCase("http://") {
      scheme = 7
    } else if text.slice(0..<8).holdsIgnoringCase("https://") {
      scheme = 8
    } else {
      return false
    }
    let start = range.lowerBound + scheme
    var end = start
    while end < range.upperBound, bytes[end] != 0x2F, bytes[end] != 0x3F { end += 1 }
    guard start < end, Authority(bytes, start..<end) != nil else { return false }
    authority = ByteRange(start..<end)
    return splitPath(bytes, end..<range.upperBound)
  }

  private mutating func splitPath(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index] != 0x3F {
      guard Self.isValid(bytes, index, range.upperBound, inQuery: false) else { return false }
      index += 1
    }
    path = ByteRange(range.lowerBound..<index)
    if index == range.upperBound { return true }
    query = ByteRange(index + 1..<range.upperBound)
    while index < range.upperBound {
      guard Self.isValid(bytes, index, range.upperBound, inQuery: true) else { return false }
      index += 1
    }
    return true
  }

  /// RFC 3986 §3.3, §3.4; and what browsers send unescaped (WHATWG URL, query and path sets).
  private static func isValid(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ end: Int, inQuery: Bool
  ) -> Bool {
    switch bytes[index] {
    case 0x25:
      // A malformed escape would be read differently by different programs.
      return index + 2 < end && bytes[index + 1].hexValue != nil && bytes[index + 2].hexValue != nil
    case 0x22, 0x23, 0x3C, 0x3E: return false
    case 0x5C, 0x60, 0x7B, 0x7D: return inQuery
    case let byte: return byte > 0x20 && byte < 0x7F
    }
  }
}

/// A host with an optional port (RFC 3986 §3.2), as Host and absolute targets have it.
struct Authority: Sendable, Equatable {
  var whole = ByteRange()
  var host = ByteRange()
  /// Digits, empty without one.
  var port = ByteRange()

  init() {}

  /// - Returns: nil where it breaks the grammar, has user information, or a port over 65535.
  init?(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    whole = ByteRange(range)
    var end = range.lowerBound
    if end < range.upperBound, bytes[end] == 0x5B {
      while end < range.upperBound, bytes[end] != 0x5D { end += 1 }
      guard end < range.upperBound, Self.isAddress(bytes.slice(range.lowerBound + 1..<end)) else {
        return nil
      }
      end += 1
    } else {
      while end < range.upperBound, bytes[end] != 0x3A {
        guard Self.isNameCharacter(bytes, end, range.upperBound) else { return nil }
        end += 1
      }
    }
    host = ByteRange(range.lowerBound..<end)
    // RFC 9110 §4.2.1: an http URI with an empty host is invalid.
    if host.isEmpty { return nil }
    if end == range.upperBound { return }
    guard bytes[end] == 0x3A else { return nil }
    port = ByteRange(end + 1..<range.upperBound)
    guard Self.isPort(bytes.slice(port.range)) else { return nil }
  }

  /// An IPv6 address without zone, or IPvFuture (RFC 3986 §3.2.2).
  private static func isAddress(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes.first?.lowercased == 0x76 { return isFutureAddress(bytes) }
    guard bytes.count < Int(INET6_ADDRSTRLEN) else { return false }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { text in
      for (index, byte) in bytes.enumerated() { text[index] = CChar(bitPattern: byte) }
      text[bytes.count] = 0
      guard let base = text.baseAddress else { return false }
      var address = in6_addr()
      return inet_pton(AF_INET6, base, &address) == 1
    }
  }

  /// `v` hexadecimal digits `.` characters of names or colons.
  private static func isFutureAddress(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let dot = bytes.firstIndex(of: 0x2E, from: 0), dot > 1, dot + 1 < bytes.count else {
      return false
    }
    return bytes.slice(1..<dot).allSatisfy { $0.hexValue != nil }
      && (dot + 1..<bytes.count).allSatisfy { index in
        bytes[index] == 0x3A
          || bytes[index] != 0x25 && isNameCharacter(bytes, index, bytes.count)
      }
  }

  /// reg-name: unreserved, sub-delims, escapes (RFC 3986 §3.2.2).
  private static func isNameCharacter(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ end: Int
  ) -> Bool {
    switch bytes[index] {
    case 0x25:
      return index + 2 < end && bytes[index + 1].hexValue != nil && bytes[index + 2].hexValue != nil
    case 0x21, 0x24, 0x26...0x2E, 0x3B, 0x3D, 0x5F, 0x7E: return true
    case let byte: return byte.isDigit || byte.lowercased &- 0x61 < 26
    }
  }

  private static func isPort(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes.count > 5 { return false }
    var value = 0
    for byte in bytes {
      guard byte.isDigit else { return false }
      value = value * 10 + Int(byte &- 0x30)
    }
    return value <= 65_535
  }
}
