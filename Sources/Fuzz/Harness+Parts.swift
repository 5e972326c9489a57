import Codec

@testable import Extraction

/// Parsers of parts of documents, without the rest around them.
extension Harness {
  static let parts = [
    Harness(name: "lexer", run: lex),
    Harness(name: "content") { bytes in readAround(Enclosing.content, bytes) },
    Harness(name: "font") { bytes in readAround(Enclosing.font, bytes) },
    Harness(name: "cmap") { bytes in readAround(Enclosing.cmap, bytes) },
    Harness(name: "filter", run: filter),
  ]

  private static func readAround(_ enclosing: Enclosing, _ bytes: UnsafeRawBufferPointer) {
    enclosing.file(bytes).withUnsafeBytes { file in
      Reader.read { extractor, budget, body in
        var summary = Summary(format: .pdf)
        try extractor.readPDF(file, budget: budget, depth: 0, into: &summary, body)
      }
    }
  }

  /// Tokens, then objects: each step moves forward.
  @Sendable private static func lex(_ bytes: UnsafeRawBufferPointer) {
    var lexer = Lexer(bytes)
    var before = -1
    while lexer.next() != .end {
      promise(lexer.position > before, "a token of no bytes at \(before)")
      before = lexer.position
    }
    for references in [true, false] {
      var lexer = Lexer(bytes)
      let parser = ObjectParser(references: references)
      var before = -1
      while lexer.position < bytes.count {
        _ = parser.parse(&lexer)
        promise(lexer.position > before, "an object of no bytes at \(before)")
        before = lexer.position
      }
    }
    var inline = Lexer(bytes)
    inline.skipInlineImage()
    promise(inline.position <= bytes.count, "an inline image that leaves the content")
  }

  /// The first four bytes choose the filter and its parameters, the rest is its data.
  @Sendable private static func filter(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 4 else { return }
    let data = UnsafeRawBufferPointer(rebasing: bytes[4...])
    let limit = 1 << 20
    var output: [UInt8] = []
    switch bytes[0] % 8 {
    case 0: _ = ASCIIHex.decode(data, limit: limit, into: &output)
    case 1: _ = ASCII85.decode(data, limit: limit, into: &output)
    case 2: _ = RunLength.decode(data, limit: limit, into: &output)
    case 3: _ = LZW.decode(data, earlyChange: true, limit: limit, into: &output)
    case 4: _ = LZW.decode(data, earlyChange: false, limit: limit, into: &output)
    case 5:
      var decoder = ZlibDecoder()
      _ = Flate.decode(data, with: &decoder, limit: limit, into: &output)
    default: output.append(contentsOf: data)
    }
    // What one step may add to a full buffer.
    promise(output.count <= limit + 4_096, "a filter that passes its limit")
    let predictor = Predictor(
      kind: Int(bytes[1] % 16), colors: Int(bytes[2] >> 4) + 1, bits: 1 << Int(bytes[2] & 7),
      columns: Int(bytes[3]))
    let before = output.count
    predictor?.decode(&output)
    promise(output.count <= before, "a predictor that adds bytes")
  }
}
