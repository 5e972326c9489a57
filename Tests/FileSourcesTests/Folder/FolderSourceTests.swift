import Foundation
import Testing

@testable import FileSources

@Suite struct FolderSourceTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func source(_ subpath: String = "") throws -> FolderSource {
    try FolderSource(root: folder.path, subpath: subpath, extensions: ["pdf", "txt"])
  }

  @Test("drawings are listed in byte order, with names below the root")
  func order() throws {
    for name in ["b.pdf", "a/2.pdf", "a/1.PDF", "Z.txt", "a/b/c.pdf"] { try folder.write(name) }
    #expect(try source().names() == ["Z.txt", "a/1.PDF", "a/2.pdf", "a/b/c.pdf", "b.pdf"])
  }

  @Test("drawings are handed over when a page is full, and after half a second")
  func pagesByTime() throws {
    for number in 1...6 { try folder.write("\(number).pdf") }
    let times = Times(step: FolderWalk.pageTime / 2)
    let opened = try Descriptor(
      opening: RawPath.terminated(Array(folder.path.utf8)), flags: O_RDONLY | O_DIRECTORY)
    var pages: [Int] = []
    var listing = Listing()
    try withoutActuallyEscaping({ pages.append($0.count) }) { page in
      var walk = FolderWalk(
        realRoot: try opened.realPath(), extensions: ["pdf"], now: times.next, page)
      listing = try walk.run(opened, path: [])
    }
    #expect(listing.listed == 6)
    #expect(pages.count > 1 && pages.reduce(0, +) == 6)
    #expect(!pages.contains(0))
  }

  /// A clock that goes on by a step whenever it is asked.
  private final class Times {
    private var time: UInt64 = 0
    private let step: UInt64
    init(step: UInt64) { self.step = step }
    func next() -> UInt64 {
      time += step
      return time
    }
  }

  @Test("hidden entries and other extensions are left out and counted")
  func leftOut() throws {
    for name in ["a.pdf", ".b.pdf", ".git/c.pdf", ".git/d.pdf", "e.dwg", "f", "g.pdf~"] {
      try folder.write(name)
    }
    let (items, listing) = try source().everything()
    #expect(items.map(\.name) == ["a.pdf"])
    // .b.pdf, the folder .git once, e.dwg, f, g.pdf~
    #expect(listing == Listing(listed: 1, leftOut: 5))
  }

  @Test("a subpath lists that part, with names below it that read still finds")
  func subpath() throws {
    try folder.write("a/b/c.pdf", "inside")
    try folder.write("x.pdf")
    #expect(try source("a/./b/").names() == ["c.pdf"])
    #expect(try source("a//b").text("c.pdf") == "inside")
  }

  @Test(
    "a subpath that leads out is refused",
    arguments: ["..", "a/../..", "/etc", "a/..", "a/b/../../c", "x\0y"])
  func escape(_ subpath: String) {
    #expect(throws: SourceError.escapesRoot(subpath)) { try source(subpath) }
  }

  @Test("a folder that is not there is not found")
  func missing() throws {
    #expect(throws: SourceError.notFound("nowhere")) { try source("nowhere").names() }
    let gone = try FolderSource(root: folder.path + "/gone", extensions: ["pdf"])
    #expect(throws: SourceError.notFound(folder.path + "/gone")) { try gone.names() }
  }

  @Test("links inside the root are followed, links that lead out are not")
  func links() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret.pdf", "secret")
    try outside.write("dir/secret.pdf", "secret")
    try folder.write("real/a.pdf", "a")
    try folder.link("file.pdf", to: "real/a.pdf")
    try folder.link("folder", to: "real")
    try folder.link("out.pdf", to: outside.path + "/secret.pdf")
    try folder.link("outdir", to: outside.path + "/dir")
    try folder.link("dangling.pdf", to: "nothing")
    let (items, listing) = try source().everything()
    #expect(items.map(\.name) == ["file.pdf", "folder/a.pdf", "real/a.pdf"])
    #expect(listing.leftOut == 3)
    #expect(try source().text("folder/a.pdf") == "a")
    #expect(throws: SourceError.escapesRoot("outdir")) { try source("outdir").names() }
  }

  @Test("a link turned outwards after the listing does not lead out")
  func turned() throws {
    let outside = try TemporaryFolder()
    try outside.write("a.pdf", "secret")
    try folder.write("real/a.pdf", "a")
    let source = try source()
    let item = try #require(try source.everything().items.first)
    try FileManager.default.removeItem(atPath: folder.path + "/real")
    try folder.link("real", to: outside.path)
    #expect(throws: SourceError.escapesRoot("real/a.pdf")) { try source.read(item, limit: 100) }
  }

  @Test("links in a circle end")
  func circle() throws {
    try folder.write("a/1.pdf")
    try folder.link("a/up", to: "..")
    try folder.link("a/self", to: ".")
    for name in ["b", "c", "d", "e"] {
      try folder.write(name + "/1.pdf")
      for other in ["b", "c", "d", "e"] where other != name {
        try folder.link("\(name)/\(other)", to: "../" + other)
      }
    }
    let names = try source().names()
    #expect(Set(names).count == names.count)
    #expect(names.contains("a/1.pdf") && names.contains("e/1.pdf"))
    #expect(names.count < 100)
  }

  @Test("pipes and devices are left out, and don't block a read")
  func pipes() throws {
    try folder.write("a.pdf")
    #expect(mkfifo(folder.path + "/pipe.pdf", 0o600) == 0)
    let (items, listing) = try source().everything()
    #expect(items.map(\.name) == ["a.pdf"])
    #expect(listing.leftOut == 1)
    let forged = SourceItem(name: "pipe.pdf", reference: "pipe.pdf")
    #expect(throws: SourceError.notFound("pipe.pdf")) { try source().read(forged, limit: 10) }
  }

  @Test(
    "a forged reference doesn't lead out", arguments: ["../x", "%2E%2E/x", "/etc/passwd", "%2"])
  func forged(_ reference: String) throws {
    let item = SourceItem(name: "n", reference: reference)
    #expect(throws: SourceError.escapesRoot("n")) { try source().read(item, limit: 10) }
  }

  @Test("names that are not UTF-8 are shown, unique, and read")
  func rawNames() throws {
    for bytes: [UInt8] in [[0x61, 0xE9], [0x61, 0xE8], Array("é".utf8), Array("e\u{301}".utf8)] {
      let path = Array(folder.path.utf8) + [0x2F] + bytes + Array(".pdf".utf8)
      let file = open(RawPath.terminated(path), O_WRONLY | O_CREAT, 0o600)
      #expect(file >= 0)
      write(file, "z", 1)
      close(file)
    }
    let (items, _) = try source().everything()
    #expect(Set(items.map(\.name)).count == 4)
    #expect(items.contains { $0.name == "a\\xE9.pdf" && $0.reference == "a%E9.pdf" })
    for item in items {
      #expect(try source().read(item, limit: 10) == [0x7A])
      #expect(try source().isAsListed(item))
    }
    let named = try PathsSource([folder.path], extensions: ["pdf"])
    let urls = try named.everything().items.map(named.url(of:))
    #expect(urls.contains { $0.hasPrefix("file:///") && $0.hasSuffix("/a%E9.pdf") })
  }

  @Test("a file over the limit is told with its size before it is read")
  func tooLarge() throws {
    try folder.write("a.pdf", "12345")
    #expect(throws: SourceError.tooLarge(5)) { try source().text("a.pdf", limit: 4) }
    #expect(try source().text("a.pdf", limit: 5) == "12345")
  }

  @Test("a file that vanished is not found")
  func vanished() throws {
    try folder.write("a.pdf")
    let item = try #require(try source().everything().items.first)
    try FileManager.default.removeItem(atPath: folder.path + "/a.pdf")
    #expect(throws: SourceError.notFound("a.pdf")) { try source().read(item, limit: 10) }
  }

  @Test("the identity changes with the file and not otherwise")
  func identity() throws {
    try folder.write("a.pdf", "1")
    let before = try source().everything().items
    #expect(try source().everything().items == before)
    #expect(before.first?.size == 1)
    try FileManager.default.removeItem(atPath: folder.path + "/a.pdf")
    try folder.write("a.pdf", "22")
    #expect(try source().everything().items.first?.identity != before.first?.identity)
  }

  @Test("pages hold at most a thousand, and what a page throws ends the listing")
  func pages() throws {
    for number in 0..<2_100 { try folder.write("\(number).txt", "") }
    var sizes: [Int] = []
    let listing = try source().list { sizes.append($0.count) }
    #expect(sizes == [1_000, 1_000, 100])
    #expect(listing.listed == 2_100)
    var calls = 0
    #expect(throws: CancellationError.self) {
      try source().list { _ in
        calls += 1
        throw CancellationError()
      }
    }
    #expect(calls == 1)
  }
}

@Suite struct RawPathTests {
  @Test("every byte survives the reference")
  func reference() {
    let all = (1...255).map { UInt8($0) }
    #expect(RawPath.bytes(RawPath.reference(all)) == all)
    #expect(RawPath.reference(Array("a b/c-1.pdf".utf8)) == "a%20b/c-1.pdf")
  }

  @Test("a malformed reference is none", arguments: ["%", "%4", "%GG", "a%"])
  func malformed(_ text: String) { #expect(RawPath.bytes(text) == nil) }

  @Test("names claimed twice get numbers before their extension")
  func unique() {
    var names = UniqueNames()
    #expect(names.claim("a/b.pdf") == "a/b.pdf")
    #expect(names.claim("a/b.pdf") == "a/b (2).pdf")
    #expect(names.claim("a/b.pdf") == "a/b (3).pdf")
    #expect(names.claim("a.b/c") == "a.b/c")
    #expect(names.claim("a.b/c") == "a.b/c (2)")
  }
}
