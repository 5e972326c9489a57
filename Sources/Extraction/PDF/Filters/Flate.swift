internal import Codec

/// FlateDecode (ISO 32000-2 §7.4.4): zlib data, and what is left of it when it is damaged.
enum Flate {
  static func decode(
    _ input: UnsafeRawBufferPointer, with decoder: inout ZlibDecoder, limit: Int,
    into output: inout [UInt8]
  ) -> FilterEnd {
    switch decoder.inflate(input, limit: limit, into: &output) {
    case .ended: return .whole
    case .limit: return .limit
    case .truncated, .corrupt: break
    }
    if output.isEmpty { return recover(input, limit: limit, into: &output) }
    return .damaged
  }

  /// Tries data whose zlib header is wrong or missing as raw deflate, past white space before it.
  private static func recover(
    _ input: UnsafeRawBufferPointer, limit: Int, into output: inout [UInt8]
  ) -> FilterEnd {
    var start = 0
    let table = CharacterClass.table
    while start < min(input.count, 4),
      table[Int(input[start])] & CharacterClass.whiteSpace != 0
    {
      start += 1
    }
    if start > 0 {
      var framed = Inflater(.zlib)
      let rest = UnsafeRawBufferPointer(rebasing: input[start...])
      let (end, _) = framed.inflate(rest, limit: limit, into: &output)
      if !output.isEmpty { return end == .limit ? .limit : .damaged }
    }
    for skipped in [2, 0] where start + skipped < input.count {
      var raw = Inflater(.raw)
      let rest = UnsafeRawBufferPointer(rebasing: input[(start + skipped)...])
      let (end, _) = raw.inflate(rest, limit: limit, into: &output)
      if !output.isEmpty { return end == .limit ? .limit : .damaged }
    }
    return input.isEmpty ? .whole : .damaged
  }
}
