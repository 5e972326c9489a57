import Dispatch
import FileSources
import Foundation
import SQLite
import Store
import Synchronization
import Testing

@testable import Pipeline

/// A full disk at each place that may meet it first: the scan pauses, says so, and goes on.
@Suite("a scan that has no room")
struct RoomTests {
  /// A pipeline over a database whose disk is full when the test says so.
  private final class House: Sendable {
    let folder = TemporaryFolder()
    let backend: SQLiteBackend
    let room: Room
    let dispatcher: Dispatcher
    let pool: WorkerPool
    let reporter: Reporter
    /// Whether the disk is full from the last drawing's result on.
    private let fillsAtEnd: Bool
    private let told = Mutex<[String]>([])
    private let arrived = DispatchSemaphore(value: 0)

    init(fillsAtEnd: Bool = false) throws {
      self.fillsAtEnd = fillsAtEnd
      let flag = FullFlag()
      backend = try SQLiteBackend(
        folder: folder.path, settings: .init(), now: Clock.system.now(), random: { 0.5 },
        fault: { boundary throws(DatabaseError) in
          guard boundary == .beforeCommit, flag.isSet.withLock({ $0 }) else { return }
          throw DatabaseError(code: 13, message: "database or disk is full", sql: "COMMIT")
        })
      let uploads = try UploadStore(
        directory: folder.path + "/uploads", limits: .init(bytes: 1_000_000), extensions: ["pdf"])
      let sources = SourceResolver(
        folders: [:], uploads: uploads, demoFiles: 12, extensions: ["pdf"])
      room = Room(backend: backend)
      dispatcher = Dispatcher(backend: backend, sources: sources, defaultMode: .word, room: room)
      pool = WorkerPool(
        backend: backend, sources: sources, settings: WorkerSettings(count: 2), room: room)
      reporter = Reporter(
        backend: backend, folder: folder.path + "/reports", room: room, link: { "\($0)/\($1)" })
      self.flag = flag
      backend.observe { [self] event in take(event) }
    }

    private let flag: FullFlag

    func fill(_ isFull: Bool) { flag.isSet.withLock { $0 = isFull } }

    private func take(_ event: BackendEvent) {
      if case .allDone(let session) = event {
        if fillsAtEnd { fill(true) }
        reporter.make(session)
      }
      switch event {
      case .paused, .held, .resumed, .completed, .failed:
        told.withLock { $0.append(event.word) }
        arrived.signal()
      default: break
      }
    }

    /// The next of paused, resumed, completed and failed.
    func next() -> String {
      guard arrived.wait(timeout: .now() + 60) == .success else { return "nothing" }
      return told.withLock { $0.removeFirst() }
    }

    func end() {
      room.stop()
      dispatcher.stop()
      _ = pool.stop(within: 5)
      backend.close()
    }
  }

  private final class FullFlag: Sendable {
    let isSet = Mutex(false)
  }

  private static let paused = "held The disk is full: make room, and the scan goes on by itself."

  private func start(_ house: House) throws -> String {
    var request = ScanRequest()
    request.codes = ["HOLE-1"]
    return try house.dispatcher.start(request, id: "s").session.id
  }

  @Test("met by a lease")
  func lease() throws {
    let house = try House()
    defer { house.end() }
    let session = try start(house)
    house.fill(true)
    house.pool.start()
    #expect(house.next() == Self.paused)
    #expect(try house.backend.session(session)?.status == .paused)
    #expect(house.room.isShort)
    house.fill(false)
    #expect(house.next() == "resumed")
    #expect(house.next() == "completed COMPLETE")
    #expect(try house.backend.session(session)?.counters.processed == 12)
  }

  @Test("met by the reporter")
  func report() throws {
    let house = try House(fillsAtEnd: true)
    defer { house.end() }
    let session = try start(house)
    house.pool.start()
    #expect(house.next() == Self.paused)
    let state = try house.backend.session(session)
    #expect(state?.status == .paused && state?.counters.processed == 12)
    house.fill(false)
    // It has ended by then: COMPLETE says so.
    #expect(house.next() == "completed COMPLETE")
  }

  @Test("met by a listing that goes on in the background")
  func listing() throws {
    let house = try House()
    defer { house.end() }
    let source = SourceDescription.demo(files: 12).json
    _ = try house.backend.start(
      NewSession(id: "s", createdAt: Clock.system.now(), source: source, codes: ["HOLE-1"]),
      firstDrawings: [], listingDone: false)
    house.fill(true)
    try house.dispatcher.resumeListings()
    #expect(house.next() == Self.paused)
    house.fill(false)
    #expect(house.next() == "resumed")
    house.pool.start()
    #expect(house.next() == "completed COMPLETE")
    #expect(try house.backend.session("s")?.counters.processed == 12)
  }

  @Test("a stop ends the waiting, and takes nothing from the queue")
  func stop() throws {
    let house = try House()
    _ = try start(house)
    house.fill(true)
    house.pool.start()
    #expect(house.next() == Self.paused)
    house.room.stop()
    #expect(house.pool.stop(within: 60))
    #expect(try house.backend.queueStats(now: 0).depth == 12)
    house.backend.close()
  }

  @Test(
    "what is met as a shortage",
    arguments: [
      (ENOSPC, Shortage.disk), (EDQUOT, .disk), (EFBIG, .disk), (EMFILE, .descriptors),
      (ENFILE, .descriptors), (EROFS, .writing), (EACCES, nil),
    ])
  func kinds(_ code: Int32, _ shortage: Shortage?) {
    #expect(Shortage(errno: code) == shortage)
    #expect(Shortage(NSError(domain: NSPOSIXErrorDomain, code: Int(code))) == shortage)
  }
}
