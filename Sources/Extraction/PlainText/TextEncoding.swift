/// How a text file's bytes spell characters.
enum TextEncoding: Equatable {
  /// After a byte order mark of `mark` bytes.
  case utf8(mark: Int)
  case utf16(bigEndian: Bool, mark: Int)
  /// Windows-1252, of which Latin-1's printable part is a part.
  case latin1

  /// Bytes looked at to tell text from binary.
  private static let window = 65_536

  /// Tells the encoding of text, or nil for what is no text: control bytes, or zero bytes in no order.
  init?(of bytes: UnsafeRawBufferPointer) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8(mark: 3)
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16(bigEndian: false, mark: 2)
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16(bigEndian: true, mark: 2)
    } else if let bigEndian = Self.unmarkedUTF16(bytes) {
      self = .utf16(bigEndian: bigEndian, mark: 0)
    } else if Self.hasControls(bytes) {
      return nil
    } else {
      self = Self.isUTF8(bytes) ? .utf8(mark: 0) : .latin1
    }
  }

  /// UTF-16 without a mark shows by zero bytes in every other place: at least 3 in 4 of one half, and
  /// hardly any of the other.
  private static func unmarkedUTF16(_ bytes: UnsafeRawBufferPointer) -> Bool? {
    let count = min(bytes.count, window) & ~1
    guard count >= 4 else { return nil }
    var even = 0
    var odd = 0
    for at in stride(from: 0, to: count, by: 2) {
      if bytes[at] == 0 { even += 1 }
      if bytes[at + 1] == 0 { odd += 1 }
    }
    let half = count / 2
    if even * 4 >= half * 3, odd * 50 <= half { return true }
    if odd * 4 >= half * 3, even * 50 <= half { return false }
    return nil
  }

  /// Whether there are bytes that no text has: most of those below a space.
  private static func hasControls(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var controls = 0
    for byte in bytes.prefix(window) {
      switch byte {
      // Tab, line ends, form feed, backspace, escape, end of file.
      case 0x08...0x0D, 0x1A, 0x1B: break
      case 0: return true
      case 1..<0x20, 0x7F: controls += 1
      default: break
      }
    }
    // Stray ones are put up with: one in a hundred, and one in a short file.
    return controls > max(1, bytes.prefix(window).count / 100)
  }

  private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }
}
