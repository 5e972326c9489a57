import Dispatch
import Extraction
import FileSources
import Foundation
import Matching
import Recognition
import Store
import Testing

@testable import Pipeline

@Suite("the text cache", .serialized)
struct TextCacheTests {
  private let folder = TemporaryFolder()

  private func cache(maxBytes: Int = 1 << 30, log: Counter = Counter()) -> TextCache {
    TextCache(folder: folder.path, maxBytes: maxBytes) { _ in log.increment() }
  }

  private func context(
    _ source: any FileSource, _ codes: [String], _ mode: MatchMode = .word
  ) throws -> SessionContext {
    SessionContext(source: source, matcher: Matcher(try CodeSet(codes, mode: mode)), codeCount: 1)
  }

  /// Reads every drawing of a source; times are left out of the results.
  private func scan(_ context: SessionContext, _ cache: TextCache?) throws -> [DrawingResult] {
    var reader = DrawingReader(settings: WorkerSettings(count: 1), clock: .system, cache: cache)
    var results: [DrawingResult] = []
    _ = try context.source.list { items in
      for item in items {
        var result = try reader.recall(item, context) ?? reader.read(item, context)
        (result.seconds, result.finishedAt) = (0, 0)
        results.append(result)
      }
    }
    return results
  }

  private func withoutOrigin(_ results: [DrawingResult]) -> [DrawingResult] {
    results.map {
      var result = $0
      result.fromCache = false
      return result
    }
  }

  private static let texts: [String: [UInt8]] = [
    "a.txt": Array("HOLE-1 and hole\u{AD}-2\nHC-7".utf8), "b.csv": Array("HOLE-2,\"x\"\n".utf8),
    "empty.pdf": [], "broken.pdf": Array("%PDF-1.7\n1 0 obj\n<<".utf8),
    "image.png": [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
  ]

  @Test("results from the cache are those from the files", arguments: MatchMode.allCases)
  func demo(mode: MatchMode) throws {
    let demo = DemoSource(files: 25)
    let first = try context(demo, ["nothing"], mode)
    let cache = cache()
    #expect(try scan(first, cache).allSatisfy { !$0.fromCache })
    let second = try context(demo, demo.set.targets + ["1", "DN"], mode)
    let expected = try scan(second, nil)
    let cached = try scan(second, cache)
    #expect(cached.allSatisfy { $0.fromCache })
    #expect(withoutOrigin(cached) == expected)
    #expect(expected.contains { !$0.places.isEmpty })
    cache.close()
    // And from the file, after a restart.
    let reopened = self.cache()
    let again = try scan(second, reopened)
    #expect(again == cached)
    reopened.close()
  }

  @Test(
    "a drawing is not opened again, or not extracted, its problems included",
    arguments: [true, false])
  func reads(isNaming: Bool) throws {
    let source = MemorySource(Self.texts, isNaming: isNaming)
    let context = try context(source, ["HOLE-1", "HOLE-2", "HC-7"])
    let cache = cache()
    let first = try scan(context, cache)
    let second = try scan(context, cache)
    cache.close()
    #expect(source.readCount == (isNaming ? 5 : 10))
    #expect(second.allSatisfy { $0.fromCache })
    #expect(withoutOrigin(second) == first)
    #expect(Set(first.map(\.verdict)) == [.read, .unreadable])
  }

  @Test("content that changed, and other limits, are read anew")
  func changes() throws {
    let cache = cache()
    let old = MemorySource(["a.txt": Array("HOLE-1".utf8)], isNaming: false)
    let new = MemorySource(["a.txt": Array("HOLE-2".utf8)], isNaming: false)
    _ = try scan(try context(old, ["HOLE-1"]), cache)
    let result = try scan(try context(new, ["HOLE-1", "HOLE-2"]), cache)
    #expect(result.map(\.codes) == [[1]])
    #expect(result.allSatisfy { !$0.fromCache })
    var settings = WorkerSettings(count: 1)
    settings.limits.pages = 9
    var reader = DrawingReader(settings: settings, clock: .system, cache: cache)
    let item = SourceItem(name: "a.txt", reference: "a.txt")
    #expect(try !reader.read(item, try context(new, ["HOLE-2"])).fromCache)
    cache.close()
  }

  @Test("a page without text is read anew once there is text recognition, and its text is not")
  func recognition() throws {
    let cache = cache()
    let lines = (0..<80).map { "\($0) 0 m \($0) 9 l S" }.joined(separator: "\n")
    let outlines = Array(
      """
      %PDF-1.4
      1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
      2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
      3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj
      4 0 obj<</Length \(lines.utf8.count)>>stream
      \(lines)
      endstream endobj
      trailer<</Root 1 0 R>>
      """.utf8)
    let source = MemorySource(["a.pdf": outlines, "b.txt": Array("HOLE-1".utf8)])
    let context = try context(source, ["HOLE-1"])
    #expect(try scan(context, cache).map(\.fromCache) == [false, false])
    #expect(try scan(context, cache).map(\.fromCache) == [true, true])
    let programs = Programs(tesseract: "/bin/false", pdftoppm: "/bin/false", version: "1")
    let folder = NSTemporaryDirectory() + "/isoscan-test-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = RecognitionPlan.on(RecognitionSettings(programs: programs), folder: folder)
    for _ in 0..<2 {
      var reader = DrawingReader(
        settings: WorkerSettings(count: 1, recognition: plan), clock: .system, cache: cache)
      let items = ["a.pdf", "b.txt"].map { SourceItem(name: $0, reference: $0) }
      #expect(reader.recall(items[0], context) == nil, "a recognition that failed is not kept")
      #expect(reader.recall(items[1], context)?.codes == [0])
      let result = try reader.read(items[0], context)
      #expect(result.verdict == .noText)
      #expect(result.message?.contains("false ended with status 1") == true)
    }
    cache.close()
  }

  @Test("a file that changed after it was listed is not kept for what it was")
  func changedAfterListing() throws {
    let folder = TemporaryFolder()
    let path = folder.file("a.txt")
    try Data("HOLE-1".utf8).write(to: URL(fileURLWithPath: path))
    let source = try FolderSource(root: folder.path, extensions: ["txt"])
    var listed: [SourceItem] = []
    _ = try source.list { listed += $0 }
    let item = try #require(listed.first)
    try Data("HOLE-22".utf8).write(to: URL(fileURLWithPath: path))
    let cache = cache()
    var reader = DrawingReader(
      settings: WorkerSettings(count: 1), clock: .system, cache: cache)
    let context = try context(source, ["HOLE-1", "HOLE-22"])
    #expect(try reader.read(item, context).codes == [1])
    #expect(reader.recall(item, context) == nil)
    cache.close()
  }

  @Test("the file stays within its bound, and the least recently used go first")
  func eviction() throws {
    let limit = 2 << 20
    let cache = cache(maxBytes: limit)
    let keys = (0..<600).map { CacheKeys.standard.key(source: "\($0)", name: "a.pdf") }
    for key in keys {
      cache.store((0..<8_000).map { _ in UInt8.random(in: 0...255) }, key)
    }
    cache.close()
    let reopened = self.cache(maxBytes: limit)
    #expect(reopened.byteCount <= Int64(limit))
    var bytes: [UInt8] = []
    let kept = keys.count { reopened.read($0, into: &bytes) }
    #expect(kept > 20 && kept < 400)
    #expect(reopened.sweep(unusedSince: Clock.system.now() + 10_000_000) == kept)
    #expect(!keys.contains { reopened.read($0, into: &bytes) })
    reopened.close()
  }

  @Test("a damaged file gives no wrong result and is begun anew", arguments: 0..<12)
  func damage(round: Int) throws {
    let source = MemorySource(
      Dictionary(uniqueKeysWithValues: (0..<40).map { ("\($0).txt", Array("HOLE-\($0)".utf8)) }))
    let context = try context(source, (0..<40).map { "HOLE-\($0)" })
    let expected = try scan(context, nil)
    let first = cache()
    _ = try scan(context, first)
    first.close()
    let path = folder.file(CacheFile.name)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for _ in 0..<(round < 6 ? 4 : 400) {
      bytes[Int.random(in: bytes.indices)] = .random(in: 0...255)
    }
    if round % 3 == 2 { bytes.removeLast(Int.random(in: 1...bytes.count)) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    for _ in 0..<2 {
      let damaged = cache()
      #expect(withoutOrigin(try scan(context, damaged)) == expected)
      damaged.close()
    }
  }

  @Test("a file that is no cache, or of a later version, is begun anew")
  func foreign() throws {
    try Data("not a database, but quite long enough to look like one".utf8).write(
      to: URL(fileURLWithPath: folder.file(CacheFile.name)))
    let log = Counter()
    let cache = cache(log: log)
    let context = try context(MemorySource(Self.texts), ["HOLE-1"])
    _ = try scan(context, cache)
    #expect(try scan(context, cache).allSatisfy { $0.fromCache })
    #expect(log.value == 1)
    cache.close()
  }

  @Test("a folder that can't be written means no cache, and no failure")
  func unusable() throws {
    let cache = TextCache(folder: folder.file("missing"), maxBytes: 1 << 20)
    let context = try context(MemorySource(Self.texts), ["HOLE-1"])
    #expect(try scan(context, cache) == scan(context, nil))
    #expect(try scan(context, cache).allSatisfy { !$0.fromCache })
    cache.close()
  }

  @Test("many workers store and read at once")
  func concurrent() throws {
    let cache = cache()
    let wrong = Counter()
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      var bytes: [UInt8] = []
      for round in 0..<300 {
        let number = (worker * 7 + round) % 100
        let key = CacheKeys.standard.key(source: "\(number)", name: "a.pdf")
        let content = [UInt8](repeating: UInt8(number), count: 2_000 + number)
        if cache.read(key, into: &bytes), bytes != content { wrong.increment() }
        cache.store(content, key)
      }
    }
    var bytes: [UInt8] = []
    for number in 0..<100 {
      #expect(
        cache.read(CacheKeys.standard.key(source: "\(number)", name: "a.pdf"), into: &bytes))
    }
    cache.close()
    #expect(wrong.value == 0)
  }
}
