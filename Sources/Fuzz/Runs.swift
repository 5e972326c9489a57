@testable import HTTP

/// What ``HeadParser`` makes of pieces, and the parsers of what it found.
enum Heads {
  static func read(_ pieces: [[UInt8]]) -> String {
    var parser = HeadParser(limits: HeadLimits())
    var bytes: [UInt8] = []
    for piece in pieces {
      bytes += piece
      let step = bytes.withUnsafeBytes { parser.parse($0) }
      if step != .needMore { return "\(step) \(describe(parser.head))" }
    }
    return "needMore"
  }

  private static func describe(_ head: RequestHead) -> String {
    let fields = head.fields.map { "\(head.text($0.name)): \(head.text($0.value))" }
    return "\(head.method) \(head.framing) \(head.keepsAlive) \(fields)"
  }

  /// Reads the fields that a server looks into.
  static func use(_ bytes: UnsafeRawBufferPointer) {
    var parser = HeadParser(limits: HeadLimits())
    guard case .head = parser.parse(bytes) else { return }
    for field in parser.head.fields {
      parser.head.withBytes(field.value) { value in
        _ = ExtensionOffer.list(value).flatMap { DeflateParameters.negotiate($0) }
        _ = AcceptEncoding.prefersGzip(value)
        _ = PercentCoding.items(of: value)
        _ = ParameterizedValue(String(decoding: value, as: UTF8.self))
        checkRanges(ByteRanges.parse(value, length: 1_000))
        checkRanges(ByteRanges.parse(value, length: 0))
      }
    }
  }

  private static func checkRanges(_ verdict: ByteRanges.Verdict) {
    guard case .parts(let ranges) = verdict else { return }
    for range in ranges {
      promise(!range.isEmpty && range.upperBound <= 1_000, "a range outside of the file")
    }
  }
}

/// What ``ChunkedDecoder`` makes of pieces.
enum Chunks {
  static func read(_ pieces: [[UInt8]]) -> String {
    var decoder = ChunkedDecoder()
    var body: [UInt8] = []
    var before = 0
    for piece in pieces {
      var index = 0
      while index < piece.count {
        switch piece.withUnsafeBytes({ decoder.next($0, from: index) }) {
        case .needMore: index = piece.count
        case .data(let range):
          promise(range.lowerBound >= index && !range.isEmpty, "a chunk that goes back")
          body += piece[range]
          index = range.upperBound
        case .end(let end): return "\(body) end \(before + end)"
        case .refuse(let refusal): return "\(body) \(refusal)"
        }
      }
      before += piece.count
    }
    return "\(body) needMore"
  }
}

/// What ``MultipartParser`` makes of pieces.
enum Parts {
  static func read(_ pieces: [[UInt8]], contentType: String) -> [String] {
    guard var parser = MultipartParser(contentType: contentType) else { return ["no parser"] }
    var events: [String] = []
    var data: [UInt8] = []
    for piece in pieces {
      let isSound = piece.withUnsafeBytes { bytes -> Bool in
        do throws(MultipartError) {
          try parser.parse(bytes) { event in
            switch event {
            case .part(let part):
              events.append("\(part.name) \(part.fileName ?? "-") \(part.contentType ?? "-")")
            case .data(let bytes): data += bytes
            case .partEnd:
              events.append("\(data)")
              data = []
            case .end: events.append("end")
            }
          }
          return true
        } catch { return false }
      }
      if !isSound { return events + ["\(data) error"] }
    }
    return events + ["\(data) \(parser.isComplete)"]
  }
}
