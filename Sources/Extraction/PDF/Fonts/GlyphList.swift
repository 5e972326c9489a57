/// Unicode values of glyph names, by the rules of the Adobe Glyph List Specification.
enum GlyphList {
  /// Longest glyph name looked at, in bytes; PostScript allows 127.
  private static let nameLimit = 127
  /// Most characters one name stands for.
  private static let scalarLimit = 16

  /// Scalars of a glyph name such as `A`, `f_i`, `uni00410042`, `u1F600` or `a.alt`; empty if it
  /// means none. Names are compared in place: O(log n) in the list's length.
  static func scalars(of name: UnsafeBufferPointer<UInt8>) -> [UInt32] {
    // A suffix after the first full stop only chooses a variant; `.notdef` has no meaning.
    let stem = name.firstIndex(of: 0x2E) ?? name.count
    guard stem > 0, stem <= nameLimit else { return [] }
    var result: [UInt32] = []
    var start = 0
    while start <= stem, result.count < scalarLimit {
      var end = start
      while end < stem, name[end] != 0x5F { end += 1 }
      append(UnsafeBufferPointer(rebasing: name[start..<end]), to: &result)
      start = end + 1
    }
    return result
  }

  static func scalars(of name: [UInt8]) -> [UInt32] {
    name.withUnsafeBufferPointer { scalars(of: $0) }
  }

  private static func append(
    _ component: UnsafeBufferPointer<UInt8>, to result: inout [UInt32]
  ) {
    guard !component.isEmpty else { return }
    if listed(component, &result) { return }
    _ = uni(component, &result) || u(component, &result)
  }

  /// `uni` and groups of four hexadecimal digits, UTF-16 units that are no surrogates; lower case is
  /// taken too, since producers write it.
  private static func uni(
    _ name: UnsafeBufferPointer<UInt8>, _ result: inout [UInt32]
  ) -> Bool {
    guard name.count >= 7, (name.count - 3) % 4 == 0, name[0] == 0x75, name[1] == 0x6E,
      name[2] == 0x69
    else { return false }
    var values: [UInt32] = []
    for start in stride(from: 3, to: name.count, by: 4) {
      guard let value = hex(name, start..<start + 4), Unicode.Scalar(value) != nil
      else { return false }
      values.append(value)
    }
    result += values.prefix(scalarLimit)
    return true
  }

  /// `u` and four to six hexadecimal digits.
  private static func u(_ name: UnsafeBufferPointer<UInt8>, _ result: inout [UInt32]) -> Bool {
    guard (5...7).contains(name.count), name[0] == 0x75 else { return false }
    guard let value = hex(name, 1..<name.count), Unicode.Scalar(value) != nil else { return false }
    result.append(value)
    return true
  }

  private static func hex(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt32? {
    var value: UInt32 = 0
    for index in range {
      guard let digit = Lexer.hexValue(bytes[index]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  // MARK: - The list

  /// Looks a name up by halving the text of the list.
  private static func listed(
    _ name: UnsafeBufferPointer<UInt8>, _ result: inout [UInt32]
  ) -> Bool {
    let list = UnsafeBufferPointer(
      start: adobeGlyphList.utf8Start, count: adobeGlyphList.utf8CodeUnitCount)
    var low = 0
    var high = list.count
    while low < high {
      var line = (low + high) / 2
      while line > low, list[line - 1] != 0x0A { line -= 1 }
      var end = line
      while end < high, list[end] != 0x0A { end += 1 }
      switch order(name, list, line..<end) {
      case 0:
        read(list, line + name.count + 1..<end, &result)
        return true
      case ..<0: high = line
      default: low = end + 1
      }
    }
    return false
  }

  /// Compares a name with that of an entry: negative if it comes before.
  private static func order(
    _ name: UnsafeBufferPointer<UInt8>, _ list: UnsafeBufferPointer<UInt8>, _ entry: Range<Int>
  ) -> Int {
    var at = entry.lowerBound
    for byte in name {
      guard at < entry.upperBound, list[at] != 0x20 else { return 1 }
      if list[at] != byte { return Int(byte) - Int(list[at]) }
      at += 1
    }
    return at < entry.upperBound && list[at] == 0x20 ? 0 : -1
  }

  /// Reads an entry's values: hexadecimal, with `_` between.
  private static func read(
    _ list: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ result: inout [UInt32]
  ) {
    var value: UInt32 = 0
    for index in range {
      if let digit = Lexer.hexValue(list[index]) {
        value = value << 4 | UInt32(digit)
      } else {
        result.append(value)
        value = 0
      }
    }
    result.append(value)
  }
}
