import Extraction
import FileSources
import Matching

/// One worker's way to the cache: its keys, and its buffers for taking down and giving back.
struct CachedReading: ~Copyable {
  private let cache: TextCache
  private let keys: CacheKeys
  /// What reads pages without text now.
  private let recognizer: String
  private var recorder = TextRecorder()
  private var replay = TextReplay()
  private var bytes: [UInt8] = []

  init(_ cache: TextCache, settings: WorkerSettings) {
    self.cache = cache
    recognizer = settings.recognition.fingerprint
    keys = CacheKeys(limits: settings.limits, maxFileBytes: settings.maxFileBytes)
  }

  /// The key that a drawing has without being opened, if its source can tell.
  func key(of item: SourceItem, in source: any FileSource) -> CacheKey? {
    source.contentName(of: item).map { keys.key(source: $0, name: item.name) }
  }

  func key(of content: [UInt8], name: String) -> CacheKey {
    keys.key(content: content, name: name)
  }

  /// Matches a kept document.
  ///
  /// - Returns: what it holds and how its reading ended; `nil` when there is none.
  mutating func match(
    _ key: CacheKey, _ matcher: Matcher, _ scratch: inout Matcher.Scratch
  ) -> (ending: CachedEnding, findings: Findings, pages: Int)? {
    guard cache.read(key, into: &bytes) else { return nil }
    var findings = Findings()
    var pages = 0
    do throws(CachedText.Refusal) {
      let ending = try run(key) { page, geometry in
        pages += 1
        findings.add(page, matcher, &scratch) { geometry.marks(of: page) }
      }
      // What had no text then may have some now.
      if case .read(let summary) = ending, summary.isForRecognizer,
        summary.recognizer != recognizer
      {
        return nil
      }
      return (ending, findings, pages)
    } catch {
      if error == .damaged { cache.reportDamage() }
      return nil
    }
  }

  private mutating func run(
    _ key: CacheKey, _ body: (borrowing Page, inout TextReplay.Geometry) -> Void
  ) throws(CachedText.Refusal) -> CachedEnding {
    let bytes = bytes
    return try bytes.withUnsafeBufferPointer { raw throws(CachedText.Refusal) in
      try replay.run(UnsafeRawBufferPointer(raw), key, body)
    }
  }

  // MARK: Taking down

  mutating func begin() { recorder.begin() }

  mutating func add(_ page: borrowing Page) { recorder.add(page) }

  /// Keeps what was taken down since ``begin()``.
  mutating func keep(_ ending: CachedEnding, _ key: CacheKey) {
    if let document = recorder.finish(ending, key) { cache.store(document, key) }
  }
}
