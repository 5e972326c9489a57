import Codec
import Extraction
import FileSources
import Foundation
import Matching
import Pipeline
import Recognition
import Store
import Synchronization

/// Runs one scan through the whole pipeline, its storage in a temporary folder.
///
/// The folder goes however the scan ends: done, failed, without a reader of stdout (`| head`),
/// which ends a scan in order that has no report to make, or by a signal (``SignalEnding``).
struct LocalScan {
  let paths: [String]
  let codes: CodeSet
  let jobs: Int
  let limits: Limits
  /// Where the workbook will stand, if it is wanted.
  let report: String?
  let usesCache: Bool
  /// How pages without text are read, with temporary files in a folder.
  let recognition: @Sendable (String) -> RecognitionPlan

  /// What a scan has begun, for the thread that a signal wakes.
  private final class Begun: Sendable {
    private let pool = Mutex<WorkerPool?>(nil)
    private let folders = Mutex<ScanFolders?>(nil)

    func set(_ pool: WorkerPool) { self.pool.withLock { $0 = pool } }

    /// Makes folders, which ``end()`` then knows of.
    func makeFolders(report: String?) throws(RuntimeFailure) -> ScanFolders {
      try folders.withLock { folders throws(RuntimeFailure) in
        let made = try ScanFolders(report: report)
        folders = made
        return made
      }
    }

    func end() {
      // What text recognition has started would go on alone.
      _ = pool.withLock { $0 }?.stop(within: 0)
      // Nothing in the folders is worth an orderly end.
      folders.withLock { $0 }?.remove()
    }
  }

  /// What takes part in a scan.
  private struct Parts {
    let backend: SQLiteBackend
    let dispatcher: Dispatcher
    let pool: WorkerPool
    let room: Room
    let reporter: Reporter
    let source: PathsSource
    let absolute: [String]
    let ending = ScanEnding()
    let cache: TextCache?
    let progress = ScanProgress()
    /// Folders that could not be listed: each is a row of its own, with a `/` at its end.
    let unreadable = UnreadableFolders()

    /// Stops in order; drawings that take longer than a second to read are left alone.
    func stop() {
      dispatcher.stop()
      room.stop()
      _ = pool.stop(within: 1)
      backend.close()
      cache?.close()
    }
  }

  func run(_ output: any ScanOutput) throws {
    signal(SIGPIPE, SIG_IGN)
    let begun = Begun()
    let signals = SignalEnding { begun.end() }
    let folders = try begun.makeFolders(report: report)
    defer { folders.remove() }
    do {
      try run(output, folders, begun, signals)
    } catch {
      // What fails once a signal has come may fail of that.
      signals.goOn()
      guard let failure = error as? Failure else { throw error }
      throw RuntimeFailure(failure.detail.isEmpty ? failure.message : failure.detail)
    }
  }

  private func run(
    _ output: any ScanOutput, _ folders: ScanFolders, _ begun: Begun, _ signals: SignalEnding
  ) throws {
    let parts = try makeParts(folders)
    begun.set(parts.pool)
    defer { parts.stop() }
    parts.backend.observe { event in observe(event, parts, output) }
    parts.pool.start()
    do throws(Failure) {
      let id = Dispatcher.makeSessionID()
      _ = try parts.dispatcher.start(codes, .paths(parts.absolute), id: id)
    } catch {
      guard error.code == .noDrawings else { throw error }
      parts.ending.set(.notListed(error.message))
    }
    let way = parts.ending.wait()
    signals.goOn()
    parts.progress.end()
    switch way {
    case .readerGone: return
    case .failed(let reason): throw RuntimeFailure(reason)
    case .notListed(let reason): try tellEmpty(parts.source, reason)
    case .done(let made):
      tell(parts.unreadable.names)
      if let report { try folders.keep(made, as: report) }
    }
    do throws(OutputError) {
      try output.end()
    } catch {
      guard error.isReaderGone else { throw RuntimeFailure(error.message) }
    }
  }

  private func makeParts(_ folders: ScanFolders) throws -> Parts {
    let backend = try SQLiteBackend(
      folder: folders.work, settings: .init(), now: Clock.system.now(),
      random: { Double.random(in: 0..<1) })
    let extensions = Format.readableExtensions
    let uploads = try UploadStore(
      directory: folders.work + "/uploads", limits: .init(bytes: 0), extensions: extensions)
    let sources = SourceResolver(
      folders: [:], uploads: uploads, demoFiles: 0, extensions: extensions)
    let cache = usesCache ? ScanCache.open() : nil
    let current = FileManager.default.currentDirectoryPath
    let absolute = paths.map { Settings.resolve($0, base: current) }
    let source = try PathsSource(absolute, extensions: extensions)
    let room = Room(backend: backend)
    return Parts(
      backend: backend,
      dispatcher: Dispatcher(
        backend: backend, sources: sources, defaultMode: codes.mode, room: room),
      pool: WorkerPool(
        backend: backend, sources: sources,
        settings: WorkerSettings(
          count: jobs, limits: limits, recognition: recognition(folders.work + "/ocr")),
        room: room, cache: cache),
      room: room,
      reporter: Reporter(
        backend: backend, folder: folders.reports, room: room,
        link: { session, number in Self.fileURL(source, backend, session, number) }),
      source: source, absolute: absolute, cache: cache)
  }

  private func observe(_ event: BackendEvent, _ parts: Parts, _ output: any ScanOutput) {
    switch event {
    case .started(let session), .listingGrew(let session):
      parts.progress.setTotal(session.counters.total)
    case .drawingDone(_, let row, _):
      parts.progress.advance(row.name)
      if row.name.hasSuffix("/") { parts.unreadable.add(String(row.name.dropLast())) }
      do throws(OutputError) {
        try output.drawing(ScanRow(row, codes.codes, Self.path(parts.source, row)))
      } catch {
        if !error.isReaderGone {
          parts.ending.set(.failed(error.message))
        } else if report == nil {
          parts.ending.set(.readerGone)
        }
      }
    case .allDone(let session): parts.reporter.make(session)
    case .completed(let session):
      parts.ending.set(.done(report: session.report ?? ""))
    case .failed(let session):
      parts.ending.set(.notListed(session.reason ?? "the drawings can't be listed"))
    case .paused(let session), .held(let session):
      parts.ending.set(.failed(session.reason ?? "the scan is paused"))
    default: break
    }
  }

  // MARK: What the listing left out

  /// Says that there are no drawings, or throws why they could not be listed.
  private func tellEmpty(_ source: PathsSource, _ reason: String) throws(RuntimeFailure) {
    guard let listing = try? source.list({ _ in }), listing.listed == 0 else {
      throw RuntimeFailure(reason)
    }
    tell(listing.unreadableFolders)
    let others =
      switch listing.leftOut {
      case 0: ""
      case 1: " (1 other entry was left out)"
      default: " (\(listing.leftOut) other entries were left out)"
      }
    let unmade = report == nil ? "" : "; no report is written"
    Terminal.complain("no drawings in \(paths.joined(separator: ", "))\(others)\(unmade)")
  }

  /// Names the folders that could not be read: their drawings are in no count.
  private func tell(_ unreadable: [String]) {
    for folder in unreadable {
      Terminal.complain("\(folder): the folder can't be read, its drawings are left out")
    }
  }

  // MARK: Paths

  private static func path(_ source: PathsSource, _ row: ResultRow) -> String {
    source.path(
      of: SourceItem(
        name: row.name, reference: row.reference, size: row.size, identity: row.identity))
  }

  private static func fileURL(
    _ source: PathsSource, _ backend: SQLiteBackend, _ session: String, _ number: Int
  ) -> String {
    guard let row = try? backend.drawing(number, of: session) else { return "" }
    return source.url(of: SourceItem(name: row.drawing.name, reference: row.drawing.reference))
  }
}
