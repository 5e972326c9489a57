public import SQLite

extension MessageQueue {
  /// The queue's tables; the database's owner puts them in its list and never changes one.
  public static let migrations: [Migration] = [
    Migration(
      "queue",
      sql: """
        CREATE TABLE queue_epoch (number INTEGER NOT NULL);
        INSERT INTO queue_epoch VALUES (0);

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
        -- One index a state, so that a lease costs the same however many wait, and a group's or a
        -- priority's next message is one step away.
        CREATE INDEX queue_ready ON queue_messages (rank, group_id, id) WHERE state = 0;
        CREATE INDEX queue_delayed ON queue_messages (due, group_id) WHERE state = 1;
        CREATE INDEX queue_leased ON queue_messages (due, group_id) WHERE state = 2;
        CREATE INDEX queue_suspect ON queue_messages (state) WHERE suspect = 1;

        CREATE TABLE queue_held (group_id INTEGER PRIMARY KEY);

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
        CREATE INDEX queue_dead_group ON queue_dead (group_id);
        """)
  ]
}
