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

  @Test("a backup taken while work goes on opens as a whole")
  func backup() throws {
    let harness = try SQLiteHarness()
    try harness.start(drawings: 50)
    try harness.drain()
    let other = TemporaryFolder()
    let path = other.file(SQLiteBackend.fileName)
    try harness.sqlite.backup(to: path)
    try SQLiteBackend.backup(folder: harness.folder, to: other.file("from outside"))
    let copied = try SQLiteBackend(folder: other.path, now: 0) { 0 }
    #expect(try copied.session("s")?.counters.processed == 50)
    #expect(try copied.checkIntegrity().isEmpty)
    copied.close()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: other.path).contains("from outside"))
    let error = #expect(throws: BackendError.self) {
      try harness.sqlite.backup(to: other.file("none/x"))
    }
    #expect(error != nil)
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
