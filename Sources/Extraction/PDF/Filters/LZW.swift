/// LZWDecode (ISO 32000-2 §7.4.4.2).
///
/// A code stands for a stretch of the output itself: what it adds to the table is the previous code's text
/// and the byte after it, which lie side by side there.
enum LZW {
  private static let clear = 256
  private static let endOfData = 257
  private static let firstFree = 258
  /// Codes have at most 12 bits.
  private static let codes = 4096

  /// - Parameter earlyChange: whether codes grow one entry early, as nearly all files have it.
  static func decode(
    _ input: UnsafeRawBufferPointer, earlyChange: Bool, limit: Int, into output: inout [UInt8]
  ) -> FilterEnd {
    var starts = [Int](repeating: 0, count: codes)
    var lengths = [Int](repeating: 0, count: codes)
    let early = earlyChange ? 1 : 0
    var next = firstFree
    var width = 9
    var bits: UInt32 = 0
    var held = 0
    var at = 0
    // The stretch of output the previous code made; length 0 after a clear.
    var lastStart = 0
    var lastLength = 0
    while true {
      while held < width, at < input.count {
        bits = bits &<< 8 | UInt32(input[at])
        at += 1
        held += 8
      }
      guard held >= width else { return .damaged }
      held -= width
      let code = Int(bits >> UInt32(held)) & ((1 << width) - 1)
      if code == endOfData { return .whole }
      if code == clear {
        next = firstFree
        width = 9
        lastLength = 0
        continue
      }
      let start = output.count
      if code < clear {
        output.append(UInt8(code))
      } else if code < next {
        append(starts[code], lengths[code], to: &output)
      } else if code == next, lastLength > 0 {
        append(lastStart, lastLength, to: &output)
        output.append(output[lastStart])
      } else {
        return .damaged
      }
      if output.count > limit { return .limit }
      if lastLength > 0, next < codes {
        starts[next] = lastStart
        lengths[next] = lastLength + 1
        next += 1
      }
      lastStart = start
      lastLength = output.count - start
      if next + early >= 1 << width, width < 12 { width += 1 }
    }
  }

  private static func append(_ start: Int, _ length: Int, to output: inout [UInt8]) {
    for at in start..<start + length { output.append(output[at]) }
  }
}
