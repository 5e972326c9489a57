/// Reads a chunked body (RFC 9112 §7.1) byte by byte: the same for every split.
///
/// Extensions are checked and ignored, trailers checked and dropped (§7.1.2 allows it).
struct ChunkedDecoder: Sendable {
  /// What to do next; ranges are of the bytes given.
  enum Step: Equatable {
    /// All bytes are used up.
    case needMore
    /// A piece of the body.
    case data(Range<Int>)
    /// The body is whole; what follows `at` is the next message.
    case end(at: Int)
    case refuse(Refusal)
  }

  private enum State {
    case sizeFirst, size, sizeBlank, sizeLF
    case extensionStart, extensionName, nameBlank, valueStart, value, quoted, quotedPair, valueEnd
    case data, dataCR, dataLF
    case trailer, trailerLF
  }

  /// Longest chunk line or trailer line, in bytes.
  static let lineLimit = 4_096
  /// Extensions of all chunks together, in bytes, and a sixteenth of the body more: they are a way to
  /// make a server read for nothing.
  static let extensionLimit = 65_536
  /// Trailer lines in all, in bytes.
  static let trailerLimit = 16_384

  private var state = State.sizeFirst
  private var remaining = 0
  private var digits = 0
  private var lineLength = 0
  private var extensionBytes = 0
  private var bodyBytes = 0
  private var trailerBytes = 0
  private var line: [UInt8] = []

  init() {}

  /// Bytes of the present chunk that are still to come, once its size is read.
  var announced: Int { state == .data ? remaining : 0 }

  /// - Parameter from: where to begin in `bytes`; every step but `needMore` says where it got to.
  mutating func next(_ bytes: UnsafeRawBufferPointer, from: Int) -> Step {
    var index = from
    while index < bytes.count {
      if state == .data {
        let count = min(remaining, bytes.count - index)
        remaining -= count
        if remaining == 0 { state = .dataCR }
        bodyBytes = bodyBytes.addingReportingOverflow(count).partialValue
        return .data(index..<index + count)
      }
      do throws(Refusal) {
        if try take(bytes[index]) { return .end(at: index + 1) }
      } catch { return .refuse(error) }
      index += 1
    }
    return .needMore
  }

  /// Takes one byte of framing.
  /// - Returns: whether the body is whole.
  private mutating func take(_ byte: UInt8) throws(Refusal) -> Bool {
    switch state {
    case .sizeFirst, .size, .sizeBlank: try takeSize(byte)
    case .extensionStart, .extensionName, .nameBlank, .valueStart, .value, .quoted, .quotedPair,
      .valueEnd:
      try takeExtension(byte)
    case .sizeLF:
      try expect(byte, 0x0A)
      lineLength = 0
      state = remaining == 0 ? .trailer : .data
    case .dataCR:
      try expect(byte, 0x0D)
      state = .dataLF
    case .dataLF:
      try expect(byte, 0x0A)
      state = .sizeFirst
    case .data: break
    case .trailer: try takeTrailer(byte)
    case .trailerLF: return try endTrailer(byte)
    }
    return false
  }

  private func expect(_ byte: UInt8, _ wanted: UInt8) throws(Refusal) {
    if byte != wanted { throw .malformed("the chunked body breaks the grammar") }
  }

  private mutating func takeSize(_ byte: UInt8) throws(Refusal) {
    lineLength += 1
    if let digit = byte.hexValue, state != .sizeBlank {
      if state == .sizeFirst { (remaining, digits, state) = (0, 0, .size) }
      // Leading zeros don't count, the line's limit bounds them; 15 digits keep below 2^60.
      if digits > 0 || digit > 0 { digits += 1 }
      guard digits <= 15, lineLength <= Self.lineLimit else {
        throw .malformed("a chunk size is too long")
      }
      remaining = remaining << 4 | Int(digit)
      return
    }
    switch (state, byte) {
    case (.size, 0x0D): state = .sizeLF
    case (.size, 0x3B), (.sizeBlank, 0x3B): state = .extensionStart
    // BWS stands before a semicolon only (RFC 9112 §7.1.1).
    case (.size, 0x20), (.size, 0x09): state = .sizeBlank
    case (.sizeBlank, 0x20) where lineLength <= Self.lineLimit: break
    case (.sizeBlank, 0x09) where lineLength <= Self.lineLimit: break
    default: throw .malformed("a chunk size is no number")
    }
  }

  /// chunk-ext-name [ `=` chunk-ext-val ], the value a token or a quoted string (RFC 9112 §7.1.1).
  private mutating func takeExtension(_ byte: UInt8) throws(Refusal) {
    lineLength += 1
    extensionBytes += 1
    if lineLength > Self.lineLimit || extensionBytes > Self.extensionLimit + bodyBytes / 16 {
      throw .malformed("the chunk extensions are too long")
    }
    guard let next = Self.afterExtension(state, byte) else {
      throw .malformed("a chunk extension breaks the grammar")
    }
    state = next
  }

  /// The state that `byte` leads to inside an extension; nil where it breaks the grammar.
  private static func afterExtension(_ state: State, _ byte: UInt8) -> State? {
    switch (state, byte) {
    case (.quotedPair, _): return byte.isFieldCharacter ? .quoted : nil
    case (.quoted, 0x5C): return .quotedPair
    case (.quoted, 0x22): return .valueEnd
    case (.quoted, _): return byte.isFieldCharacter ? .quoted : nil
    case (.extensionStart, 0x20), (.extensionStart, 0x09): return .extensionStart
    case (.extensionName, 0x20), (.extensionName, 0x09): return .nameBlank
    case (.nameBlank, 0x20), (.nameBlank, 0x09): return .nameBlank
    case (.valueStart, 0x20), (.valueStart, 0x09): return .valueStart
    case (.value, 0x20), (.value, 0x09), (.valueEnd, 0x20), (.valueEnd, 0x09): return .valueEnd
    case (.extensionName, 0x3D), (.nameBlank, 0x3D): return .valueStart
    case (.valueStart, 0x22): return .quoted
    case (.extensionName, 0x3B), (.nameBlank, 0x3B), (.value, 0x3B), (.valueEnd, 0x3B):
      return .extensionStart
    case (.extensionName, 0x0D), (.value, 0x0D), (.valueEnd, 0x0D): return .sizeLF
    case (.extensionStart, _), (.extensionName, _):
      return byte.isTokenCharacter ? .extensionName : nil
    case (.valueStart, _), (.value, _): return byte.isTokenCharacter ? .value : nil
    default: return nil
    }
  }

  private mutating func takeTrailer(_ byte: UInt8) throws(Refusal) {
    trailerBytes += 1
    if byte == 0x0D {
      state = .trailerLF
      return
    }
    guard byte.isFieldCharacter else { throw .malformed("a control character in a trailer") }
    if trailerBytes > Self.trailerLimit || line.count >= Self.lineLimit {
      throw Refusal(431, "headers_too_large", "the trailers are too long")
    }
    line.append(byte)
  }

  private mutating func endTrailer(_ byte: UInt8) throws(Refusal) -> Bool {
    try expect(byte, 0x0A)
    if line.isEmpty { return true }
    try line.withUnsafeBytes { bytes in
      Result { () throws(Refusal) in _ = try FieldLine.parse(bytes, 0..<bytes.count) }
    }.get()
    line.removeAll(keepingCapacity: true)
    state = .trailer
    return false
  }
}
