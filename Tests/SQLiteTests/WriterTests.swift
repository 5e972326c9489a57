import Dispatch
import Foundation
import Synchronization
import Testing

@testable import SQLite

@Suite struct WriterTests {
  let folder = TemporaryFolder()

  func open(fault: Writer.Fault? = nil) throws -> Writer {
    let database = try Database(path: folder.file("test.sqlite"), role: .writer)
    try database.execute("CREATE TABLE IF NOT EXISTS t (a UNIQUE)")
    return Writer(database, fault: fault)
  }

  func count(_ writer: Writer) throws -> Int {
    try writer.read { database throws(DatabaseError) in
      let row = try database.prepare("SELECT count(*) FROM t")
      return try row.step() ? row.int(0) : -1
    }
  }

  /// Runs closures on threads of their own while the writer is kept busy, so that they wait
  /// together in this order; returns when all have returned.
  func together(_ writer: Writer, _ bodies: [@Sendable () -> Void]) throws {
    let (started, busy, done) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    Thread.detachNewThread {
      _ = try? writer.read { _ throws(DatabaseError) in
        started.signal()
        busy.wait()
      }
    }
    started.wait()
    for (index, body) in bodies.enumerated() {
      Thread.detachNewThread {
        body()
        done.signal()
      }
      while writer.waitingCount < index + 1 { sched_yield() }
    }
    busy.signal()
    for _ in bodies { done.wait() }
  }

  @Test("what waits is committed together")
  func groupCommit() throws {
    let commits = Mutex(0)
    let writer = try open { boundary throws(DatabaseError) in
      if boundary == .afterCommit { commits.withLock { $0 += 1 } }
    }
    let bodies = (0..<8).map { number -> @Sendable () -> Void in
      { _ = try? writer.write { t throws(DatabaseError) in try insert(number, t) } }
    }
    try together(writer, bodies)
    #expect(try count(writer) == 8)
    #expect(commits.withLock { $0 } == 1)
    writer.close()
  }

  @Test("a unit that fails takes none of its group with it")
  func isolation() throws {
    let writer = try open()
    let failures = Mutex<[Int]>([])
    let told = Mutex<[Int]>([])
    let bodies = [1, 2, 1, 3].enumerated().map { index, number -> @Sendable () -> Void in
      {
        do {
          try writer.write { t throws(DatabaseError) in
            t.afterCommit { told.withLock { $0.append(number) } }
            try insert(number, t)
          }
        } catch { failures.withLock { $0.append(index) } }
      }
    }
    try together(writer, bodies)
    #expect(try count(writer) == 3)
    #expect(failures.withLock { $0 } == [2])
    #expect(told.withLock { $0 } == [1, 2, 3])
    writer.close()
  }

  @Test("callbacks run in the order of commits, before a read between them sees more")
  func order() throws {
    let writer = try open()
    let log = Mutex<[String]>([])
    let bodies: [@Sendable () -> Void] = (0..<6).map { number in
      {
        if number % 3 == 2 {
          _ = try? writer.read { database throws(DatabaseError) in
            let row = try database.prepare("SELECT count(*) FROM t")
            guard try row.step() else { return }
            let seen = row.int(0)
            log.withLock { $0.append("read \(seen)") }
          }
        } else {
          _ = try? writer.write { t throws(DatabaseError) in
            try insert(number, t)
            t.afterCommit { log.withLock { $0.append("event \(number)") } }
          }
        }
      }
    }
    try together(writer, bodies)
    #expect(
      log.withLock { $0 }
        == ["event 0", "event 1", "read 2", "event 3", "event 4", "read 4"])
    writer.close()
  }

  @Test("a commit that fails fails all its units, stores nothing and calls no one back")
  func commitFault() throws {
    let isBroken = Mutex(false)
    let writer = try open { boundary throws(DatabaseError) in
      if boundary == .beforeCommit, isBroken.withLock({ $0 }) {
        throw DatabaseError(code: 13, message: "injected", sql: "COMMIT")
      }
    }
    let failures = Mutex(0)
    let told = Mutex(0)
    isBroken.withLock { $0 = true }
    let bodies = (0..<3).map { number -> @Sendable () -> Void in
      {
        do throws(DatabaseError) {
          try writer.write { t throws(DatabaseError) in
            t.afterCommit { told.withLock { $0 += 1 } }
            try insert(number, t)
          }
        } catch { failures.withLock { $0 += error.kind == .full ? 1 : 0 } }
      }
    }
    try together(writer, bodies)
    isBroken.withLock { $0 = false }
    #expect(failures.withLock { $0 } == 3 && told.withLock { $0 } == 0)
    #expect(try count(writer) == 0)
    try writer.write { t throws(DatabaseError) in try insert(9, t) }
    #expect(try count(writer) == 1)
    writer.close()
  }

  @Test("a full file is an error of kind full, and writing goes on when there is room")
  func fullFile() throws {
    let writer = try open()
    try writer.write { t throws(DatabaseError) in try insert(1, t) }
    func limit(_ pages: Int) throws {
      try writer.read { database throws(DatabaseError) in
        try database.execute("PRAGMA max_page_count = \(pages)")
      }
    }
    try limit(5)
    let error = #expect(throws: DatabaseError.self) {
      try writer.write { t throws(DatabaseError) in
        try t.database.run("INSERT INTO t VALUES (?1)", [UInt8](repeating: 1, count: 50_000))
      }
    }
    #expect(error?.kind == .full)
    try limit(1_000_000)
    try writer.write { t throws(DatabaseError) in
      try t.database.run("INSERT INTO t VALUES (?1)", [UInt8](repeating: 1, count: 50_000))
    }
    #expect(try count(writer) == 2)
    writer.close()
  }

  @Test(
    "what a crash leaves at a boundary is the state before or after the commit, never between",
    arguments: [(Writer.Boundary.beforeCommit, 1), (.afterCommit, 3)])
  func crash(at boundary: Writer.Boundary, rows: Int) throws {
    let folder = folder
    let isArmed = Mutex(false)
    let writer = try open { reached throws(DatabaseError) in
      guard reached == boundary, isArmed.withLock({ $0 }) else { return }
      for suffix in ["", "-wal"] {
        try? FileManager.default.copyItem(
          atPath: folder.file("test.sqlite") + suffix, toPath: folder.file("crash") + suffix)
      }
    }
    try writer.write { t throws(DatabaseError) in try insert(1, t) }
    isArmed.withLock { $0 = true }
    try writer.write(.full) { t throws(DatabaseError) in
      try insert(2, t)
      try insert(3, t)
    }
    writer.close()
    let crashed = Writer(try Database(path: folder.file("crash"), role: .writer))
    #expect(try count(crashed) == rows)
    crashed.close()
  }

  @Test("after close every verb throws, and what waited was committed")
  func close() throws {
    let writer = try open()
    try writer.write { t throws(DatabaseError) in try insert(1, t) }
    writer.close()
    let error = #expect(throws: DatabaseError.self) {
      try writer.write { t throws(DatabaseError) in try insert(2, t) }
    }
    #expect(error?.kind == .closed)
    let reopened = try open()
    #expect(try count(reopened) == 1)
    reopened.close()
  }

  @Test("the log is moved into the file as it grows, by the writer")
  func checkpoints() throws {
    let writer = try open()
    for number in 0..<100 {
      try writer.write { t throws(DatabaseError) in
        try t.database.run(
          "INSERT INTO t VALUES (?1)",
          [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 400_000))
      }
    }
    let log = try FileManager.default.attributesOfItem(atPath: folder.file("test.sqlite-wal"))
    #expect((log[.size] as? Int ?? .max) < 30_000_000)
    writer.close()
  }

  @Test("readers of the pool see whole commits, several at a time")
  func pool() throws {
    let writer = try open()
    let pool = ReaderPool(path: folder.file("test.sqlite"), count: 2)
    let torn = Mutex(0)
    let group = DispatchGroup()
    for _ in 0..<4 {
      DispatchQueue.global().async(group: group) {
        for _ in 0..<50 {
          let seen = try? pool.read { database throws(DatabaseError) in
            let row = try database.prepare("SELECT count(*) FROM t")
            return try row.step() ? row.int(0) : -1
          }
          if seen.map({ $0 % 2 != 0 }) ?? true { torn.withLock { $0 += 1 } }
        }
      }
    }
    for number in 0..<100 {
      try writer.write { t throws(DatabaseError) in
        try insert(2 * number, t)
        try insert(2 * number + 1, t)
      }
    }
    group.wait()
    #expect(torn.withLock { $0 } == 0)
    pool.close()
    writer.close()
  }
}

func insert(_ number: Int, _ t: borrowing Transaction) throws(DatabaseError) {
  try t.database.run("INSERT INTO t VALUES (?1)", number)
}
