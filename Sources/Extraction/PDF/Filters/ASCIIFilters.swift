/// ASCIIHexDecode (ISO 32000-2 §7.4.2): what is no digit is skipped.
enum ASCIIHex {
  static func decode(_ input: UnsafeRawBufferPointer, limit: Int, into output: inout [UInt8])
    -> FilterEnd
  {
    var half: UInt8?
    for byte in input {
      if byte == 0x3E { break }
      guard let digit = Lexer.hexValue(byte) else { continue }
      if let high = half {
        if output.count >= limit { return .limit }
        output.append(high << 4 | digit)
        half = nil
      } else {
        half = digit
      }
    }
    if let half { output.append(half << 4) }
    return .whole
  }
}

/// ASCII85Decode (ISO 32000-2 §7.4.3): what is no digit is skipped.
enum ASCII85 {
  static func decode(_ input: UnsafeRawBufferPointer, limit: Int, into output: inout [UInt8])
    -> FilterEnd
  {
    var group: UInt32 = 0
    var digits = 0
    for byte in input {
      if byte == 0x7E { break }
      if byte == 0x7A, digits == 0 {
        output.append(contentsOf: [0, 0, 0, 0])
      } else if (0x21...0x75).contains(byte) {
        group = group &* 85 &+ UInt32(byte - 0x21)
        digits += 1
        if digits == 5 {
          append(group, count: 4, to: &output)
          group = 0
          digits = 0
        }
      }
      if output.count > limit { return .limit }
    }
    guard digits > 1 else { return .whole }
    // A short group is filled up with the highest digit and loses as many bytes.
    for _ in digits..<5 { group = group &* 85 &+ 84 }
    append(group, count: digits - 1, to: &output)
    return .whole
  }

  private static func append(_ group: UInt32, count: Int, to output: inout [UInt8]) {
    for index in 0..<count {
      output.append(UInt8(truncatingIfNeeded: group >> UInt32(24 - 8 * index)))
    }
  }
}

/// RunLengthDecode (ISO 32000-2 §7.4.5).
enum RunLength {
  private static let endOfData = 128

  static func decode(_ input: UnsafeRawBufferPointer, limit: Int, into output: inout [UInt8])
    -> FilterEnd
  {
    var at = 0
    while at < input.count {
      let length = Int(input[at])
      at += 1
      if length == endOfData { return .whole }
      if length < endOfData {
        let end = min(input.count, at + length + 1)
        output.append(contentsOf: input[at..<end])
        at = end
      } else if at < input.count {
        output.append(contentsOf: repeatElement(input[at], count: 257 - length))
        at += 1
      }
      if output.count > limit { return .limit }
    }
    return .damaged
  }
}
