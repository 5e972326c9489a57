public import SQLite

extension SessionStore {
  /// The store's tables; the database's owner puts them in its list and never changes one.
  /// New steps come last.
  public static func migrations(forms: @escaping Forms = { $0 }) -> [Migration] {
    tables + [Migration("codes by their forms") { t throws(DatabaseError) in try rekey(forms, t) }]
  }

  /// Has sessions of codes that have the same forms share their key.
  private static func rekey(
    _ forms: Forms, _ t: borrowing Transaction
  ) throws(DatabaseError) {
    let lists = try t.database.prepare("SELECT session, codes FROM session_codes")
    while try lists.step() {
      let key = CodeList.key(forms(lists.withBlob(1) { CodeList.decode($0) }))
      try t.database.run(
        "UPDATE sessions SET codes_key = ?2 WHERE number = ?1", lists.int64(0), key)
    }
  }

  private static let tables: [Migration] = [
    Migration(
      "sessions",
      sql: """
        CREATE TABLE sessions (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          created_at INTEGER NOT NULL,
          source TEXT NOT NULL,
          source_key TEXT,
          codes_key INTEGER NOT NULL,
          code_count INTEGER NOT NULL,
          is_demo INTEGER NOT NULL,
          match_mode TEXT NOT NULL,
          request_id TEXT,
          drive_link TEXT,
          phase INTEGER NOT NULL DEFAULT 0,   -- 0 reading, 1 cancelling, 2 reporting, 3 ended
          cancelled INTEGER NOT NULL DEFAULT 0,
          failed INTEGER NOT NULL DEFAULT 0,
          paused INTEGER NOT NULL DEFAULT 0,
          removed INTEGER NOT NULL DEFAULT 0, -- hidden; its rows are being deleted
          reason TEXT,
          listing INTEGER NOT NULL,
          left_out INTEGER NOT NULL DEFAULT 0,
          total INTEGER NOT NULL DEFAULT 0,
          processed INTEGER NOT NULL DEFAULT 0,
          matched INTEGER NOT NULL DEFAULT 0,
          problems INTEGER NOT NULL DEFAULT 0,
          from_cache INTEGER NOT NULL DEFAULT 0,
          redriving INTEGER NOT NULL DEFAULT 0, -- redriven drawings not yet replaced
          report TEXT,
          report_outdated INTEGER NOT NULL DEFAULT 0,
          finished_at INTEGER
        );
        CREATE INDEX sessions_request ON sessions (request_id) WHERE request_id IS NOT NULL;
        CREATE INDEX sessions_source ON sessions (source_key, codes_key, number)
          WHERE source_key IS NOT NULL;
        CREATE INDEX sessions_outdated ON sessions (number) WHERE report_outdated = 1;
        CREATE INDEX sessions_removed ON sessions (number) WHERE removed = 1;

        CREATE TABLE session_codes (session INTEGER PRIMARY KEY, codes BLOB NOT NULL);

        CREATE TABLE drawings (
          id INTEGER PRIMARY KEY,  -- session << 32 | number, so that a session is one range
          session INTEGER NOT NULL,
          name TEXT NOT NULL,
          reference TEXT NOT NULL,
          size INTEGER,
          identity TEXT,
          sequence INTEGER,        -- place in the order of counting, from 1; NULL: not counted
          redriven INTEGER NOT NULL DEFAULT 0,
          verdict INTEGER,
          code_count INTEGER,
          problem INTEGER,
          from_cache INTEGER,
          attempts INTEGER,
          pages INTEGER,
          seconds REAL,
          finished_at INTEGER,
          message TEXT,
          codes BLOB,
          unreadable BLOB,
          places BLOB
        );
        CREATE UNIQUE INDEX drawings_name ON drawings (session, name);
        CREATE INDEX drawings_counted ON drawings (session, sequence)
          WHERE sequence IS NOT NULL;
        CREATE INDEX drawings_matched ON drawings (session, sequence) WHERE code_count > 0;
        CREATE INDEX drawings_problems ON drawings (session, sequence) WHERE problem = 1;

        CREATE TABLE hits (
          session INTEGER NOT NULL,
          code INTEGER NOT NULL,
          number INTEGER NOT NULL,
          PRIMARY KEY (session, code, number)
        ) WITHOUT ROWID;
        """),
    Migration(
      "priorities", sql: "ALTER TABLE sessions ADD COLUMN priority INTEGER NOT NULL DEFAULT 0"),
    Migration(
      "near hits",
      sql: """
        ALTER TABLE sessions ADD COLUMN near INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE drawings ADD COLUMN near_count INTEGER;
        ALTER TABLE drawings ADD COLUMN near BLOB;
        CREATE INDEX drawings_near ON drawings (session, sequence) WHERE near_count > 0;
        """),
    // The highest place in the order of counting: above `processed` once a redriven drawing that
    // was counted already comes again.
    Migration(
      "order of counting",
      sql: """
        ALTER TABLE sessions ADD COLUMN last_sequence INTEGER NOT NULL DEFAULT 0;
        UPDATE sessions SET last_sequence = processed;
        """),
  ]
}
