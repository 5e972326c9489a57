import Codec
import Extraction

/// Takes down a document's pages while they are matched, in the form the cache keeps.
///
/// One a worker: it keeps its buffers and its zlib state.
struct TextRecorder: ~Copyable {
  /// Most bytes recorded of one document, before they are deflated: beyond it (tens of thousands
  /// of pages) a document is read anew each time rather than held in memory whole.
  static let limit = 64 << 20

  private var deflater = Deflater(.zlib, level: 1)
  private var text: [UInt8] = []
  private var geometry: [UInt8] = []
  private var isOver = false

  mutating func begin() {
    text.removeAll(keepingCapacity: true)
    geometry.removeAll(keepingCapacity: true)
    isOver = false
  }

  mutating func add(_ page: borrowing Page) {
    guard !isOver else { return }
    let start = geometry.count
    PageCoding.appendMarks(of: page, to: &geometry)
    text.append(CachedText.pageFollows)
    PageCoding.append(page, geometry: geometry.count - start, to: &text)
    isOver = text.count > Self.limit - geometry.count
    if isOver { (text, geometry) = ([], []) }
  }

  /// The document under a key; `nil` when it can't be kept.
  mutating func finish(_ ending: CachedEnding, _ key: CacheKey) -> [UInt8]? {
    guard !isOver else { return nil }
    text.append(CachedText.endFollows)
    guard SummaryCoding.append(ending, to: &text) else { return nil }
    return CachedText.pack(text: text, geometry: geometry, key, &deflater)
  }
}
