/// What earlier versions of the program left on disk when they were killed in the middle of a scan
/// (`sqlite3 .dump`), by the number of their schema. A shipped one never changes.
enum EarlierSchemas {
  /// Twelve drawings: three are counted, the fourth was being read, six are leased, two wait; the
  /// first is also a dead letter that was not put back.
  static let two = """
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
    INSERT INTO "drawings" VALUES(4294967297,1,'00.pdf','00.pdf',576,
      '576-1795572138.572908276-65024.16271600',1,0,0,0,0,0,1,1,0.000741615,1795572138776,NULL,
      X'',X'',X'');
    INSERT INTO "drawings" VALUES(4294967298,1,'01.pdf','01.pdf',578,
      '578-1795572138.573782580-65024.16271601',2,0,0,1,0,0,1,1,0.000166969,1795572138777,NULL,
      X'00',X'',X'000106484F4C452D31000090420000744220B0E642AE479142');
    INSERT INTO "drawings" VALUES(4294967299,1,'02.pdf','02.pdf',576,
      '576-1795572138.573834157-65024.16271602',3,0,0,0,0,0,1,1,0.000115491,1795572138777,NULL,
      X'',X'',X'');
    INSERT INTO "drawings" VALUES(4294967300,1,'03.pdf','03.pdf',2576,
      '2576-1795572138.576220941-65024.16271603',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967301,1,'04.pdf','04.pdf',576,
      '576-1795572138.573911512-65024.16271604',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967302,1,'05.pdf','05.pdf',578,
      '578-1795572138.573946785-65024.16271605',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967303,1,'06.pdf','06.pdf',576,
      '576-1795572138.573987315-65024.16271606',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967304,1,'07.pdf','07.pdf',578,
      '578-1795572138.574026633-65024.16271607',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967305,1,'08.pdf','08.pdf',576,
      '576-1795572138.574063418-65024.16271608',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967306,1,'09.pdf','09.pdf',578,
      '578-1795572138.574101355-65024.16271609',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967307,1,'10.pdf','10.pdf',576,
      '576-1795572138.574136838-65024.16271610',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    INSERT INTO "drawings" VALUES(4294967308,1,'11.pdf','11.pdf',578,
      '578-1795572138.574168725-65024.16271611',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
      NULL,NULL,NULL,NULL);
    CREATE TABLE hits (
      session INTEGER NOT NULL,
      code INTEGER NOT NULL,
      number INTEGER NOT NULL,
      PRIMARY KEY (session, code, number)
    ) WITHOUT ROWID;
    INSERT INTO "hits" VALUES(1,0,2);
    CREATE TABLE queue_dead (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      rank INTEGER NOT NULL,
      group_id INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      error TEXT NOT NULL,
      sent_at INTEGER NOT NULL,
      died_at INTEGER NOT NULL,
      body BLOB NOT NULL
    );
    INSERT INTO "queue_dead" VALUES(7,0,1,3,'not found',1795572138765,1795572138776,
      X'0100000001000000');
    CREATE TABLE queue_epoch (number INTEGER NOT NULL);
    INSERT INTO "queue_epoch" VALUES(1);
    CREATE TABLE queue_held (group_id INTEGER PRIMARY KEY);
    CREATE TABLE queue_messages (
      id INTEGER PRIMARY KEY,
      rank INTEGER NOT NULL,               -- minus the priority
      group_id INTEGER NOT NULL,
      state INTEGER NOT NULL,              -- 0 ready, 1 delayed, 2 leased
      due INTEGER NOT NULL,                -- when that ends, for 1 and 2
      sent_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, -- begun, the one under way included
      begun INTEGER NOT NULL DEFAULT 0,    -- being read under this lease
      suspect INTEGER NOT NULL DEFAULT 0,  -- was being read when the process died
      epoch INTEGER NOT NULL DEFAULT 0,    -- of the lease
      delivery INTEGER NOT NULL DEFAULT 0, -- of the lease
      body BLOB NOT NULL,
      error TEXT                           -- of the last attempt
    );
    INSERT INTO "queue_messages" VALUES(4,0,1,2,1795572198777,1795572138765,1,1,0,1,1,
      X'0400000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(5,0,1,2,1795572198775,1795572138765,0,0,0,1,1,
      X'0500000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(6,0,1,2,1795572198775,1795572138765,0,0,0,1,1,
      X'0600000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(7,0,1,2,1795572198775,1795572138765,0,0,0,1,1,
      X'0700000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(8,0,1,2,1795572198775,1795572138765,0,0,0,1,1,
      X'0800000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(9,0,1,2,1795572198775,1795572138765,0,0,0,1,1,
      X'0900000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(10,0,1,2,1795572198775,1795572138765,0,0,0,1,1,
      X'0A00000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(11,0,1,0,1795572138765,1795572138765,0,0,0,0,0,
      X'0B00000001000000',NULL);
    INSERT INTO "queue_messages" VALUES(12,0,1,0,1795572138765,1795572138765,0,0,0,0,0,
      X'0C00000001000000',NULL);
    CREATE TABLE session_codes (session INTEGER PRIMARY KEY, codes BLOB NOT NULL);
    INSERT INTO "session_codes" VALUES(1,X'06484F4C452D3106484F4C452D32');
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
    INSERT INTO "sessions" VALUES(1,'JyWf4Nn47iHCjHdhN5QrqQ',1795572138765,
      '{"folder":{"name":"plant","subpath":""}}','{"folder":{"name":"plant","subpath":""}}',
      6327292229320395419,2,0,'word','nzL2D4ILpMJDIzoO4gFLg6ryHpUQuN_PF1L73Tuvjzw:r',NULL,0,0,0,
      0,0,NULL,0,0,12,3,1,0,0,0,NULL,0,NULL);
    CREATE INDEX sessions_request ON sessions (request_id) WHERE request_id IS NOT NULL;
    CREATE INDEX sessions_source ON sessions (source_key, codes_key, number)
      WHERE source_key IS NOT NULL;
    CREATE INDEX sessions_outdated ON sessions (number) WHERE report_outdated = 1;
    CREATE INDEX sessions_removed ON sessions (number) WHERE removed = 1;
    CREATE UNIQUE INDEX drawings_name ON drawings (session, name);
    CREATE INDEX drawings_counted ON drawings (session, sequence)
      WHERE sequence IS NOT NULL;
    CREATE INDEX drawings_matched ON drawings (session, sequence) WHERE code_count > 0;
    CREATE INDEX drawings_problems ON drawings (session, sequence) WHERE problem = 1;
    CREATE INDEX queue_ready ON queue_messages (rank, group_id, id) WHERE state = 0;
    CREATE INDEX queue_delayed ON queue_messages (due, group_id) WHERE state = 1;
    CREATE INDEX queue_leased ON queue_messages (due, group_id) WHERE state = 2;
    CREATE INDEX queue_suspect ON queue_messages (state) WHERE suspect = 1;
    CREATE INDEX queue_dead_group ON queue_dead (group_id);
    """
}
