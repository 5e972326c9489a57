import Codec
import Foundation
import Testing

@testable import FileSources

@Suite struct UploadStoreTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func store(bytes: Int64 = 1_000_000, files: Int = 100) throws -> UploadStore {
    try UploadStore(
      directory: folder.path + "/uploads", limits: .init(bytes: bytes, files: files),
      extensions: ["pdf", "txt"])
  }

  private let random = (0..<16).map { UInt8($0) }

  private func upload(
    _ files: [(String, [UInt8])], to store: UploadStore
  ) throws -> UploadStore.Summary {
    var upload = try store.begin(random: random)
    for (name, bytes) in files {
      try upload.beginFile(name)
      for byte in bytes { try withUnsafeBytes(of: byte) { try upload.write($0) } }
      try upload.endFile()
    }
    return try upload.finish()
  }

  private func zip(_ entries: [(String, [UInt8])]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try withUnsafeMutablePointer(to: &bytes) { sink in
      nonisolated(unsafe) let sink = sink
      var writer = ZipWriter(modified: 0) { sink.pointee.append(contentsOf: $0) }
      for (name, content) in entries {
        try writer.begin(name)
        try writer.write(content)
        try writer.end()
      }
      try writer.finish()
    }
    return bytes
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test("files come back by name, in order, and survive a new store")
  func roundTrip() throws {
    let summary = try upload([("b.pdf", bytes("bee")), ("a.pdf", bytes("ay"))], to: store())
    #expect(summary.files == 2 && summary.bytes == 5 && summary.leftOut == 0)
    let source = try store().source(summary.id)
    #expect(try source.names() == ["a.pdf", "b.pdf"])
    #expect(try source.text("b.pdf") == "bee")
    #expect(try store().list() == [summary])
    #expect(throws: SourceError.tooLarge(3)) { try source.text("b.pdf", limit: 2) }
  }

  @Test("two files of one name are both kept")
  func sameName() throws {
    let summary = try upload([("a.pdf", bytes("1")), ("a.pdf", bytes("2"))], to: store())
    let source = try store().source(summary.id)
    #expect(try source.names() == ["a (2).pdf", "a.pdf"])
    #expect(try source.text("a (2).pdf") == "2")
  }

  @Test(
    "names lose what is dangerous in them",
    arguments: [
      ("../../etc/a.pdf", "etc/a.pdf"), ("C:\\set\\a.pdf", "set/a.pdf"), ("/a.pdf", "a.pdf"),
      ("a\nb\u{7F}.pdf", "a_b_.pdf"), ("./x/./a.pdf", "x/a.pdf"), ("..", "drawing"),
      ("", "drawing"),
      ("a//b.pdf", "a/b.pdf"),
    ])
  func safeNames(_ given: String, _ kept: String) {
    #expect(UploadName.safe(given) == kept)
  }

  @Test("a very long name keeps its end")
  func longName() {
    let name = UploadName.safe(String(repeating: "é", count: 5_000) + ".pdf")
    #expect(name.utf8.count <= UploadName.limit && name.hasSuffix("é.pdf"))
  }

  @Test("other files are left out and counted; a PDF is one by content too")
  func leftOut() throws {
    let files = [
      ("a.exe", bytes("MZ")), ("scan", bytes("%PDF-1.4")), (".hidden.pdf", bytes("x")),
      ("b.pdf", bytes("b")),
    ]
    let summary = try upload(files, to: store())
    #expect(summary.files == 2 && summary.leftOut == 2)
    let source = try store().source(summary.id)
    #expect(try source.names() == ["b.pdf", "scan"])
    #expect(try source.text("b.pdf") == "b")
    #expect(try source.everything().listing.leftOut == 2)
  }

  @Test("a ZIP is unpacked, its folders kept in the names")
  func archive() throws {
    let archive = try zip([
      ("set/1.pdf", bytes("one")), ("set/2.TXT", bytes("two")), ("__MACOSX/set/._1.pdf", [0]),
      ("set/.DS_Store", [0]), ("readme.md", [0]), ("../../out.pdf", bytes("out")),
    ])
    let summary = try upload([("0.pdf", bytes("zero")), ("set.zip", archive)], to: store())
    #expect(summary.files == 4 && summary.leftOut == 3 && summary.bytes == 13)
    let source = try store().source(summary.id)
    #expect(try source.names() == ["0.pdf", "out.pdf", "set/1.pdf", "set/2.TXT"])
    #expect(try source.text("set/2.TXT") == "two")
    let outside = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(outside == ["uploads"])
  }

  @Test("a document from memory is kept as a drawing or a set")
  func keep() throws {
    let one = try store().keep(bytes("%PDF-"), name: "drawing.pdf", random: random)
    #expect(one.files == 1)
    let other = random.map { $0 + 1 }
    let two = try store().keep(
      try zip([("a.pdf", [1]), ("b.pdf", [2])]), name: "file_content", random: other)
    #expect(two.files == 2)
    #expect(try store().source(two.id).names() == ["a.pdf", "b.pdf"])
  }

  @Test("more than the limit is refused and leaves nothing")
  func limits() throws {
    #expect(throws: SourceError.self) {
      try upload([("a.pdf", [1, 2, 3]), ("b.pdf", [1, 2])], to: store(bytes: 4))
    }
    let bomb = try zip([("a.pdf", [UInt8](repeating: 0, count: 500_000))])
    #expect(bomb.count < 1_000)
    #expect(throws: SourceError.self) { try upload([("a.zip", bomb)], to: store(bytes: 10_000)) }
    let many = try zip((0..<5).map { ("\($0).pdf", [1]) })
    #expect(throws: SourceError.uploadTooLarge("upload: more than 4 files")) {
      try upload([("a.zip", many)], to: store(files: 4))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/uploads") == [])
  }

  @Test("a broken ZIP is told by its name")
  func broken() throws {
    #expect(throws: SourceError.brokenArchive("set.zip: not a ZIP archive")) {
      try upload([("set.zip", bytes("nothing"))], to: store())
    }
    var cut = try zip([("a.pdf", [1, 2, 3])])
    cut.removeLast(30)
    #expect(throws: SourceError.self) { try upload([("set.zip", cut)], to: store()) }
  }

  @Test("an upload that is not finished leaves nothing")
  func unfinished() throws {
    let store = try store()
    do {
      var upload = try store.begin(random: random)
      try upload.beginFile("a.pdf")
    }
    #expect(try store.list() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.directory) == [])
    try FileManager.default.createDirectory(
      atPath: store.directory + "/crashed.part", withIntermediateDirectories: true)
    try store.removeUnfinished()
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.directory) == [])
  }

  @Test("a deleted upload is gone; deleting it again is no error")
  func delete() throws {
    let store = try store()
    let summary = try upload([("a.pdf", [1])], to: store)
    let source = try store.source(summary.id)
    let item = try #require(try source.everything().items.first)
    try store.delete(summary.id)
    try store.delete(summary.id)
    #expect(throws: SourceError.notFound("upload")) { try store.source(summary.id) }
    #expect(throws: SourceError.notFound("a.pdf")) { try source.read(item, limit: 10) }
  }

  @Test(
    "an id that is none of ours is not found",
    arguments: ["", "..", "../uploads", "abc", String(repeating: "a", count: 22), "a/b"])
  func ids(_ id: String) throws {
    #expect(throws: SourceError.notFound("upload")) { try store().source(id) }
    try store().delete(id)
    #expect(FileManager.default.fileExists(atPath: folder.path + "/uploads"))
  }

  @Test("too few random bytes make no id")
  func weak() throws {
    #expect(throws: SourceError.self) { try store().keep([1], name: "a.pdf", random: [1, 2]) }
  }
}
