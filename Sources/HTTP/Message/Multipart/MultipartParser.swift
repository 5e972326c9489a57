internal import Glibc

/// What is wrong with a multipart body.
public struct MultipartError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
}

/// Reads multipart/form-data (RFC 7578, RFC 2046 §5.1) as it comes: bytes in, events out.
///
/// The events are the same however the body is split, but for the pieces that data comes in.
public struct MultipartParser: Sendable {
  public enum Event {
    case part(MultipartPart)
    /// A piece of the present part; the bytes are valid during the call only.
    case data(UnsafeRawBufferPointer)
    case partEnd
    /// The closing delimiter; what follows it is ignored (RFC 2046 §5.1.1).
    case end
  }

  /// Bounds, so that a body of nothing but headers costs little.
  public struct Limits: Sendable {
    /// Parts in a body.
    public var parts = 10_000
    /// Bytes of one part's header fields.
    public var head = 8_192

    public init() {}
  }

  private enum State { case preamble, tail, closingDash, tailLF, head, body, epilogue }

  private let limits: Limits
  /// CR LF `--` boundary.
  private let delimiter: [UInt8]
  private var state = State.preamble
  /// How much of the delimiter the last bytes were; the first needs no line end before it.
  private var matched = 2
  /// How much of what is matched lies before the part, and so is no data of it.
  private var borrowed = 2
  private var head: [UInt8] = []
  private var parts = 0

  /// - Parameter contentType: the request's Content-Type.
  /// - Returns: nil where that is no multipart/form-data with a valid boundary.
  public init?(contentType: String, limits: Limits = Limits()) {
    guard let value = ParameterizedValue(contentType), value.value == "multipart/form-data",
      let boundary = value.parameters["boundary"], (1...70).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), boundary.last != " "
    else { return nil }
    self.limits = limits
    delimiter = Array("\r\n--\(boundary)".utf8)
  }

  /// Whether the closing delimiter has been read.
  public var isComplete: Bool { state == .epilogue }

  /// Takes the next bytes of the body.
  public mutating func parse(
    _ bytes: UnsafeRawBufferPointer, _ event: (Event) -> Void
  ) throws(MultipartError) {
    var index = 0
    while index < bytes.count {
      switch state {
      case .preamble, .body: index = search(bytes, from: index, event)
      case .epilogue: return
      default:
        try takeFraming(bytes[index], event)
        index += 1
      }
    }
  }

  /// Looks for the delimiter; what is not part of it is data.
  private mutating func search(
    _ bytes: UnsafeRawBufferPointer, from start: Int, _ event: (Event) -> Void
  ) -> Int {
    var index = start
    while index < bytes.count {
      if matched == 0 {
        let end = bytes.firstIndex(of: 0x0D, from: index) ?? bytes.count
        emit(bytes.slice(index..<end), event)
        index = end
        if index < bytes.count {
          matched = 1
          index += 1
        }
      } else if bytes[index] == delimiter[matched] {
        matched += 1
        index += 1
        if matched == delimiter.count {
          endPart(event)
          return index
        }
      } else {
        // CR stands nowhere in the delimiter but first: no other restart is possible.
        delimiter.withUnsafeBytes { emit($0.slice(min(borrowed, matched)..<matched), event) }
        (matched, borrowed) = (0, 0)
      }
    }
    return index
  }

  private func emit(_ data: UnsafeRawBufferPointer, _ event: (Event) -> Void) {
    if state == .body, !data.isEmpty { event(.data(data)) }
  }

  private mutating func endPart(_ event: (Event) -> Void) {
    if state == .body { event(.partEnd) }
    (matched, borrowed) = (0, 0)
    state = .tail
  }

  /// One byte of what stands between parts.
  private mutating func takeFraming(
    _ byte: UInt8, _ event: (Event) -> Void
  ) throws(MultipartError) {
    switch (state, byte) {
    case (.tail, 0x2D): state = .closingDash
    case (.closingDash, 0x2D):
      state = .epilogue
      event(.end)
    // Transport padding (RFC 2046 §5.1.1).
    case (.tail, 0x20), (.tail, 0x09): break
    case (.tail, 0x0D): state = .tailLF
    case (.tailLF, 0x0A):
      state = .head
      head.removeAll(keepingCapacity: true)
    case (.head, _): try takeHead(byte, event)
    default: throw MultipartError(description: "a multipart delimiter is malformed")
    }
  }

  private mutating func takeHead(
    _ byte: UInt8, _ event: (Event) -> Void
  ) throws(MultipartError) {
    head.append(byte)
    if head.count > limits.head {
      throw MultipartError(description: "a part's header is over \(limits.head) bytes")
    }
    let isEmpty = head == [0x0D, 0x0A]
    guard byte == 0x0A, isEmpty || head.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] else { return }
    parts += 1
    if parts > limits.parts {
      throw MultipartError(description: "more than \(limits.parts) parts")
    }
    event(.part(try MultipartPart(head: head)))
    state = .body
    // An empty part's delimiter follows at once, its line end being the header's.
    (matched, borrowed) = (2, 2)
  }
}
