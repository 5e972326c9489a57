import Foundation
import SQLite

/// The cache's database: one row a document, and apart from it when the row was last used, so
/// that noting a use does not write the document again.
///
/// Nothing in it matters: it is not synced, and one that is damaged is begun anew.
struct CacheFile: Sendable {
  static let name = "cache.sqlite"
  /// "ISOC": tells the file from any other.
  private static let application: Int32 = 0x4953_4F43
  /// Rows that are removed at once.
  private static let evictionBatch = 256
  /// Share of the bound that is left after an eviction, so that not each batch needs one.
  private static let evictionTarget = 0.9
  /// Bytes of a row beside the document: keys, index, and what its pages leave empty.
  private static let rowOverhead: Int64 = 2_560

  private static let migrations = [
    Migration(
      "documents and their use",
      sql: """
        CREATE TABLE documents (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE uses (id INTEGER PRIMARY KEY, used INTEGER NOT NULL);
        CREATE INDEX uses_by_time ON uses (used);
        """)
  ]

  /// Why a file can't be used as it is.
  enum Unusable: Error {
    case foreign
  }

  let readers: ReaderPool
  private let writer: Writer

  /// Opens the file in a folder, or makes it.
  ///
  /// - Throws: ``DatabaseError``; ``Unusable`` for a file of another kind or version.
  init(folder: String, readers count: Int) throws {
    let path = folder + "/" + Self.name
    let database = try Database(path: path, role: .writer)
    guard try database.migrate(Self.migrations, application: Self.application) == .current else {
      throw Unusable.foreign
    }
    // What a power cut takes is read again.
    try database.execute("PRAGMA synchronous = OFF")
    writer = Writer(database)
    readers = ReaderPool(path: path, count: count)
    // The text of drawings is for nobody else, wherever the folder is.
    try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  func close() {
    readers.close()
    writer.close()
  }

  /// Removes the file in a folder; nobody may have it open for writing.
  static func remove(folder: String) {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder + "/" + name + suffix)
    }
  }

  /// Calls `body` with a document, and when it was last used, in seconds since 1970.
  func read(_ id: Int64, _ body: (UnsafeRawBufferPointer, Int64) -> Void) throws(DatabaseError) {
    try readers.readOne { (database) throws(DatabaseError) in
      let row = try database.prepare(
        "SELECT body, used FROM documents JOIN uses USING (id) WHERE id = ?1", id)
      guard try row.step() else { return }
      row.withBlob(0) { body($0, row.int64(1)) }
    }
  }

  /// Notes that documents were used, in seconds since 1970.
  func noteUses(_ ids: Set<Int64>, now: Int64) throws(DatabaseError) {
    try writer.write { t throws(DatabaseError) in
      for id in ids { try t.database.run("UPDATE uses SET used = ?2 WHERE id = ?1", id, now) }
    }
  }

  /// Stores documents, after making room for them below `limit` bytes.
  func store(
    _ documents: [(id: Int64, bytes: [UInt8])], now: Int64, limit: Int64
  ) throws(DatabaseError) {
    let size = documents.reduce(Int64(0)) { $0 + Int64($1.bytes.count) + Self.rowOverhead }
    try makeRoom(for: size, limit: limit)
    try writer.write { t throws(DatabaseError) in
      for (id, bytes) in documents {
        try t.database.run("INSERT OR REPLACE INTO documents (id, body) VALUES (?1, ?2)", id, bytes)
        try t.database.run("INSERT OR REPLACE INTO uses (id, used) VALUES (?1, ?2)", id, now)
      }
    }
  }

  /// Removes documents that were not used since a time; returns how many.
  func sweep(unusedSince cutoff: Int64) throws(DatabaseError) -> Int {
    var removed = 0
    while true {
      let count = try removeOldest(before: cutoff)
      if count == 0 { return removed }
      removed += count
    }
  }

  /// Gives free pages back to the file system until the file is below `limit`.
  func shrink(below limit: Int64) throws(DatabaseError) {
    try makeRoom(for: 0, limit: limit)
    try writer.read { (database) throws(DatabaseError) in
      guard try database.byteCount() > limit else { return }
      try database.shrink(pages: 0)
    }
  }

  /// Bytes in use: free pages are taken again before the file grows.
  func byteCount() throws(DatabaseError) -> Int64 {
    try writer.read { (database) throws(DatabaseError) in
      let row = try database.prepare(
        """
        SELECT (page_count - freelist_count) * page_size
        FROM pragma_page_count, pragma_freelist_count, pragma_page_size
        """)
      return try row.step() ? row.int64(0) : 0
    }
  }

  /// Removes the least recently used until `size` more bytes fit.
  private func makeRoom(for size: Int64, limit: Int64) throws(DatabaseError) {
    guard try byteCount() + size > limit else { return }
    let target = Int64(Double(limit) * Self.evictionTarget) - size
    while try byteCount() > target, try removeOldest(before: .max) > 0 {}
  }

  private func removeOldest(before cutoff: Int64) throws(DatabaseError) -> Int {
    try writer.write { t throws(DatabaseError) in
      var ids: [Int64] = []
      do {
        let oldest = try t.database.prepare(
          "SELECT id FROM uses WHERE used < ?1 ORDER BY used LIMIT ?2", cutoff,
          Self.evictionBatch)
        while try oldest.step() { ids.append(oldest.int64(0)) }
      }
      for id in ids {
        try t.database.run("DELETE FROM documents WHERE id = ?1", id)
        try t.database.run("DELETE FROM uses WHERE id = ?1", id)
      }
      return ids.count
    }
  }
}
