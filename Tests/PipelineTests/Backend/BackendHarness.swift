import Foundation
import SQLite
import Store
import Synchronization

@testable import Pipeline

/// A backend under the laws, with a way to have its process die.
protocol BackendHarness: Sendable {
  var backend: any Backend { get }
  /// Has the process die now, and a new one open what it left.
  func crash(now: Int64) throws
  /// Names of the events since the last call, in their order.
  func takeEvents() -> [String]
}

/// Each implementation that is held to the laws.
enum BackendKind: CaseIterable, Sendable {
  case sqlite

  func make(maxReceiveCount: Int = 3, visibilityTimeout: Int64 = 1_000) throws
    -> any BackendHarness
  {
    switch self {
    case .sqlite:
      try SQLiteHarness(
        settings: SQLiteBackend.Settings(
          visibilityTimeout: visibilityTimeout, maxReceiveCount: maxReceiveCount,
          backoffBase: 100, backoffLimit: 1_000))
    }
  }
}

final class SQLiteHarness: BackendHarness {
  private let settings: SQLiteBackend.Settings
  private let opened: Mutex<(folder: TemporaryFolder, backend: SQLiteBackend)>
  private let events = Mutex<[BackendEvent]>([])

  init(
    settings: SQLiteBackend.Settings = SQLiteBackend.Settings(), fault: Writer.Fault? = nil
  ) throws {
    self.settings = settings
    let folder = TemporaryFolder()
    let backend = try SQLiteBackend(
      folder: folder.path, settings: settings, now: 0, random: { 1 }, fault: fault)
    opened = Mutex((folder, backend))
    watch(backend)
  }

  var backend: any Backend { sqlite }
  var sqlite: SQLiteBackend { opened.withLock { $0.backend } }
  var folder: String { opened.withLock { $0.folder.path } }

  private func watch(_ backend: SQLiteBackend) {
    backend.observe { [weak self] event in self?.events.withLock { $0.append(event) } }
  }

  /// What a killed process leaves is what the system has of its files: they are copied between
  /// two commits and opened elsewhere.
  func crash(now: Int64) throws {
    let (old, new) = (opened.withLock { $0 }, TemporaryFolder())
    try old.backend.writer.read { _ throws(DatabaseError) in
      try? copyDatabase(from: old.folder.path, to: new.path)
    }
    try reopen(new, now: now)
  }

  /// Opens a folder as a new process.
  func reopen(_ folder: TemporaryFolder, now: Int64) throws {
    sqlite.close()
    events.withLock { $0 = [] }
    let backend = try SQLiteBackend(
      folder: folder.path, settings: settings, now: now, random: { 1 })
    opened.withLock { $0 = (folder, backend) }
    watch(backend)
  }

  func takeAll() -> [BackendEvent] {
    events.withLock { events in
      defer { events = [] }
      return events
    }
  }

  func takeEvents() -> [String] { takeAll().map(\.word) }
}

func copyDatabase(from: String, to: String) throws {
  for suffix in ["", "-wal"] {
    let name = "/" + SQLiteBackend.fileName + suffix
    guard FileManager.default.fileExists(atPath: from + name) else { continue }
    try FileManager.default.copyItem(atPath: from + name, toPath: to + name)
  }
}

extension BackendEvent {
  /// A short name with what tells it from its like.
  var word: String {
    switch self {
    case .started(let session): "started \(session.counters.total)"
    case .listingGrew(let session): "listing \(session.counters.total)"
    case .drawingDone(_, let row, let counters): "done \(row.name) \(counters.processed)"
    case .drawingReplaced(_, let row, _): "replaced \(row.name) \(row.status)"
    case .allDone: "allDone"
    case .completed(let session): "completed \(session.status.rawValue)"
    case .cancelled: "cancelled"
    case .failed: "failed"
    case .paused(let session): "paused \(session.reason ?? "")"
    case .held(let session): "held \(session.reason ?? "")"
    case .resumed: "resumed"
    case .reportOutdated: "reportOutdated"
    case .reportReplaced: "reportReplaced"
    case .deleted: "deleted"
    case .attemptFailed(_, let name, let attempt, _, _): "attemptFailed \(name) \(attempt)"
    }
  }
}

extension BackendHarness {
  @discardableResult
  func start(
    _ id: String = "s", drawings: Int, listingDone: Bool = true, request: String? = nil
  ) throws -> SessionSnapshot {
    try backend.start(
      NewSession(
        id: id, createdAt: 0, source: "{}", codes: ["A", "B"], requestID: request),
      firstDrawings: listed(drawings), listingDone: listingDone
    ).session
  }

  func session(_ id: String = "s") throws -> SessionSnapshot? { try backend.session(id) }

  /// Leases one drawing and begins it.
  func begin(now: Int64 = 0) throws -> Lease? {
    guard let lease = try backend.lease(upTo: 1, now: now).first else { return nil }
    return try backend.begin(lease, now: now) ? lease : nil
  }

  /// Reads everything that is due to its end.
  func drain(now: Int64 = 0) throws {
    while let lease = try begin(now: now) { _ = try backend.finish(lease, read()) }
  }
}

func listed(_ count: Int, from first: Int = 1) -> [NewDrawing] {
  count == 0
    ? [] : (first..<first + count).map { NewDrawing(name: "d\($0)", reference: "r\($0)") }
}

func read(_ codes: [Int] = [], at now: Int64 = 0) -> DrawingResult {
  DrawingResult(verdict: .read, codes: codes, pages: 1, finishedAt: now)
}

func failed(_ message: String = "broke") -> DrawingResult {
  DrawingResult(verdict: .failed, message: message, finishedAt: 0)
}
