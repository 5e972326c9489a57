import Testing

@testable import Codec

@Suite("ZIP")
struct ZipTests {
  private func archive(_ files: [(String, [UInt8])]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try withUnsafeMutablePointer(to: &bytes) { target in
      var writer = ZipWriter(modified: 1_700_000_000) { target.pointee.append(contentsOf: $0) }
      for (name, contents) in files {
        try writer.begin(name)
        try writer.write(contents)
        try writer.end()
      }
      try writer.finish()
    }
    return bytes
  }

  @Test("what is written is read back")
  func roundTrip() throws {
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    let reader = try ZipReader(archive([("a/b.txt", Array("hello".utf8)), ("ü.bin", large)]))
    #expect(reader.entries.map(\.name) == ["a/b.txt", "ü.bin"])
    #expect(try reader.contents(of: reader.entries[0], limit: 100) == Array("hello".utf8))
    #expect(try reader.contents(of: reader.entries[1], limit: 300_000) == large)
  }

  @Test("an entry over the limit is refused")
  func limit() throws {
    let reader = try ZipReader(archive([("a", [UInt8](repeating: 0, count: 1_000))]))
    #expect(throws: ZipError.tooLarge(entry: "a", limit: 999)) {
      try reader.contents(of: reader.entries[0], limit: 999)
    }
  }

  @Test("no damage traps: every byte changed, every length cut")
  func damage() throws {
    let bytes = try archive([("a.txt", Array("hello hello hello".utf8))])
    for index in bytes.indices {
      var broken = bytes
      broken[index] ^= 0xFF
      for input in [broken, Array(bytes[..<index])] {
        guard let reader = try? ZipReader(input) else { continue }
        for entry in reader.entries { _ = try? reader.contents(of: entry, limit: 10_000) }
      }
    }
  }

  @Test(
    "names that lead out are unsafe",
    arguments: ["../a", "/a", "a/../../b", "C:\\a", "a\u{1}b"])
  func unsafe(name: String) throws {
    let reader = try ZipReader(archive([(name, [])]))
    #expect(reader.entries[0].safePath == nil)
  }

  @Test("an archive behind other bytes is read")
  func shifted() throws {
    let bytes = try archive([("a", Array("hello".utf8)), ("b", Array("world".utf8))])
    let reader = try ZipReader(Array("#!/bin/sh unpack\n".utf8) + bytes)
    #expect(try reader.contents(of: reader.entries[1], limit: 10) == Array("world".utf8))
  }

  @Test("a comment that looks like an end record is a comment")
  func comment() throws {
    var bytes = try archive([("a", Array("hello".utf8))])
    let comment: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 30)
    bytes[bytes.count - 2] = UInt8(comment.count)
    let reader = try ZipReader(bytes + comment)
    #expect(reader.entries.map(\.name) == ["a"])
  }

  @Test("entries that share their data are refused")
  func overlap() throws {
    var bytes = try archive([("a", [1, 2, 3]), ("b", [1, 2, 3])])
    // The second central header's offset, made that of the first entry.
    let headers = bytes.indices.filter { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }
    for index in 0..<4 { bytes[headers[1] + 42 + index] = 0 }
    #expect {
      _ = try ZipReader(bytes)
    } throws: { error in
      guard case ZipError.damaged(let what) = error else { return false }
      return what.contains("overlap")
    }
  }

  @Test("encrypted entries and other methods are named, wrong checksums are damage")
  func refusals() throws {
    let bytes = try archive([("a", [1, 2, 3])])
    let header = try #require(
      bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    func failure(_ offset: Int, _ value: UInt8) throws -> ZipError? {
      var changed = bytes
      changed[header + offset] = value
      let reader = try ZipReader(changed)
      do throws(ZipError) {
        _ = try reader.contents(of: reader.entries[0], limit: 10)
        return nil
      } catch { return error }
    }
    #expect(try failure(8, 9) == .encrypted("a"))
    #expect(try failure(10, 12) == .unsupportedMethod(12, entry: "a"))
    #expect(try failure(16, ~bytes[header + 16]) == .damaged("checksum of a is wrong"))
    #expect(throws: ZipError.notZip) { _ = try ZipReader([]) }
    #expect(throws: ZipError.notZip) { _ = try ZipReader(Array("PK, plain text".utf8)) }
  }

  @Test("names without the flag are UTF-8 where they can be, else CP437")
  func names() throws {
    for (name, expected) in [([0x81], "ü"), (Array("ü".utf8), "ü"), ([0xE1], "ß")]
      as [([UInt8], String)]
    {
      var bytes = try archive([(String(repeating: "x", count: name.count), [])])
      let header = try #require(
        bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
      bytes[header + 9] = 0
      bytes.replaceSubrange(header + 46..<header + 46 + name.count, with: name)
      #expect(try ZipReader(bytes).entries[0].name == expected)
    }
  }

  @Test(
    "safe names stay, in one form",
    arguments: [
      ("a/b.pdf", "a/b.pdf"), ("a\\b", "a/b"),
      ("./a//b", "a/b"), ("a/..b", "a/..b"),
    ])
  func safe(name: String, expected: String) throws {
    let reader = try ZipReader(archive([(name, [])]))
    #expect(reader.entries[0].safePath == expected)
  }

  @Test("more entries than 16 bits count need ZIP64")
  func manyEntries() throws {
    let count = 66_000
    let bytes = try archive((0..<count).map { ("\($0)", []) })
    let reader = try ZipReader(bytes)
    #expect(reader.entries.count == count)
    #expect(reader.entries[count - 1].name == "\(count - 1)")
    let shifted = try ZipReader([1, 2, 3] + bytes)
    #expect(try shifted.contents(of: shifted.entries[count - 1], limit: 0) == [])
  }

  @Test("a name that is too long is refused")
  func longName() {
    #expect(throws: ZipError.nameTooLong(65_536)) {
      _ = try archive([(String(repeating: "x", count: 65_536), [])])
    }
  }

  @Test("what the sink throws comes out")
  func sink() {
    struct Full: Error {}
    #expect(throws: Full.self) {
      var writer = ZipWriter(modified: 0) { _ in throw Full() }
      try writer.begin("a")
    }
  }
}
