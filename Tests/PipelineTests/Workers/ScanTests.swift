import Dispatch
import FileSources
import Foundation
import Matching
import Store
import Synchronization
import Testing

@testable import Pipeline

@Suite("a whole scan without sockets")
struct ScanTests {
  /// The parts of a pipeline in a folder of their own, and what its backend told.
  private final class House: Sendable {
    let backend: SQLiteBackend
    let dispatcher: Dispatcher
    let pool: WorkerPool
    let reporter: Reporter
    let room: Room
    let folder: String
    private let events = Mutex<[BackendEvent]>([])
    private let ended = DispatchSemaphore(value: 0)

    init(folders: [String: String] = [:], workers: Int = 2) throws {
      folder = NSTemporaryDirectory() + "/isoscan-test-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      backend = try SQLiteBackend(folder: folder, now: Clock.system.now(), random: { 0.5 })
      let uploads = try UploadStore(
        directory: folder + "/uploads", limits: .init(bytes: 1_000_000), extensions: ["pdf"])
      let sources = SourceResolver(
        folders: folders, uploads: uploads, demoFiles: 12, extensions: ["pdf", "txt"])
      room = Room(backend: backend)
      dispatcher = Dispatcher(
        backend: backend, sources: sources, defaultMode: .word, room: room)
      pool = WorkerPool(
        backend: backend, sources: sources, settings: WorkerSettings(count: workers),
        room: room)
      reporter = Reporter(
        backend: backend, folder: folder + "/reports", room: room,
        link: { "http://h/open/\($0)/\($1)" })
      backend.observe { [self] event in
        events.withLock { $0.append(event) }
        switch event {
        case .allDone(let session): reporter.make(session)
        case .completed, .failed: ended.signal()
        default: break
        }
      }
    }

    func scan(_ request: ScanRequest) throws -> [BackendEvent] {
      _ = try dispatcher.start(request, id: Dispatcher.makeSessionID())
      pool.start()
      #expect(ended.wait(timeout: .now() + 60) == .success)
      return events.withLock { $0 }
    }

    deinit {
      room.stop()
      _ = pool.stop(within: 5)
      backend.close()
      try? FileManager.default.removeItem(atPath: folder)
    }
  }

  private func request(_ codes: [String], folder: String? = nil) -> ScanRequest {
    var request = ScanRequest()
    request.codes = codes
    request.folder = folder
    return request
  }

  @Test("the demo drawings give what the demo set says, each counted once")
  func demo() throws {
    let house = try House()
    let set = DemoSet(files: 12)
    let events = try house.scan(request(set.targets))
    var found: [String: [String]] = [:]
    var processed: [Int] = []
    for case .drawingDone(_, let row, let counters) in events {
      #expect(found[row.name] == nil)
      found[row.name] = row.result.codes.map { set.targets[$0] }
      processed.append(counters.processed)
    }
    #expect(processed == Array(1...12))
    for index in 0..<12 { #expect(found[set.name(of: index)] == set.codes(in: index)) }
    guard case .completed(let session)? = events.last else {
      Issue.record("completed is the last event")
      return
    }
    #expect(session.counters.processed == 12)
    let report = try #require(session.report)
    #expect(house.reporter.path(of: report).map(FileManager.default.fileExists) == true)
  }

  @Test("what can't be read is a problem, never a drawing without matches")
  func problems() throws {
    let folder = NSTemporaryDirectory() + "/isoscan-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("HOLE-1".utf8).write(to: URL(fileURLWithPath: folder + "/a.txt"))
    try Data("%PDF-1.4 torn".utf8).write(to: URL(fileURLWithPath: folder + "/b.pdf"))
    try Data().write(to: URL(fileURLWithPath: folder + "/c.pdf"))
    let house = try House(folders: ["d": folder])
    let events = try house.scan(request(["HOLE-1"], folder: "d"))
    var statuses: [String: String] = [:]
    for case .drawingDone(_, let row, _) in events { statuses[row.name] = row.status }
    #expect(statuses == ["a.txt": "1 Code", "b.pdf": "Unreadable", "c.pdf": "Unreadable"])
  }

  @Test("an empty folder is refused, with what to do")
  func empty() throws {
    let folder = NSTemporaryDirectory() + "/isoscan-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let house = try House(folders: ["d": folder])
    let failure = #expect(throws: Failure.self) {
      try house.dispatcher.start(request(["A"], folder: "d"), id: "x")
    }
    #expect(failure?.code == .noDrawings)
  }

  @Test("the same request again is the same session; another one of the same id is not")
  func requestIdentity() throws {
    let house = try House()
    var first = request(["A"])
    first.requestID = "1"
    let started = try house.dispatcher.start(first, id: "one")
    #expect(try house.dispatcher.start(first, id: "two").session.id == started.session.id)
    var other = first
    other.codes = ["B"]
    #expect(try house.dispatcher.start(other, id: "three").session.id == "three")
  }
}
