import Codec

@testable import HTTP

/// Parsers of what clients send, which have to say the same however the bytes are split.
extension Harness {
  static let server = [
    Harness(name: "head", run: head),
    Harness(name: "chunked") { bytes in Splits.check(Array(bytes), Chunks.read) },
    Harness(name: "multipart", run: multipart),
    Harness(name: "websocket", run: webSocket),
    Harness(name: "inflate", run: inflate),
  ]

  @Sendable private static func head(_ bytes: UnsafeRawBufferPointer) {
    Splits.check(Array(bytes), Heads.read)
    Heads.use(bytes)
  }

  /// The first line is the Content-Type, the rest the body.
  @Sendable private static func multipart(_ bytes: UnsafeRawBufferPointer) {
    let type = bytes.prefix { $0 != 0x0A }
    let body = Array(bytes.dropFirst(type.count + 1))
    let text = String(decoding: type, as: UTF8.self)
    Splits.check(body) { pieces in Parts.read(pieces, contentType: text) }
  }

  /// The first byte says what was negotiated.
  @Sendable private static func webSocket(_ bytes: UnsafeRawBufferPointer) {
    guard let flags = bytes.first else { return }
    var deflate = flags & 1 != 0 ? DeflateParameters() : nil
    deflate?.clientKeepsContext = flags & 2 != 0
    let limit = flags & 4 != 0 ? 100 : 100_000
    Splits.check(Array(bytes.dropFirst())) { pieces in
      MachineRun.events(pieces, deflate: deflate, messageLimit: limit, frameLimit: limit)
    }
  }

  /// The first byte says how the data is framed; whole or in pieces, by zlib or by our own decoder it
  /// inflates to the same, and what is deflated inflates to itself.
  @Sendable private static func inflate(_ bytes: UnsafeRawBufferPointer) {
    guard let flags = bytes.first else { return }
    let format = [CompressionFormat.zlib, .raw, .gzip][Int(flags % 3)]
    let data = Array(bytes.dropFirst())
    Splits.check(data) { pieces in Inflation.read(pieces, format) }
    if format == .zlib {
      let (own, zlib) = (Inflation.decode(data), Inflation.read([data], .zlib))
      promise(own.agrees(with: zlib), "ours: \(own)\nzlib: \(zlib)")
    }
    var packed: [UInt8] = []
    var deflater = Deflater(format, level: 1)
    data.withUnsafeBytes { deflater.deflate($0, flush: .finish, into: &packed) }
    promise(
      Inflation.read([packed], format) == Inflation(output: data, end: .ended),
      "deflated data does not inflate to itself")
  }
}

/// What a stream inflates to.
struct Inflation: Equatable {
  var output: [UInt8] = []
  var end = InflateEnd.truncated

  private static let limit = 100_000

  /// Whether the same came out; that a damaged stream ends too early or is wrong is one answer, which
  /// depends on how far a decoder looks ahead.
  func agrees(with other: Inflation) -> Bool {
    func damage(_ end: InflateEnd) -> InflateEnd { end == .truncated ? .corrupt : end }
    return output == other.output && damage(end) == damage(other.end)
  }

  /// By ``ZlibDecoder``.
  static func decode(_ data: [UInt8]) -> Inflation {
    var decoder = ZlibDecoder()
    var result = Inflation()
    data.withUnsafeBytes { data in
      result.end = decoder.inflate(data, limit: limit, into: &result.output)
    }
    return result
  }

  static func read(_ pieces: [[UInt8]], _ format: CompressionFormat) -> Inflation {
    var inflater = Inflater(format)
    var result = Inflation()
    for piece in pieces where result.end == .truncated {
      piece.withUnsafeBytes { piece in
        result.end = inflater.inflate(piece, limit: limit, into: &result.output).end
      }
    }
    promise(result.output.count <= limit, "more than the limit inflated")
    return result
  }
}
