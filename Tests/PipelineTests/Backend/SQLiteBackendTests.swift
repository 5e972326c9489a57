import Foundation
import SQLite
import Store
import Synchronization
import Testing

@testable import Pipeline

@Suite struct SQLiteBackendTests {
  let folder = TemporaryFolder()

  func open() throws -> SQLiteBackend {
    try SQLiteBackend(folder: folder.path, now: 0) { 0.5 }
  }

  @Test("a second backend on the folder is refused, and told who has it")
  func lock() throws {
    let first = try open()
    try first.lock.announce(url: "http://127.0.0.1:8080")
    #expect(DataFolderLock.holder(of: folder.path)?.url == "http://127.0.0.1:8080")
    let error = #expect(throws: BackendError.self) { try open() }
    #expect(error == .inUse(pid: Int(getpid()), url: "http://127.0.0.1:8080"))
    first.close()
  }

  @Test("the folder is free once the backend is gone")
  func unlock() throws {
    do {
      let backend = try open()
      backend.close()
      #expect(throws: BackendError.closed) { try backend.session("s") }
      #expect(throws: BackendError.closed) { try backend.lease(upTo: 1, now: 0) }
    }
    #expect(DataFolderLock.holder(of: folder.path) == nil)
    try open().close()
  }

  @Test("a damaged file, one of another program and a newer one are refused, not guessed at")
  func refused() throws {
    let path = folder.file(SQLiteBackend.fileName)
    try Data(repeating: 0x41, count: 20_000).write(to: URL(fileURLWithPath: path))
    var error = #expect(throws: BackendError.self) { try open() }
    if case .damaged = error {} else { Issue.record("\(String(describing: error))") }

    try FileManager.default.removeItem(atPath: path)
    try Database(path: path, role: .writer).execute("CREATE TABLE theirs (x)")
    error = #expect(throws: BackendError.self) { try open() }
    if case .damaged = error {} else { Issue.record("\(String(describing: error))") }

    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    try open().close()
    try Database(path: path, role: .writer).execute("PRAGMA user_version = 99")
    error = #expect(throws: BackendError.self) { try open() }
    if case .tooNew = error {} else { Issue.record("\(String(describing: error))") }
  }

  @Test("a file is checked before it is used, indexes too; one over the limit only when asked for")
  func checked() throws {
    let path = folder.file(SQLiteBackend.fileName)
    do {
      let backend = try open()
      #expect(backend.isChecked)
      _ = try backend.start(
        NewSession(id: "s", createdAt: 0, source: "", codes: []), firstDrawings: listed(3),
        listingDone: true)
      backend.close()
    }
    try disagree(path)
    let refused = #expect(throws: BackendError.self) { try open() }
    if case .damaged = refused {} else { Issue.record("\(String(describing: refused))") }
    let large = try SQLiteBackend(
      folder: folder.path, settings: .init(), now: 0, random: { 0.5 }, fault: nil, checkLimit: 0)
    #expect(!large.isChecked)
    let error = #expect(throws: BackendError.self) { try large.checkIntegrity() }
    if case .damaged = error {} else { Issue.record("\(String(describing: error))") }
    large.close()
  }

  /// Has an index lack what is in its table, which only a full check sees.
  private func disagree(_ path: String) throws {
    let filter = " WHERE session < 0"
    for step in [
      "UPDATE sqlite_schema SET sql = sql || '\(filter)' WHERE name = 'drawings_name'",
      "UPDATE drawings SET name = 'other' || name",
      "UPDATE sqlite_schema SET sql = replace(sql, '\(filter)', '') WHERE name = 'drawings_name'",
    ] {
      // Each on a connection of its own, which reads the schema anew.
      try Database(path: path, role: .writer).execute("PRAGMA writable_schema = ON; " + step)
    }
  }

  @Test("a commit that finds no room is storageFull, and nothing of it happened")
  func full() throws {
    let isFull = Mutex(false)
    let harness = try SQLiteHarness { boundary throws(DatabaseError) in
      if boundary == .beforeCommit, isFull.withLock({ $0 }) {
        throw DatabaseError(code: 13, message: "database or disk is full", sql: "COMMIT")
      }
    }
    try harness.start(drawings: 2)
    let lease = try #require(try harness.begin())
    isFull.withLock { $0 = true }
    let error = #expect(throws: BackendError.self) { try harness.sqlite.finish(lease, read([0])) }
    if case .storageFull = error {} else { Issue.record("\(String(describing: error))") }
    #expect(try harness.session()?.counters.processed == 0)
    isFull.withLock { $0 = false }
    guard case .counted = try harness.sqlite.finish(lease, read([0])) else {
      Issue.record("not counted")
      return
    }
    #expect(harness.takeEvents() == ["started 2", "done d1 1"])
  }

  @Test("a file that really can't grow is storageFull, and work goes on when it can")
  func reallyFull() throws {
    let harness = try SQLiteHarness()
    try harness.start(drawings: 1)
    let writer = harness.sqlite.writer
    func limit(_ pages: Int) throws {
      try writer.read { database throws(DatabaseError) in
        try database.execute("PRAGMA max_page_count = \(pages)")
      }
    }
    try limit(1)
    let error = #expect(throws: BackendError.self) { try harness.start("t", drawings: 5_000) }
    if case .storageFull = error {} else { Issue.record("\(String(describing: error))") }
    #expect(try harness.session("t") == nil)
    try limit(1_000_000)
    try harness.start("t", drawings: 5_000)
    #expect(try harness.sqlite.queueStats(now: 0).depth == 5_001)
  }

  @Test("a backup taken while work goes on opens as a whole, and replaces nothing")
  func backup() throws {
    let harness = try SQLiteHarness()
    try harness.start(drawings: 50)
    try harness.drain()
    let other = TemporaryFolder()
    let path = other.file(SQLiteBackend.fileName)
    #expect(try SQLiteBackend.backup(folder: harness.folder, to: path) > 0)
    #expect(throws: BackendError.other("\(path): File exists")) {
      try SQLiteBackend.backup(folder: harness.folder, to: path)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: other.path).count == 1)
    let copied = try SQLiteBackend(folder: other.path, now: 0) { 0 }
    #expect(try copied.session("s")?.counters.processed == 50)
    copied.close()
    #expect(throws: BackendError.self) {
      try SQLiteBackend.backup(folder: harness.folder, to: other.file("none/x"))
    }
  }

  @Test("what is not a database of ours, or is damaged, makes no backup")
  func noBackup() throws {
    let path = folder.file(SQLiteBackend.fileName)
    try Database(path: path, role: .writer).execute("CREATE TABLE theirs (x)")
    let target = folder.file("copy")
    #expect(throws: BackendError.self) {
      try SQLiteBackend.backup(folder: folder.path, to: target)
    }
    #expect(!FileManager.default.fileExists(atPath: target))
  }

  @Test("a start of 6,600 drawings is one quick commit")
  func quickStart() throws {
    let harness = try SQLiteHarness()
    try harness.start(drawings: 6_600)
    #expect(try harness.sqlite.queueStats(now: 5).depth == 6_600)
  }

  @Test(
    "each schema version before this one is brought up to it, with what it holds",
    arguments: 0...SQLiteBackend.migrations.count)
  func migrations(from version: Int) throws {
    do {
      let database = try Database(
        path: folder.file(SQLiteBackend.fileName), role: .writer)
      _ = try database.migrate(
        Array(SQLiteBackend.migrations.prefix(version)), application: SQLiteBackend.application)
    }
    let backend = try open()
    _ = try backend.start(
      NewSession(id: "s", createdAt: 0, source: "", codes: []), firstDrawings: listed(1),
      listingDone: true)
    #expect(try backend.lease(upTo: 9, now: 0).count == 1)
    backend.close()
  }

  @Test("what an earlier version left when it was killed goes on here, nothing lost")
  func earlier() throws {
    let path = folder.file(SQLiteBackend.fileName)
    try loadEarlier(path)
    let backend = try open()
    let session = try #require(try backend.sessions(limit: 9, cursor: nil).sessions.first)
    #expect(session.counters == Counters(total: 12, processed: 3, matched: 1))
    #expect(session.priority == 0 && session.phase == .reading)
    #expect(try backend.codes(of: session.id) == ["HOLE-1", "HOLE-2"])
    let killer = try backend.lease(upTo: 9, now: 0)
    #expect(killer.map(\.name) == ["03.pdf"] && killer.allSatisfy(\.isAlone))
    for lease in killer { _ = try backend.finish(lease, read()) }
    var names: [String] = []
    while case let leases = try backend.lease(upTo: 9, now: 0), !leases.isEmpty {
      for lease in leases {
        names.append(lease.name)
        _ = try backend.finish(lease, read([0]))
      }
    }
    #expect(names == (4...11).map { $0 < 10 ? "0\($0).pdf" : "\($0).pdf" })
    #expect(try backend.session(session.id)?.phase == .reporting)
    #expect(try backend.deadLetters(limit: 9, cursor: nil).letters.map(\.name) == ["00.pdf"])
    #expect(try backend.redrive(nil, now: 0) == 1)
    try backend.checkIntegrity()
    backend.close()
  }

  @Test("a scan by an earlier version is found by its codes' folded forms too")
  func rekeyed() throws {
    do {
      let database = try Database(path: folder.file(SQLiteBackend.fileName), role: .writer)
      _ = try database.migrate(
        Array(SQLiteBackend.migrations.dropLast()), application: SQLiteBackend.application)
      let writer = Writer(database)
      let store = SessionStore(writer)
      let old = try store.create(
        NewSession(
          id: "old", createdAt: 0, source: "{}", sourceKey: "plant", codes: ["HOLE-1", "A"])
      ).session
      _ = try store.finishListing(old.number, leftOut: 0)
      _ = try store.settle(old.number, isIdle: true)
      _ = try store.complete(old.number, report: "r", now: 1)
      writer.close()
    }
    let backend = try open()
    _ = try backend.start(
      NewSession(
        id: "new", createdAt: 2, source: "{}", sourceKey: "plant", codes: ["a", "hole-1"]),
      firstDrawings: listed(1), listingDone: true)
    #expect(try backend.previous(of: "new")?.id == "old")
    backend.close()
  }

  @Test("a step of the schema that has shipped never changes")
  func frozen() throws {
    let (then, now) = (folder.file("then"), folder.file("now"))
    try loadEarlier(then)
    _ = try Database(path: now, role: .writer).migrate(
      Array(SQLiteBackend.migrations.prefix(2)), application: SQLiteBackend.application)
    #expect(try schema(then) == schema(now))
  }

  private func loadEarlier(_ path: String) throws {
    let database = try Database(path: path, role: .writer)
    try database.execute(EarlierSchemas.two)
    try database.execute(
      "PRAGMA application_id = \(SQLiteBackend.application); PRAGMA user_version = 2")
  }

  private func schema(_ path: String) throws -> [String] {
    let database = try Database(path: path, role: .reader)
    let list = try database.prepare(once: "SELECT sql FROM sqlite_schema ORDER BY name")
    var texts: [String] = []
    // Blanks at the beginnings of lines are the dump's.
    while try list.step() {
      texts.append(list.text(0).split(separator: " ").joined(separator: " "))
    }
    return texts
  }

  @Test("many workers on threads of their own end every drawing once")
  func threads() throws {
    let harness = try SQLiteHarness()
    try harness.start(drawings: 400)
    let ended = DispatchSemaphore(value: 0)
    for _ in 0..<4 {
      Thread.detachNewThread {
        while let leases = try? harness.sqlite.lease(upTo: 10, now: 0), !leases.isEmpty {
          for lease in leases {
            guard let isBegun = try? harness.sqlite.begin(lease, now: 0), isBegun else { continue }
            _ = try? harness.sqlite.finish(lease, read([lease.number % 2]))
          }
        }
        ended.signal()
      }
    }
    for _ in 0..<4 { ended.wait() }
    let events = harness.takeAll()
    var processed: [Int] = []
    for case .drawingDone(_, _, let counters) in events { processed.append(counters.processed) }
    #expect(processed == Array(1...400))
    #expect(events.last?.word == "allDone")
  }
}
