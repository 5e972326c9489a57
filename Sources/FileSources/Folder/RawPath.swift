/// File names are bytes; what is shown is text, what is kept loses nothing.
enum RawPath {
  /// The bytes as an opaque reference: everything but letters, digits and `-._/` as `%XX`.
  static func reference(_ bytes: [UInt8]) -> String {
    var text = [UInt8]()
    text.reserveCapacity(bytes.count)
    for byte in bytes {
      if isPlain(byte) {
        text.append(byte)
      } else {
        text += [0x25, hexDigit(byte >> 4), hexDigit(byte & 15)]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes a reference stands for, or `nil` when it is malformed.
  static func bytes(_ reference: String) -> [UInt8]? {
    var bytes = [UInt8]()
    var input = reference.utf8.makeIterator()
    while let byte = input.next() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard let high = input.next().flatMap(hexValue), let low = input.next().flatMap(hexValue)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// A name as shown: valid UTF-8; a byte that is none becomes `\xHH`.
  static func shown(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = (1...4).first {
        $0 <= rest.count
          && String(validating: rest.prefix($0), as: UTF8.self)?.unicodeScalars.count == 1
      }
      if let length {
        text += String(decoding: rest.prefix(length), as: UTF8.self)
        rest = rest.dropFirst(length)
      } else {
        let byte = rest.removeFirst()
        text += "\\x" + String(decoding: [hexDigit(byte >> 4), hexDigit(byte & 15)], as: UTF8.self)
      }
    }
    return text
  }

  /// The components of a relative path, `.` and empty ones dropped.
  /// - Returns: `nil` when the path is absolute, or holds `..` or NUL.
  static func components(_ path: [UInt8]) -> [[UInt8]]? {
    guard path.first != 0x2F, !path.contains(0) else { return nil }
    let parts = path.split(separator: 0x2F).map(Array.init).filter { $0 != [0x2E] }
    return parts.contains([0x2E, 0x2E]) ? nil : parts
  }

  /// The extension in lower case, or `nil`.
  static func lowercasedExtension(_ name: [UInt8]) -> String? {
    guard let dot = name.lastIndex(of: 0x2E), dot > 0, dot + 1 < name.count else { return nil }
    return String(validating: name[(dot + 1)...], as: UTF8.self)?.lowercased()
  }

  /// `path` as a C string.
  static func terminated(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2F: true
    default: false
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x37 + value
  }

  private static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x37
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }
}

/// Gives every name once: a second one becomes `name (2).pdf`.
struct UniqueNames {
  // Strings that are canonically equivalent count as equal, as they look equal too.
  private var taken: Set<String> = []

  /// `name`, or the first free variant of it, which is taken from then on.
  mutating func claim(_ name: String) -> String {
    if taken.insert(name).inserted { return name }
    let slash = name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex
    let dot = name[slash...].lastIndex(of: ".") ?? name.endIndex
    let cut = dot == slash ? name.endIndex : dot
    var number = 2
    while true {
      let variant = "\(name[..<cut]) (\(number))\(name[cut...])"
      if taken.insert(variant).inserted { return variant }
      number += 1
    }
  }
}
