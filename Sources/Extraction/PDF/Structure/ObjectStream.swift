/// An object stream, decoded: many objects in one stream (ISO 32000-2 §7.5.7).
final class ObjectStream {
  let bytes: [UInt8]
  /// Object numbers and where each begins in ``bytes``, as the header lists them.
  let objects: [(number: Int, offset: Int)]

  /// Objects of one stream; writers put some hundred into each.
  private static let objectLimit = 500_000

  /// - Parameters:
  ///   - count: of objects, as stated; the header is read no further than it is one.
  ///   - first: where the objects begin.
  init(bytes: [UInt8], count: Int, first: Int) {
    self.bytes = bytes
    var objects: [(number: Int, offset: Int)] = []
    bytes.withUnsafeBytes { raw in
      let head = UnsafeRawBufferPointer(rebasing: raw[0..<min(max(0, first), raw.count)])
      var lexer = Lexer(head)
      while objects.count < min(count, Self.objectLimit), lexer.next() == .integer {
        let number = lexer.integer
        guard lexer.next() == .integer else { break }
        objects.append((number, first &+ lexer.integer))
      }
    }
    self.objects = objects
  }

  /// Reads an object by its place in the header; where another number stands there, by its number.
  func object(_ number: Int, at index: Int, nesting: Int) -> PDFObject? {
    var offset: Int?
    if objects.indices.contains(index), objects[index].number == number {
      offset = objects[index].offset
    } else {
      offset = objects.last { $0.number == number }?.offset
    }
    guard let offset, offset >= 0, offset < bytes.count else { return nil }
    return bytes.withUnsafeBytes { raw in
      var lexer = Lexer(raw, at: offset)
      return ObjectParser(nesting: nesting).parse(&lexer)
    }
  }
}

/// Object streams decoded lately, so that each is decoded about once.
struct ObjectStreamCache {
  /// Bytes kept, in all: object streams hold some hundred objects, tens of kilobytes each.
  static let bytesKept = 16 << 20

  private var streams: [(number: Int, stream: ObjectStream)] = []
  private var size = 0

  /// The stream with a number; it moves to the front.
  mutating func find(_ number: Int) -> ObjectStream? {
    guard let at = streams.firstIndex(where: { $0.number == number }) else { return nil }
    let found = streams[at]
    if at > 0 {
      streams.remove(at: at)
      streams.insert(found, at: 0)
    }
    return found.stream
  }

  mutating func insert(_ stream: ObjectStream, _ number: Int) {
    streams.insert((number, stream), at: 0)
    size += stream.bytes.count
    while size > Self.bytesKept, streams.count > 1 {
      size -= streams.removeLast().stream.bytes.count
    }
  }
}

extension PDFDocument {
  /// Reads an object out of an object stream, or nil when it is not there.
  func readCompressed(_ number: Int, in stream: Int, at index: Int) -> PDFObject? {
    let nesting = budget.limits.nesting
    guard let found = objectStream(stream)?.object(number, at: index, nesting: nesting) else {
      repairs.note(.brokenObjectStream, at: 0)
      return nil
    }
    return found
  }

  /// The decoded object stream with a number.
  func objectStream(_ number: Int) -> ObjectStream? {
    if let cached = objectStreams.find(number) { return cached }
    guard let stream = load(.init(number: number, generation: 0)).stream,
      let decoded = decodeObjectStream(stream)
    else { return nil }
    objectStreams.insert(decoded, number)
    return decoded
  }

  func decodeObjectStream(_ stream: PDFStream) -> ObjectStream? {
    guard let first = integer(stream.dictionary, .first), first >= 0,
      let count = integer(stream.dictionary, .count), count >= 0
    else { return nil }
    var decoded: [UInt8] = []
    do {
      guard case .bytes = try decode(stream, into: &decoded) else { return nil }
    } catch {
      budget.fail(error)
      return nil
    }
    return ObjectStream(bytes: decoded, count: count, first: first)
  }
}
