/// One step of a schema; its number is its place in the list, from 1, kept in `user_version`.
///
/// A list is only ever appended to: a step that has shipped never changes.
public struct Migration: Sendable {
  public let name: String
  public let apply: @Sendable (borrowing Transaction) throws(DatabaseError) -> Void

  public init(
    _ name: String,
    _ apply: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> Void
  ) {
    self.name = name
    self.apply = apply
  }

  /// A step that is plain SQL.
  public init(_ name: String, sql: String) {
    self.init(name) { t throws(DatabaseError) in try t.database.execute(sql) }
  }
}

/// A file's schema number against the program's.
public enum SchemaVersion: Sendable, Hashable {
  case current
  /// The file was written by a later version: it is left alone.
  case newer(file: Int, program: Int)
  /// Not a file of this program (another `application_id`).
  case foreign
}

extension Database {
  /// Brings the schema up to date, each step in a transaction of its own, so that a crash leaves
  /// a whole version behind.
  ///
  /// - Parameter application: what marks the file as ours (`PRAGMA application_id`).
  /// - Returns: other than `.current` when nothing was touched.
  public func migrate(
    _ migrations: [Migration], application: Int32
  ) throws(DatabaseError) -> SchemaVersion {
    let state = try schemaVersion(migrations, application: application)
    guard state == .current else { return state }
    for (index, migration) in migrations.enumerated().dropFirst(try version()) {
      try transaction { t throws(DatabaseError) in
        try migration.apply(t)
        try execute("PRAGMA application_id = \(application); PRAGMA user_version = \(index + 1)")
      }
    }
    return .current
  }

  /// Whose file it is, and whether this program may bring it up to date: `.current` then.
  public func schemaVersion(
    _ migrations: [Migration], application: Int32
  ) throws(DatabaseError) -> SchemaVersion {
    let version = try version()
    let owner = try self.application()
    let tables = try pragma("SELECT count(*) FROM sqlite_schema")
    guard owner == Int(application) || (owner == 0 && version == 0 && tables == 0) else {
      return .foreign
    }
    guard version <= migrations.count, version >= 0 else {
      return .newer(file: version, program: migrations.count)
    }
    return .current
  }

  private func version() throws(DatabaseError) -> Int { try pragma("PRAGMA user_version") }

  /// What marks the file as some program's (`PRAGMA application_id`).
  public func application() throws(DatabaseError) -> Int { try pragma("PRAGMA application_id") }

  private func pragma(_ sql: String) throws(DatabaseError) -> Int {
    let statement = try prepare(once: sql)
    return try statement.step() ? statement.int(0) : 0
  }
}
