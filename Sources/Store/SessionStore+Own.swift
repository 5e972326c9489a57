public import SQLite

/// The write verbs once more, each in a transaction of its own.
extension SessionStore {
  public func create(
    _ new: NewSession
  ) throws(DatabaseError) -> (session: SessionSnapshot, isRepeated: Bool) {
    try writer.write(.full) { [self] t throws(DatabaseError) in try create(new, in: t) }
  }

  public func add(_ drawings: [NewDrawing], to session: Int64) throws(DatabaseError) -> [Int64]? {
    try writer.write { [self] t throws(DatabaseError) in try add(drawings, to: session, in: t) }
  }

  public func finishListing(_ session: Int64, leftOut: Int) throws(DatabaseError) -> Bool {
    try writer.write { [self] t throws(DatabaseError) in
      try finishListing(session, leftOut: leftOut, in: t)
    }
  }

  public func fail(_ session: Int64, reason: String, now: Int64) throws(DatabaseError) -> Bool {
    try writer.write(.full) { [self] t throws(DatabaseError) in
      try fail(session, reason: reason, now: now, in: t)
    }
  }

  public func cancel(_ session: Int64) throws(DatabaseError) -> Bool {
    try writer.write(.full) { [self] t throws(DatabaseError) in try cancel(session, in: t) }
  }

  public func pause(_ session: Int64, reason: String?) throws(DatabaseError) -> Bool {
    try writer.write { [self] t throws(DatabaseError) in
      try pause(session, reason: reason, in: t)
    }
  }

  public func settle(_ session: Int64, isIdle: Bool) throws(DatabaseError) -> Bool {
    try writer.write { [self] t throws(DatabaseError) in
      try settle(session, isIdle: isIdle, in: t)
    }
  }

  public func complete(
    _ session: Int64, report: String, now: Int64
  ) throws(DatabaseError) -> Bool {
    try writer.write(.full) { [self] t throws(DatabaseError) in
      try complete(session, report: report, now: now, in: t)
    }
  }

  public func replaceReport(_ session: Int64, report: String) throws(DatabaseError) -> Bool {
    try writer.write { [self] t throws(DatabaseError) in
      try replaceReport(session, report: report, in: t)
    }
  }

  public func record(
    _ result: DrawingResult, of key: Int64, attempts: Int
  ) throws(DatabaseError) -> Recorded? {
    try writer.write { [self] t throws(DatabaseError) in
      try record(result, of: key, attempts: attempts, in: t)
    }
  }

  public func markRedriven(_ key: Int64) throws(DatabaseError) -> Bool {
    try writer.write { [self] t throws(DatabaseError) in try markRedriven(key, in: t) }
  }

  public func remove(_ session: Int64) throws(DatabaseError) -> Bool {
    try writer.write { [self] t throws(DatabaseError) in try remove(session, in: t) }
  }

  /// Deletes all rows of removed sessions, a transaction for each few thousand.
  public func removeRows() throws(DatabaseError) {
    var isMore = true
    while isMore {
      isMore = try writer.write { [self] t throws(DatabaseError) in try removeRows(in: t) }
    }
  }
}
