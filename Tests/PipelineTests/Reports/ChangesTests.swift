import Codec
import Foundation
import Store
import Testing

@testable import Pipeline

@Suite("the report of a second scan")
struct ChangesTests {
  /// Scans drawings (name to identity and codes; those without codes can't be read) to the end.
  private func scan(
    _ id: String, _ drawings: KeyValuePairs<String, (identity: String, codes: [Int]?)>,
    _ backend: any Backend, at now: Int64, codes asked: [String] = ["HOLE-1", "HOLE-2"]
  ) throws -> SessionSnapshot {
    let listed = drawings.map {
      NewDrawing(name: $0.key, reference: $0.key, size: 1, identity: $0.value.identity)
    }
    let codes = Dictionary(uniqueKeysWithValues: drawings.map { ($0.key, $0.value.codes) })
    _ = try backend.start(
      NewSession(
        id: id, createdAt: now, source: "{}", sourceKey: "plant", codes: asked),
      firstDrawings: listed, listingDone: true)
    while let lease = try backend.lease(upTo: 1, now: now).first {
      guard try backend.begin(lease, now: now) else { continue }
      var result = read((codes[lease.name] ?? nil) ?? [], at: now)
      if codes[lease.name] == .some(nil) { result.verdict = .encrypted }
      _ = try backend.finish(lease, result)
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

  /// The rows of Changes: name, change, codes gained and lost by their spelling.
  private func changes(
    _ now: SessionSnapshot, since earlier: SessionSnapshot, _ backend: any Backend
  ) throws -> [[String]] {
    let codes = try backend.codes(of: now.id)
    var rows: [[String]] = []
    try backend.forEachChange(of: now.id, since: earlier.id) { change in
      rows.append(
        [change.name, change.kind.rawValue]
          + [change.gained, change.lost].map { codes_ in
            codes_.map { codes[$0] }.joined(separator: ",")
          })
    }
    return rows
  }

  @Test("the same codes in another case, form and order are the same codes")
  func foldedCodes() throws {
    let harness = try BackendKind.sqlite.make()
    let first = try scan(
      "first", ["same": ("1", [0]), "lost": ("1", [1])], harness.backend, at: 1)
    _ = try harness.backend.complete("first", report: "r.xlsx", now: 2)
    // U+2011 is a hyphen that does not break.
    let second = try scan(
      "second", ["same": ("1", [1]), "lost": ("1", [])], harness.backend, at: 3,
      codes: ["Hole\u{2011}2", "hole-1"])
    #expect(try harness.backend.previous(of: "second")?.id == "first")
    #expect(
      try changes(second, since: first, harness.backend)
        == [["lost", "codes", "", "Hole\u{2011}2"]])
  }

  @Test("a drawing that can't be read now, or could not before, has lost and gained nothing")
  func notRead() throws {
    let harness = try BackendKind.sqlite.make()
    let first = try scan(
      "first",
      [
        "now": ("1", [0]), "before": ("1", nil), "both": ("1", nil), "edited": ("1", nil),
        "gone": ("1", nil), "fine": ("1", [1]),
      ], harness.backend, at: 1)
    _ = try harness.backend.complete("first", report: "r.xlsx", now: 2)
    let second = try scan(
      "second",
      [
        "now": ("1", nil), "before": ("1", [1]), "both": ("1", nil), "edited": ("2", nil),
        "new": ("1", nil), "fine": ("1", [1]),
      ], harness.backend, at: 3)
    #expect(
      try changes(second, since: first, harness.backend) == [
        ["now", "notRead", "", ""], ["before", "notRead", "", ""],
        ["edited", "notRead", "", ""], ["new", "new", "", ""], ["gone", "gone", "", ""],
      ])
    #expect(try sheets(second, harness.backend).contains(">Not read<"))
  }

  @Test("drawings below a folder that can't be listed are not read: neither gone nor new")
  func unlistedFolder() throws {
    let harness = try BackendKind.sqlite.make()
    let first = try scan(
      "first", ["a/1": ("1", [0]), "b/": ("", nil), "c/1": ("1", [0])], harness.backend, at: 1)
    _ = try harness.backend.complete("first", report: "r.xlsx", now: 2)
    let second = try scan(
      "second", ["b/1": ("1", [1]), "a/": ("", nil), "d/": ("", nil)], harness.backend, at: 3)
    #expect(
      try changes(second, since: first, harness.backend) == [
        ["b/1", "notRead", "", ""], ["a/", "notRead", "", ""], ["d/", "notRead", "", ""],
        ["a/1", "notRead", "", ""], ["c/1", "gone", "", "HOLE-1"],
      ])
  }
}
