import Testing

@testable import SQLite

@Suite struct MigrationTests {
  let folder = TemporaryFolder()
  let steps = [
    Migration("one", sql: "CREATE TABLE a (x)"),
    Migration("two", sql: "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2)"),
    Migration("three") { t throws(DatabaseError) in try t.database.run("CREATE TABLE b (z)") },
  ]

  func open() throws -> Database {
    try Database(path: folder.file("test.sqlite"), role: .writer)
  }

  func version(_ database: Database) throws -> Int {
    let row = try database.prepare(once: "PRAGMA user_version")
    return try row.step() ? row.int(0) : -1
  }

  @Test("each earlier version is brought to the last", arguments: 0...3)
  func upgrade(from start: Int) throws {
    let database = try open()
    #expect(try database.migrate(Array(steps.prefix(start)), application: 7) == .current)
    #expect(try version(database) == start)
    #expect(try database.migrate(steps, application: 7) == .current)
    #expect(try version(database) == 3)
    try database.run("INSERT INTO b VALUES (1)")
  }

  @Test("a file of a later version is left alone")
  func newer() throws {
    let database = try open()
    #expect(try database.migrate(steps, application: 7) == .current)
    #expect(
      try database.migrate(Array(steps.prefix(1)), application: 7) == .newer(file: 3, program: 1))
  }

  @Test("a database of another program is left alone")
  func foreign() throws {
    let database = try open()
    try database.execute("CREATE TABLE theirs (x)")
    #expect(try database.migrate(steps, application: 7) == .foreign)
    #expect(try version(database) == 0)
  }

  @Test("a step that fails leaves the version before it")
  func failing() throws {
    let database = try open()
    let broken = [steps[0], Migration("broken", sql: "CREATE TABLE c (x); CREATE TABLE a (x)")]
    #expect(throws: DatabaseError.self) { try database.migrate(broken, application: 7) }
    #expect(try version(database) == 1)
    #expect(try database.migrate(steps, application: 7) == .current)
  }
}
