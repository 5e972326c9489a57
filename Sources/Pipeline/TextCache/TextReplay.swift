import Codec
import Extraction

/// Hands out the pages of a kept document as the extractor would.
///
/// One a worker: it keeps its buffers and its decoder.
struct TextReplay: ~Copyable {
  private var inflater = ZlibDecoder()
  private var text: [UInt8] = []
  private var page = Page()

  /// Where a page's text stands: read when it is first asked for.
  struct Geometry: ~Copyable {
    fileprivate var inflater = ZlibDecoder()
    fileprivate var bytes: [UInt8] = []
    fileprivate var isInflated = false
    /// Valid while a document is run, and forgotten then.
    fileprivate var parts: CachedText.Parts?
    fileprivate var offset = 0
    /// The number of the page whose marks are held, and a page that holds nothing else.
    fileprivate var current = -1
    fileprivate var marks = Page()
    fileprivate var isDamaged = false
  }

  private var geometry = Geometry()

  /// Calls `body` with each page, without its marks, and what tells where its text stands.
  ///
  /// - Throws: ``CachedText/Refusal`` for bytes that are not a document under this key; pages
  ///   handed out before it count for nothing.
  mutating func run(
    _ bytes: UnsafeRawBufferPointer, _ key: CacheKey,
    _ body: (borrowing Page, inout Geometry) -> Void
  ) throws(CachedText.Refusal) -> CachedEnding {
    let parts = try CachedText.unpack(bytes, key)
    text.removeAll(keepingCapacity: true)
    guard Self.inflate(parts.text, parts.textLength, &inflater, &text) else { throw .damaged }
    geometry.begin(parts)
    defer { geometry.parts = nil }
    let ending = text.withUnsafeBytes { raw -> CachedEnding? in
      var reader = CacheBytes(raw)
      var offset = 0
      while reader.byte() == CachedText.pageFollows {
        guard let length = PageCoding.read(&reader, into: &page) else { return nil }
        geometry.turn(to: offset)
        body(page, &geometry)
        offset &+= length
      }
      return SummaryCoding.read(&reader)
    }
    guard let ending, !geometry.isDamaged else { throw .damaged }
    return ending
  }

  /// Inflates a whole part, which must give exactly `length` bytes.
  fileprivate static func inflate(
    _ part: UnsafeRawBufferPointer, _ length: Int, _ inflater: inout ZlibDecoder,
    _ output: inout [UInt8]
  ) -> Bool {
    // One byte more than is expected, so that the stream's end is seen.
    output.reserveCapacity(length + 1)
    let end = inflater.inflate(part, limit: length + 1, into: &output)
    return end == .ended && output.count == length
  }
}

extension TextReplay.Geometry {
  fileprivate mutating func begin(_ parts: CachedText.Parts) {
    self.parts = parts
    isInflated = false
    isDamaged = false
    current = -1
  }

  fileprivate mutating func turn(to offset: Int) {
    self.offset = offset
    current = -1
  }

  /// The marks of the page that is being handed out.
  mutating func marks(of page: borrowing Page) -> [Page.Mark] {
    if current != offset { read(page) }
    return marks.marks
  }

  private mutating func read(_ page: borrowing Page) {
    current = offset
    guard inflateOnce() else {
      isDamaged = true
      return
    }
    isDamaged = bytes.withUnsafeBytes { raw in
      var reader = CacheBytes(raw, from: offset)
      return !PageCoding.readMarks(&reader, of: page, into: &marks.marks)
    }
  }

  private mutating func inflateOnce() -> Bool {
    if isInflated { return true }
    guard let parts else { return false }
    bytes.removeAll(keepingCapacity: true)
    isInflated = TextReplay.inflate(parts.geometry, parts.geometryLength, &inflater, &bytes)
    return isInflated
  }
}
