import Codec
import Foundation
import Store
import Testing

@testable import Pipeline

@Suite("the report of a second scan")
struct ChangesTests {
  /// Scans drawings (name to identity and codes) to the end.
  private func scan(
    _ id: String, _ drawings: KeyValuePairs<String, (identity: String, codes: [Int])>,
    _ backend: any Backend, at now: Int64
  ) throws -> SessionSnapshot {
    let listed = drawings.map {
      NewDrawing(name: $0.key, reference: $0.key, size: 1, identity: $0.value.identity)
    }
    let codes = Dictionary(uniqueKeysWithValues: drawings.map { ($0.key, $0.value.codes) })
    _ = try backend.start(
      NewSession(
        id: id, createdAt: now, source: "{}", sourceKey: "plant", codes: ["HOLE-1", "HOLE-2"]),
      firstDrawings: listed, listingDone: true)
    while let lease = try backend.lease(upTo: 1, now: now).first {
      guard try backend.begin(lease, now: now) else { continue }
      _ = try backend.finish(lease, read(codes[lease.name] ?? [], at: now))
    }
    return try #require(try backend.session(id))
  }

  /// The XML of all sheets of a session's report.
  private func sheets(_ session: SessionSnapshot, _ backend: any Backend) throws -> String {
    let folder = TemporaryFolder()
    let builder = ReportBuilder(
      backend: backend, session: session, codes: try backend.codes(of: session.id),
      link: { "http://localhost/open/\($0)" })
    try builder.write(to: folder.file("r.xlsx"), now: 5)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder.file("r.xlsx"))))
    let archive = try ZipReader(bytes)
    var text = ""
    for entry in archive.entries where entry.name.hasSuffix(".xml") {
      text += String(decoding: try archive.contents(of: entry, limit: 1 << 20), as: UTF8.self)
    }
    return text
  }

  @Test("says which drawings are new, gone or changed, and which codes were gained and lost")
  func changes() throws {
    let harness = try BackendKind.sqlite.make()
    let first = try scan(
      "first", ["same": ("1", [0]), "changed": ("1", [0]), "gone": ("1", [1])], harness.backend,
      at: 1)
    let before = try sheets(first, harness.backend)
    #expect(!before.contains("Changes"))
    #expect(!before.contains("Compared with"))
    _ = try harness.backend.complete("first", report: "r.xlsx", now: 2)
    let second = try scan(
      "second", ["same": ("1", [0]), "changed": ("2", [1]), "new": ("1", [0, 1])],
      harness.backend, at: 3)
    let after = try sheets(second, harness.backend)
    #expect(after.contains("\"Changes\""))
    #expect(after.contains("Compared with session"))
    for word in ["Changed", "New", "Gone"] { #expect(after.contains(">\(word)<")) }
    #expect(!after.contains("Other codes"))
  }
}
