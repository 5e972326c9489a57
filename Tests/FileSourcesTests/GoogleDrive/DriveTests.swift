import Codec
import Dispatch
import Foundation
import Testing

@testable import FileSources

@Suite("Google Drive over a scripted wire")
struct DriveTests {
  private static let link = DriveLink(id: "1Root", resourceKey: nil)
  private static let user = """
    {"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"r",
     "token_uri":"https://token.example/token"}
    """

  private func make(
    _ wire: ScriptedDrive, _ folder: TemporaryFolder, credentials: String? = nil
  ) throws -> Drive {
    try Drive(
      base: "https://drive.example",
      credentials: try credentials.map { try DriveCredentials(json: Array($0.utf8)) },
      folder: folder.path, transport: wire, now: { 1_000 })
  }

  private func item(_ bytes: [UInt8], md5: String? = nil, id: String = "1File") -> SourceItem {
    SourceItem(
      name: "a.pdf", reference: DriveReference(kind: .media, id: id).text,
      size: Int64(bytes.count), identity: "md5:" + (md5 ?? MD5.hash(bytes).hexadecimal))
  }

  @Test("a rejected token is replaced by the one that a client brought meanwhile, else it is told")
  func sessionToken() throws {
    let folder = try TemporaryFolder()
    let wire = ScriptedDrive { request, _ in
      ScriptedDrive.json("x", status: request.token == "new" ? 200 : 401)
    }
    let drive = try make(wire, folder)
    try drive.tokens.keep("old", of: "s")
    let source = drive.source(Self.link, session: "s", needsToken: true, extensions: ["pdf"])
    #expect(throws: SourceError.self) { try source.read(item([120]), limit: 9) }
    #expect(drive.tokens.isRejected("s"))
    try drive.tokens.keep("new", of: "s")
    #expect(!drive.tokens.isRejected("s"))
    #expect(try source.read(item([120]), limit: 9) == [120])
    drive.close("s")
    #expect(throws: SourceError.self) { try source.read(item([120]), limit: 9) }
    #expect(wire.requests.count == 2)
  }

  @Test("the server's own token is fetched once, kept, and fetched again when it is not accepted")
  func refresh() throws {
    let folder = try TemporaryFolder()
    let wire = ScriptedDrive { request, count in
      if request.form != nil { return ScriptedDrive.json("{\"access_token\":\"t\(count)\"}") }
      return ScriptedDrive.json("x", status: request.token == "t0" && count > 2 ? 401 : 200)
    }
    let drive = try make(wire, folder, credentials: Self.user)
    let source = drive.source(Self.link, session: "s", needsToken: false, extensions: ["pdf"])
    for _ in 0..<4 { #expect(try source.read(item([120]), limit: 9) == [120]) }
    #expect(wire.requests.compactMap(\.form).count == 2)
    #expect(wire.requests[0].form?.contains("refresh_token=r") == true)
    #expect(wire.requests.map(\.token) == [nil, "t0", "t0", "t0", nil, "t4", "t4"])
  }

  @Test("credentials that are not accepted are told after one refresh, and not tried for ever")
  func refused() throws {
    let folder = try TemporaryFolder()
    let wire = ScriptedDrive { request, count in
      if request.form != nil { return ScriptedDrive.json("{\"access_token\":\"t\(count)\"}") }
      return ScriptedDrive.json("", status: 401)
    }
    let drive = try make(wire, folder, credentials: Self.user)
    let source = drive.source(Self.link, session: "s", needsToken: false, extensions: ["pdf"])
    #expect(throws: SourceError.self) { try source.read(item([120]), limit: 9) }
    #expect(wire.requests.count == 4 && drive.tokens.isRejected("s"))
  }

  @Test("a session that came with a token never gets the server's credentials")
  func ownToken() throws {
    let folder = try TemporaryFolder()
    let wire = ScriptedDrive { _, _ in ScriptedDrive.json("x") }
    let drive = try make(wire, folder, credentials: Self.user)
    let source = drive.source(Self.link, session: "s", needsToken: true, extensions: ["pdf"])
    #expect(throws: SourceError.self) { try source.read(item([120]), limit: 9) }
    #expect(wire.requests.isEmpty)
  }

  @Test("a large drawing comes in pieces; one that breaks off is asked for again alone")
  func pieces() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let wire = ScriptedDrive { (request, count) throws(DriveError) in
      if count == 1 { throw .unavailable("broken off") }
      let range = (request.headers["Range"] ?? "").dropFirst("bytes=".count).split(separator: "-")
      let (first, last) = (Int(range[0]) ?? 0, Int(range[1]) ?? 0)
      return DriveAnswer(status: 206, retryAfter: nil, body: Array(bytes[first...last]))
    }
    let drive = try make(wire, folder)
    try drive.tokens.keep("t", of: "s")
    let source = drive.source(Self.link, session: "s", needsToken: true, extensions: ["pdf"])
    #expect(try source.read(item(bytes), limit: bytes.count) == bytes)
    let ranges = wire.requests.compactMap { $0.headers["Range"] }
    #expect(
      ranges == [
        "bytes=0-4194303", "bytes=4194304-8388607", "bytes=4194304-8388607",
        "bytes=8388608-9999999",
      ])
    #expect(throws: SourceError.tooLarge(bytes.count)) {
      try source.read(item(bytes), limit: bytes.count - 1)
    }
  }

  @Test("content that is not what was listed is told, not read")
  func changed() throws {
    let folder = try TemporaryFolder()
    let wire = ScriptedDrive { _, _ in ScriptedDrive.json("abc") }
    let drive = try make(wire, folder)
    try drive.tokens.keep("t", of: "s")
    let source = drive.source(Self.link, session: "s", needsToken: true, extensions: ["pdf"])
    #expect(throws: SourceError.changed("a.pdf")) {
      try source.read(item([1, 2, 3], md5: "00"), limit: 9)
    }
    #expect(throws: SourceError.changed("a.pdf")) { try source.read(item([1, 2]), limit: 9) }
  }

  @Test("what is prepared is fetched once, and what is forgotten not at all")
  func prefetch() throws {
    let folder = try TemporaryFolder()
    let wire = ScriptedDrive { _, _ in ScriptedDrive.json("x") }
    let drive = try make(wire, folder)
    try drive.tokens.keep("t", of: "s")
    let source = drive.source(Self.link, session: "s", needsToken: true, extensions: ["pdf"])
    source.prepare([item([120])], limit: 9)
    #expect(try source.read(item([120]), limit: 9) == [120])
    source.forget([item([120])])
    #expect(wire.requests.count == 1)
    drive.stop()
    source.prepare([item([120])], limit: 9)
    #expect(throws: SourceError.interrupted) { try source.read(item([120]), limit: 9) }
  }

  @Test("what was fetched when a token ended is not fetched again when another has come")
  func keptOverPause() throws {
    let folder = try TemporaryFolder()
    let asked = DispatchSemaphore(value: 0)
    let wire = ScriptedDrive { request, _ in
      defer { asked.signal() }
      let isRefused = request.url.contains("1Second") && request.token == "old"
      return ScriptedDrive.json("x", status: isRefused ? 401 : 200)
    }
    let drive = try make(wire, folder)
    try drive.tokens.keep("old", of: "s")
    let source = drive.source(Self.link, session: "s", needsToken: true, extensions: ["pdf"])
    let items = ["1First", "1Second", "1Third"].map { item([120], id: $0) }
    source.prepare(items, limit: 9)
    for _ in items { #expect(asked.wait(timeout: .now() + 60) == .success) }
    #expect(try source.read(items[0], limit: 9) == [120])
    #expect(throws: SourceError.self) { try source.read(items[1], limit: 9) }
    source.forget(items)
    try drive.tokens.keep("new", of: "s")
    source.prepare(Array(items[1...]), limit: 9)
    for item in items[1...] { #expect(try source.read(item, limit: 9) == [120]) }
    let urls = wire.requests.map(\.url)
    #expect(urls.count { $0.contains("1Second") } == 2)
    #expect(urls.count { $0.contains("1Third") } == 1)
  }

  @Test("there is room for a few drawings that nobody reads, and it comes back")
  func keptBytes() {
    let kept = KeptBytes()
    var rooms = [kept.reserve(40 << 20), kept.reserve(20 << 20)]
    #expect(rooms.allSatisfy { $0 != nil })
    #expect(kept.reserve(10 << 20) == nil && kept.reserve(-1) == nil && kept.reserve(.max) == nil)
    rooms.removeFirst()
    #expect(kept.reserve(30 << 20) != nil)
  }

  @Test("tokens of sessions that are not running are removed at the start")
  func leftTokens() throws {
    let folder = try TemporaryFolder()
    let drive = try make(ScriptedDrive { _, _ in ScriptedDrive.json("") }, folder)
    try drive.tokens.keep("a", of: "running")
    try drive.tokens.keep("b", of: "ended")
    try Data().write(to: URL(fileURLWithPath: folder.path + "/tokens/x.part"))
    drive.tokens.removeAll { $0 == "running" }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tokens") == ["running"])
  }
}
