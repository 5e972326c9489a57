import Extraction
import Testing

@testable import Pipeline

@Suite("a document in the cache")
struct CachedTextTests {
  private let key = CacheKeys.standard.key(source: "a", name: "a.pdf")

  @Test("random pages come back bit for bit", arguments: 0..<30)
  func roundTrip(count: Int) throws {
    var maker = PageMaker()
    let pages = (0..<count).map { maker.page($0 + 1) }
    let bytes = try #require(packed(pages, key))
    let back = try unpacked(bytes, key)
    #expect(back.pages.map(\.fingerprint) == pages.map(\.fingerprint))
    guard case .read(let summary) = back.ending else {
      Issue.record("no summary")
      return
    }
    #expect(summary.pages == count)
    #expect(summary.verdicts == [.text: 2, .scanned: 1])
    #expect(summary.unreadablePages == [3, 7])
    #expect(summary.repairs == ["xref table rebuilt"])
  }

  @Test("endings that are final are kept, others are not")
  func endings() throws {
    var recorder = TextRecorder()
    for error in [
      ExtractionError.encrypted("a"), .unreadable("b"), .tooLarge("c"), .timedOut("d"),
      .interrupted(CancellationError()),
    ] {
      recorder.begin()
      let bytes = recorder.finish(.refused(error), key)
      #expect((bytes != nil) == CachedEnding.isFinal(error))
      guard let bytes, case .refused(let back) = try unpacked(bytes, key).ending else { continue }
      #expect(back.kind == error.kind)
      #expect(back.message == error.message)
    }
  }

  @Test("a changed byte or a cut never gives text")
  func damage() throws {
    var maker = PageMaker()
    let bytes = try #require(packed((0..<5).map { maker.page($0) }, key))
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= UInt8.random(in: 1...255)
      #expect(throws: CachedText.Refusal.self) { try unpacked(damaged, key) }
      #expect(throws: CachedText.Refusal.self) { try unpacked(Array(bytes[..<index]), key) }
    }
  }

  @Test("bytes that a checksum lets pass never trap")
  func decoding() {
    var maker = PageMaker()
    for _ in 0..<2_000 {
      var bytes: [UInt8] = []
      let page = maker.page(1)
      PageCoding.append(page, geometry: 0, to: &bytes)
      for _ in 0..<4 where !bytes.isEmpty {
        bytes[Int.random(in: bytes.indices)] = .random(in: 0...255)
      }
      bytes.withUnsafeBytes { raw in
        var reader = CacheBytes(raw)
        var back = Page()
        _ = PageCoding.read(&reader, into: &back)
        var summary = CacheBytes(raw)
        _ = SummaryCoding.read(&summary)
        var geometry = CacheBytes(raw, from: 3)
        var marks: [Page.Mark] = []
        _ = PageCoding.readMarks(&geometry, of: page, into: &marks)
      }
    }
  }

  @Test("the key follows content, limits and kind of file, and nothing else")
  func keys() {
    let keys = CacheKeys.standard
    var limits = Limits()
    limits.pages = 7
    let other = CacheKeys(limits: limits, maxFileBytes: 1 << 20)
    let key = keys.key(content: [1, 2], name: "x/a.pdf")
    #expect(keys.key(content: [1, 2], name: "y/b.PDF") == key)
    #expect(keys.key(content: [1, 3], name: "x/a.pdf") != key)
    #expect(keys.key(content: [1, 2], name: "x/a.csv") != key)
    #expect(other.key(content: [1, 2], name: "x/a.pdf") != key)
    #expect(keys.key(source: "a", name: "a.pdf") != keys.key(source: "b", name: "a.pdf"))
  }
}
