/// What a client's frame has to keep to, whatever came before it.
extension FrameHeader {
  /// The rule that the header breaks (RFC 6455 §5): such a frame fails the connection with 1002.
  var violation: String? {
    // §5.1: a client's frames are masked.
    if mask == nil { return "a frame is not masked" }
    guard let payloadCount else { return lengthViolation }
    if hasReservedBits { return "reserved bits are set" }
    if isControl { return controlViolation(payloadCount) }
    return opcode <= 2 ? nil : "a reserved opcode"
  }

  /// §5.2.
  private var lengthViolation: String {
    isLengthOver63Bits
      ? "a frame's length has its first bit set" : "a frame's length is not in its shortest form"
  }

  /// §5.5.
  private func controlViolation(_ count: Int) -> String? {
    guard (8...10).contains(opcode) else { return "a reserved opcode" }
    if isCompressed { return "reserved bits are set" }
    if !isFinal { return "a control frame is fragmented" }
    return count > 125 ? "a control frame is too long" : nil
  }
}
