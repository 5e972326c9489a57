import Testing

@testable import HTTP

/// However bytes are split, the parsers say the same.
@Suite struct SplitLawTests {
  /// Longest input that is split at every byte; longer ones are split at some.
  private static let everyByte = 600

  private func splits(_ count: Int) -> [Int] {
    count <= Self.everyByte ? Array(0...count) : Array(stride(from: 0, through: count, by: 97))
  }

  // MARK: Heads

  /// The last step and the head of a parser that gets `bytes` up to each of `ends` in turn.
  private func parseHead(_ bytes: [UInt8], _ ends: [Int]) -> String {
    var parser = HeadParser(limits: HeadLimits())
    for end in ends {
      let step = bytes.withUnsafeBytes { parser.parse($0.slice(0..<end)) }
      if step != .needMore {
        return "\(step) \(parser.head.method) \(parser.head.framing) \(parser.head.fields.count)"
      }
    }
    return "needMore"
  }

  @Test("a head split anywhere reads the same")
  func heads() {
    for entry in HTTPCases.all {
      let bytes = Array(entry.request.utf8)
      let whole = parseHead(bytes, [bytes.count])
      for split in splits(bytes.count) {
        #expect(parseHead(bytes, [split, bytes.count]) == whole, "\(entry) at \(split)")
      }
      if bytes.count <= Self.everyByte {
        #expect(parseHead(bytes, Array(1...max(1, bytes.count))) == whole, "\(entry) byte by byte")
      }
    }
  }

  // MARK: Chunked bodies

  private func decode(_ pieces: [[UInt8]]) -> String {
    var decoder = ChunkedDecoder()
    var body: [UInt8] = []
    var before = 0
    for piece in pieces {
      var index = 0
      while index < piece.count {
        switch piece.withUnsafeBytes({ decoder.next($0, from: index) }) {
        case .needMore: index = piece.count
        case .data(let range):
          body += piece[range]
          index = range.upperBound
        case .end(let end): return "\(String(decoding: body, as: UTF8.self)) end \(before + end)"
        case .refuse(let refusal): return "\(refusal)"
        }
      }
      before += piece.count
    }
    return "\(String(decoding: body, as: UTF8.self)) needMore"
  }

  @Test("a chunked body split anywhere reads the same")
  func chunks() throws {
    for entry in HTTPCases.chunks {
      let bytes = Array(entry.request.utf8)
      let start = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
      let body = Array(bytes[start...])
      let whole = decode([body])
      for split in splits(body.count) {
        #expect(
          decode([Array(body[..<split]), Array(body[split...])]) == whole, "\(entry) at \(split)")
      }
      #expect(decode(body.map { [$0] }) == whole, "\(entry) byte by byte")
    }
  }

  @Test("extensions are paid for by the body, however it comes")
  func extensions() {
    let line = "640;a=" + String(repeating: "b", count: 90) + "\r\n"
    let chunk = Array(line.utf8) + Array(repeating: 0x78, count: 1_600) + [0x0D, 0x0A]
    let body = (0..<700).flatMap { _ in chunk } + Array("0\r\n\r\n".utf8)
    let whole = decode([body])
    #expect(whole.hasSuffix(" end \(body.count)"))
    #expect(decode(body.map { [$0] }) == whole)
  }

  // MARK: Mutations

  @Test("no mutation of a request makes a parser trap, or depend on the split")
  func mutations() {
    var random = SplitMix(state: 42)
    let seeds = HTTPCases.all.map { Array($0.request.utf8.prefix(300)) }
    for round in 0..<20_000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        default:
          bytes.insert([0x0D, 0x0A, 0x20, 0x3A, 0x00].randomElement(using: &random) ?? 0, at: at)
        }
      }
      let whole = parseHead(bytes, [bytes.count])
      let split = Int.random(in: 0...bytes.count, using: &random)
      #expect(parseHead(bytes, [split, bytes.count]) == whole)
      _ = decode([bytes])
    }
  }
}
