import SQLite
import Testing

@testable import Store

@Suite struct StoreTests {
  let folder = TemporaryFolder()
  let writer: Writer
  let store: SessionStore

  init() throws {
    let database = try Database(path: folder.file("store.sqlite"), role: .writer)
    _ = try database.migrate(SessionStore.migrations(), application: 1)
    writer = Writer(database)
    store = SessionStore(writer)
  }

  func create(
    _ id: String = "s", at now: Int64 = 0, codes: [String] = ["A", "B", "C"],
    request: String? = nil, drawings: Int = 5
  ) throws -> SessionSnapshot {
    let session = try store.create(
      NewSession(
        id: id, createdAt: now, source: "{}", sourceKey: "folder", codes: codes,
        requestID: request)
    ).session
    _ = try store.add(
      (1...max(1, drawings)).map { NewDrawing(name: "d\($0).pdf", reference: "r\($0)") },
      to: session.number)
    _ = try store.finishListing(session.number, leftOut: 2)
    return try snapshot(session.number)
  }

  func snapshot(_ number: Int64) throws -> SessionSnapshot {
    let store = store
    return try writer.read { database throws(DatabaseError) in
      try store.known(number, database)
    }
  }

  func record(
    _ session: SessionSnapshot, _ number: Int, codes: [Int] = [], near: [Int] = [],
    verdict: Verdict = .read
  ) throws -> Recorded? {
    let places = codes.map { Place(code: $0, page: 1, text: "t", x0: 0, y0: 0, x1: 1, y1: 1) }
    let hits = near.map {
      NearHit(Place(code: $0, page: 1, text: "t", x0: 0, y0: 0, x1: 1, y1: 1), .blankInside)
    }
    return try store.record(
      DrawingResult(
        verdict: verdict, codes: codes, places: places, near: hits, pages: 1, unreadablePages: [],
        seconds: 0.5, message: verdict == .read ? nil : "why", finishedAt: 9),
      of: SessionStore.key(session: session.number, number: number), attempts: 1)
  }

  func rows(
    _ session: SessionSnapshot, _ filter: ResultFilter, limit: Int = 100,
    rest: Cursor.Rest = Cursor.Rest()
  ) throws -> (rows: [ResultRow], next: Cursor.Rest?) {
    let store = store
    return try writer.read { database throws(DatabaseError) in
      try store.results(
        of: session.number, filter: filter, limit: limit, rest: rest, places: .all, database)
    }
  }

  @Test("a session comes back as it was asked for")
  func session() throws {
    let session = try create()
    #expect(session.status == .inProgress && !session.listing && session.leftOut == 2)
    #expect(session.counters == Counters(total: 5))
    let (store, number) = (store, session.number)
    let codes = try writer.read { database throws(DatabaseError) in
      try store.codes(of: number, database)
    }
    #expect(codes == ["A", "B", "C"])
  }

  @Test("the same request id gets the same session for an hour")
  func requests() throws {
    let first = try create("1", at: 0, request: "r")
    let again = try store.create(
      NewSession(id: "2", createdAt: 3_599_999, source: "", codes: [], requestID: "r"))
    #expect(again.isRepeated && again.session.id == first.id)
    let later = try store.create(
      NewSession(id: "3", createdAt: 3_600_000, source: "", codes: [], requestID: "r"))
    #expect(!later.isRepeated && later.session.id == "3")
  }

  @Test("listing again adds only what is new")
  func relisting() throws {
    let session = try store.create(NewSession(id: "s", createdAt: 0, source: "", codes: [])).session
    let first = ["a", "b"].map { NewDrawing(name: $0, reference: "") }
    let second = ["a", "b", "c"].map { NewDrawing(name: $0, reference: "") }
    #expect(try store.add(first, to: session.number)?.map(SessionStore.number) == [1, 2])
    #expect(try store.add(second, to: session.number)?.map(SessionStore.number) == [3])
    #expect(try snapshot(session.number).counters.total == 3)
    #expect(try store.finishListing(session.number, leftOut: 0))
    #expect(try store.add(second, to: session.number) == nil)
    #expect(try !store.finishListing(session.number, leftOut: 0))
  }

  @Test("a drawing is counted once, whatever is recorded after")
  func once() throws {
    let session = try create()
    let first = try #require(try record(session, 1, codes: [0, 2]))
    #expect(first.counters == Counters(total: 5, processed: 1, matched: 1))
    #expect(try record(session, 1, codes: []) == nil)
    #expect(try record(session, 2, verdict: .encrypted)?.counters.problems == 1)
    #expect(
      try snapshot(session.number).counters
        == Counters(total: 5, processed: 2, matched: 1, problems: 1))
    #expect(try record(session, 99) == nil)
  }

  @Test("a redriven drawing's result is replaced: counters and hits follow, processed stays")
  func replacement() throws {
    let session = try create(drawings: 2)
    _ = try record(session, 1, verdict: .failed)
    _ = try record(session, 2, codes: [0])
    let key = SessionStore.key(session: session.number, number: 1)
    #expect(try store.markRedriven(key))
    let replaced = try #require(try record(session, 1, codes: [1]))
    #expect(replaced.isReplacement && replaced.redriving == 0)
    #expect(replaced.counters == Counters(total: 2, processed: 2, matched: 2, problems: 0))
    #expect(try record(session, 1, codes: [0]) == nil)
    #expect(try rows(session, .code(1)).rows.map(\.number) == [1])
    #expect(try store.markRedriven(key))
    _ = try record(session, 1, codes: [])
    #expect(try rows(session, .code(1)).rows.isEmpty)
    #expect(try snapshot(session.number).counters.matched == 1)
  }

  @Test("drawings with near hits are counted apart, once, and followed when they are replaced")
  func near() throws {
    let session = try create(drawings: 3)
    let first = try #require(try record(session, 1, near: [0, 2]))
    #expect(first.row.status == "No Match")
    #expect(first.counters == Counters(total: 3, processed: 1, near: 1))
    #expect(try record(session, 1, near: [0]) == nil)
    _ = try record(session, 2, codes: [1])
    _ = try record(session, 3, codes: [1], near: [2])
    let found = try rows(session, .near).rows
    #expect(found.map(\.number) == [1, 3])
    #expect(found.map { $0.result.near.map(\.place.code) } == [[0, 2], [2]])
    #expect(try store.markRedriven(SessionStore.key(session: session.number, number: 1)))
    _ = try record(session, 1, codes: [0], near: [2])
    #expect(try snapshot(session.number).counters.near == 2)
    #expect(try store.markRedriven(SessionStore.key(session: session.number, number: 1)))
    _ = try record(session, 1, codes: [0])
    #expect(try rows(session, .near).rows.map(\.number) == [3])
    #expect(
      try snapshot(session.number).counters == Counters(total: 3, processed: 3, matched: 3, near: 1)
    )
  }

  @Test("results come in pages, by filter, each once")
  func pages() throws {
    let session = try create(drawings: 9)
    for number in [9, 1, 8, 2, 7, 3, 6, 4, 5] {
      _ = try record(
        session, number, codes: number % 3 == 0 ? [1] : [], verdict: number == 2 ? .noText : .read)
    }
    var (all, next) = try rows(session, .all, limit: 4)
    while let rest = next {
      let page = try rows(session, .all, limit: 4, rest: rest)
      all += page.rows
      next = page.next
    }
    #expect(all.map(\.number) == [9, 1, 8, 2, 7, 3, 6, 4, 5])
    #expect(try rows(session, .matched).rows.map(\.number) == [9, 3, 6])
    #expect(try rows(session, .problems).rows.map(\.number) == [2])
    #expect(try rows(session, .problems).rows.first?.status == "No Text")
    let byCode = try rows(session, .code(1), limit: 2)
    #expect(byCode.rows.map(\.number) == [3, 6])
    #expect(
      try rows(session, .code(1), limit: 2, rest: #require(byCode.next)).rows.map(\.number) == [9])
    #expect(all.first?.result.places.first?.text == "t")
    let ended = try rows(session, .matched, limit: 1, rest: Cursor.Rest(after: 1, through: 6))
    #expect(ended.rows.map(\.number) == [3] && ended.next == nil)
  }

  @Test("all results and hits are read in the order of the listing")
  func streams() throws {
    let session = try create(drawings: 4)
    for number in [4, 2, 1] { _ = try record(session, number, codes: [0, number % 2 + 1]) }
    let (store, number) = (store, session.number)
    let (names, hits) = try writer.read { database throws(DatabaseError) in
      var names: [String] = []
      var hits: [String] = []
      try? store.forEachResult(of: number, filter: .all, places: false, database) {
        names.append($0.name)
      }
      try? store.forEachHit(of: number, database) { hits.append("\($0.code) \($0.name)") }
      return (names, hits)
    }
    #expect(names == ["d1.pdf", "d2.pdf", "d4.pdf"])
    #expect(
      hits == ["0 d1.pdf", "0 d2.pdf", "0 d4.pdf", "1 d2.pdf", "1 d4.pdf", "2 d1.pdf"])
  }

  @Test("a session ends once")
  func ending() throws {
    let session = try create(drawings: 1)
    #expect(try !store.settle(session.number, isIdle: true))
    _ = try record(session, 1)
    #expect(try store.settle(session.number, isIdle: false))
    #expect(try !store.settle(session.number, isIdle: true))
    #expect(try store.complete(session.number, report: "r.xlsx", now: 500))
    #expect(try !store.complete(session.number, report: "other", now: 600))
    let ended = try snapshot(session.number)
    #expect(ended.status == .complete && ended.report == "r.xlsx" && ended.seconds == 0.5)
    #expect(try !store.cancel(session.number))
  }

  @Test("a removed session is gone from every read, and its rows with it")
  func removing() throws {
    let session = try create(drawings: 5_000)
    for number in 1...50 { _ = try record(session, number, codes: [0, 1]) }
    let other = try create("other", drawings: 3)
    _ = try record(other, 1, codes: [2])
    let store = store
    #expect(try store.remove(session.number))
    let visible = try writer.read { database throws(DatabaseError) in
      try store.sessions(limit: 9, below: .max, database).map(\.id)
    }
    #expect(visible == ["other"])
    try store.removeRows()
    let left = try writer.read { database throws(DatabaseError) in
      let count = try database.prepare(
        """
        SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM drawings),
          (SELECT count(*) FROM hits), (SELECT count(*) FROM session_codes)
        """)
      guard try count.step() else { return [Int]() }
      return (0..<4).map { count.int($0) }
    }
    #expect(left == [1, 3, 1, 1])
  }

  @Test("what changed since an earlier run: new, gone, changed, other codes")
  func changes() throws {
    let store = store
    func scan(_ id: String, _ codes: [String], _ drawings: [(String, String, [Int])]) throws
      -> SessionSnapshot
    {
      let session = try store.create(
        NewSession(id: id, createdAt: 0, source: "", sourceKey: "k", codes: codes)
      ).session
      _ = try store.add(
        drawings.map { NewDrawing(name: $0.0, reference: "", identity: $0.1) },
        to: session.number)
      for (index, drawing) in drawings.enumerated() {
        _ = try record(session, index + 1, codes: drawing.2)
      }
      return session
    }
    let before = try scan(
      "1", ["A", "B"],
      [("same", "1", [0]), ("gone", "1", [1]), ("edited", "1", [0]), ("codes", "1", [0])])
    let after = try scan(
      "2", ["B", "A"],
      [("same", "1", [1]), ("new", "1", [0]), ("edited", "2", [0, 1]), ("codes", "1", [0])])
    let changes = try writer.read { database throws(DatabaseError) in
      var changes: [Change] = []
      try? store.forEachChange(of: after.number, since: before.number, database) {
        changes.append($0)
      }
      return changes
    }
    #expect(
      changes == [
        Change(name: "new", kind: .new, gained: [0], lost: []),
        Change(name: "edited", kind: .changed, gained: [0], lost: []),
        Change(name: "codes", kind: .codes, gained: [0], lost: [1]),
        Change(name: "gone", kind: .gone, gained: [], lost: [0]),
      ])
  }

  @Test("the run before is the newest complete one of the same source and codes")
  func previous() throws {
    let store = store
    func ended(_ id: String, _ codes: [String]) throws -> SessionSnapshot {
      let session = try create(id, codes: codes, drawings: 1)
      _ = try record(session, 1)
      _ = try store.settle(session.number, isIdle: true)
      _ = try store.complete(session.number, report: "", now: 1)
      return session
    }
    _ = try ended("1", ["A", "B"])
    _ = try ended("2", ["B", "A"])
    _ = try ended("3", ["A", "C"])
    let now = try create("4", codes: ["A", "B"])
    let found = try writer.read { database throws(DatabaseError) in
      try store.previous(of: now.number, database)
    }
    #expect(found?.id == "2")
  }
}
