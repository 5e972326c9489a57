import Extraction
import FileSources
import Foundation
import Store

@testable import Pipeline

/// Random pages, some of them like no extractor would make them.
struct PageMaker {
  var random: SystemRandomNumberGenerator = SystemRandomNumberGenerator()

  mutating func page(_ number: Int) -> Page {
    var page = Page()
    page.reset(number: number, width: .random(in: 0...3_000), height: .random(in: 0...3_000))
    page.verdict = Verdict.allCases.randomElement() ?? .text
    page.flowing = .random()
    for _ in 0..<Int.random(in: 0...20) { add(run(), to: &page) }
    return page
  }

  private mutating func add(_ run: Page.Run, to page: inout Page) {
    let start = page.scalars.count
    var mark = Page.Mark(
      x: .random(in: -100...3_000), y: .random(in: -100...3_000), advance: .random(in: 0...20))
    for _ in 0..<Int.random(in: 0...40) {
      page.scalars.append(Bool.random() ? .random(in: 32...126) : .random(in: 0...UInt32.max))
      page.marks.append(mark)
      mark.x += mark.advance * run.direction.dx
      mark.y += mark.advance * run.direction.dy
      mark.advance = [mark.advance, .random(in: 0...20), .infinity, 0].randomElement() ?? 0
    }
    var run = run
    run.range = start..<page.scalars.count
    page.runs.append(run)
  }

  private func run() -> Page.Run {
    func vector() -> Page.Vector { .init(dx: .random(in: -9...9), dy: .random(in: -9...9)) }
    let kind = Page.Kind.allCases.randomElement() ?? .text
    return Page.Run(
      range: 0..<0, direction: vector(), up: vector(), down: vector(), kind: kind,
      visible: .random(), confidence: kind == .ocr ? .random(in: 0...100) : nil)
  }
}

extension Page {
  /// Everything of it, floats by their bits.
  var fingerprint: [String] {
    [
      "\(number) \(width.bitPattern) \(height.bitPattern) \(verdict) \(flowing) \(scalars)",
      "\(marks.map { [$0.x.bitPattern, $0.y.bitPattern, $0.advance.bitPattern] })",
      "\(runs)",
    ]
  }
}

extension CacheKeys {
  static let standard = CacheKeys(limits: Limits(), maxFileBytes: 1 << 20)
}

/// A document of these pages as it is kept.
func packed(_ pages: [Page], _ key: CacheKey) -> [UInt8]? {
  var recorder = TextRecorder()
  recorder.begin()
  for page in pages { recorder.add(page) }
  var summary = Summary(format: .pdf)
  summary.pages = pages.count
  summary.verdicts = [.text: 2, .scanned: 1]
  summary.unreadablePages = [3, 7]
  summary.repairs = ["xref table rebuilt"]
  return recorder.finish(.read(summary), key)
}

/// The pages of a kept document, with their marks.
func unpacked(_ bytes: [UInt8], _ key: CacheKey) throws -> (pages: [Page], ending: CachedEnding) {
  var replay = TextReplay()
  var pages: [Page] = []
  let ending = try bytes.withUnsafeBytes { raw in
    try replay.run(raw, key) { page, geometry in
      var whole = copy page
      whole.marks = geometry.marks(of: page)
      pages.append(whole)
    }
  }
  return (pages, ending)
}

/// A source whose drawings are in memory, and which counts how often one is read.
final class MemorySource: FileSource {
  let files: [String: [UInt8]]
  /// Whether it can tell content without reading.
  let isNaming: Bool
  private let reads = Counter()

  init(_ files: [String: [UInt8]], isNaming: Bool = true) {
    self.files = files
    self.isNaming = isNaming
  }

  var readCount: Int { reads.value }

  func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing {
    try page(files.keys.sorted().map { SourceItem(name: $0, reference: $0) })
    return Listing(listed: files.count)
  }

  func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    reads.increment()
    guard let bytes = files[item.name] else { throw .notFound(item.name) }
    return bytes
  }

  func contentName(of item: SourceItem) -> String? { isNaming ? "memory " + item.name : nil }
}

final class Counter: @unchecked Sendable {
  // Every access holds the lock.
  private let lock = NSLock()
  private var count = 0

  var value: Int { lock.withLock { count } }
  func increment() { lock.withLock { count += 1 } }
}
