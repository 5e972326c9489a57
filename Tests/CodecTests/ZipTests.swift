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
}
