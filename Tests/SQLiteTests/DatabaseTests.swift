import Foundation
import Testing

@testable import SQLite

@Suite struct DatabaseTests {
  let folder = TemporaryFolder()

  func open() throws -> Database {
    try Database(path: folder.file("test.sqlite"), role: .writer)
  }

  @Test("values come back as they were bound")
  func values() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a, b, c, d, e)")
    try database.run(
      "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)", Int64.min, 1.5, "ä\u{0}b",
      [1, 0, 255] as [UInt8],
      String?.none)
    let row = try database.prepare("SELECT * FROM t")
    #expect(try row.step())
    #expect(row.int64(0) == .min)
    #expect(row.double(1) == 1.5)
    #expect(row.text(2) == "ä\u{0}b")
    #expect(row.bytes(3) == [1, 0, 255])
    #expect(row.isNull(4) && row.optionalText(4) == nil)
    #expect(try !row.step())
  }

  @Test("only their owner may read the files")
  func rights() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a)")
    for name in ["test.sqlite", "test.sqlite-wal", "test.sqlite-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
    }
  }

  @Test("empty text and empty bytes are not NULL")
  func empties() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a TEXT NOT NULL, b BLOB NOT NULL)")
    try database.run("INSERT INTO t VALUES (?1, ?2)", "", [UInt8]())
    let row = try database.prepare("SELECT typeof(a), typeof(b) FROM t")
    #expect(try row.step())
    #expect(row.text(0) == "text" && row.text(1) == "blob")
  }

  @Test("text of whatever bytes and columns of the wrong type are read without a trap")
  func foreign() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'ff41' AS TEXT))")
    let row = try database.prepare("SELECT a, a, 'x', 9e99 FROM t")
    #expect(try row.step())
    #expect(row.text(0) == "\u{fffd}A")
    #expect(row.int(1) == 0 && row.bytes(2) == [120] && row.int64(3) == .max)
  }

  @Test("a statement is prepared once and reset after each use")
  func cache() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a)")
    for number in 0..<3 { try database.run("INSERT INTO t VALUES (?1)", number) }
    for _ in 0..<2 {
      let row = try database.prepare("SELECT a FROM t ORDER BY a")
      #expect(try row.step())
      #expect(row.int(0) == 0)
    }
    // Nothing still runs: a checkpoint that may not wait empties the log.
    try database.checkpoint(truncating: true)
    let log = try FileManager.default.attributesOfItem(atPath: folder.file("test.sqlite-wal"))
    #expect(log[.size] as? Int == 0)
  }

  @Test("an error says the code, the message and the statement")
  func errors() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)")
    let error = #expect(throws: DatabaseError.self) {
      try database.run("INSERT INTO t VALUES (1)")
    }
    #expect(error?.kind == .constraint)
    #expect(error?.extendedCode == 2067)
    #expect(error?.sql == "INSERT INTO t VALUES (1)")
    #expect(error?.message.contains("UNIQUE") == true)
  }

  @Test("a file that is no database is refused as corrupt")
  func noDatabase() throws {
    let path = folder.file("text.sqlite")
    try String(repeating: "not a database ", count: 100).write(
      toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: DatabaseError.self) {
      try Database(path: path, role: .writer).execute("SELECT count(*) FROM sqlite_schema")
    }
    #expect(error?.kind == .corrupt)
  }

  @Test("a damaged page is found by the check")
  func damage() throws {
    let path = folder.file("test.sqlite")
    do {
      let database = try open()
      try database.execute(
        """
        CREATE TABLE t (a PRIMARY KEY); WITH RECURSIVE n(i) AS (
          SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO t SELECT hex(randomblob(30)) FROM n
        """)
      try database.checkpoint(truncating: true)
    }
    let handle = try #require(FileHandle(forUpdatingAtPath: path))
    try handle.seek(toOffset: 4096 * 20)
    try handle.write(contentsOf: Data(repeating: 0x55, count: 4096))
    try handle.close()
    let database = try Database(path: path, role: .writer)
    #expect(try !database.checkIntegrity(quick: true).isEmpty)
  }

  @Test("a copy taken while the writer goes on is whole")
  func copy() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)")
    let reader = try Database(path: folder.file("test.sqlite"), role: .reader)
    try reader.copy(to: folder.file("copy.sqlite"))
    try database.execute("INSERT INTO t VALUES (3)")
    let copied = try Database(path: folder.file("copy.sqlite"), role: .writer)
    let row = try copied.prepare("SELECT count(*) FROM t")
    #expect(try row.step())
    #expect(row.int(0) == 2)
    #expect(try copied.checkIntegrity(quick: false).isEmpty)
  }

  @Test("a reader can't write")
  func readOnly() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a)")
    let reader = try Database(path: folder.file("test.sqlite"), role: .reader)
    let error = #expect(throws: DatabaseError.self) { try reader.execute("DELETE FROM t") }
    #expect(error?.kind == .readOnly)
  }

  @Test("a transaction that throws leaves nothing, and calls no one back")
  func rollback() throws {
    let database = try open()
    try database.execute("CREATE TABLE t (a UNIQUE)")
    var told: [String] = []
    #expect(throws: DatabaseError.self) {
      try database.transaction { t throws(DatabaseError) in
        t.afterCommit { told.append("never") }
        try t.database.run("INSERT INTO t VALUES (1)")
        try t.database.run("INSERT INTO t VALUES (1)")
      }
    }
    try database.transaction { t throws(DatabaseError) in
      t.afterCommit { told.append("once") }
      try t.database.run("INSERT INTO t VALUES (1)")
    }
    #expect(told == ["once"])
  }
}
