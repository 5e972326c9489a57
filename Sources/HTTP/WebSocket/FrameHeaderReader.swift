/// Reads frame headers out of input that may end inside one.
struct FrameHeaderReader {
  /// The beginning of a header that the input ended in.
  private var partial = InlineArray<14, UInt8>(repeating: 0)
  private var partialCount = 0

  /// - Returns: nil where the input, which is used up then, ends before the header does.
  @inline(__always)
  mutating func next(_ input: UnsafeRawBufferPointer, _ offset: inout Int) -> FrameHeader? {
    if partialCount == 0, input.count - offset >= 2 {
      let count = FrameHeader.byteCount(input[offset + 1])
      if input.count - offset >= count {
        defer { offset += count }
        return FrameHeader(input.slice(offset..<offset + count))
      }
    }
    return nextByBytes(input, &offset)
  }

  private mutating func nextByBytes(
    _ input: UnsafeRawBufferPointer, _ offset: inout Int
  ) -> FrameHeader? {
    while offset < input.count {
      partial[partialCount] = input[offset]
      partialCount += 1
      offset += 1
      guard partialCount >= 2, partialCount == FrameHeader.byteCount(partial[1]) else { continue }
      let count = partialCount
      partialCount = 0
      return withUnsafeBytes(of: partial) { FrameHeader($0.slice(0..<count)) }
    }
    return nil
  }
}
