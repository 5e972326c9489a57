import Codec
import Dispatch
import Extraction
import FileSources
import Foundation
import Matching
import Pipeline
import Store
import Synchronization

/// Runs one scan through the whole pipeline, its storage in a temporary folder.
struct LocalScan {
  let paths: [String]
  let codes: CodeSet
  let jobs: Int
  /// Where the workbook will stand, if it is wanted.
  let report: String?
  let usesCache: Bool

  /// How the session ended.
  private final class Ending: Sendable {
    private let state = Mutex<Result<String, RuntimeFailure>?>(nil)
    private let signal = DispatchSemaphore(value: 0)

    func set(_ result: Result<String, RuntimeFailure>) {
      let isFirst = state.withLock { state -> Bool in
        defer { if state == nil { state = result } }
        return state == nil
      }
      if isFirst { signal.signal() }
    }

    func wait() throws -> String {
      signal.wait()
      return try state.withLock { $0 }?.get() ?? ""
    }
  }

  func run(_ output: any ScanOutput) throws {
    let folder = NSTemporaryDirectory() + "/isoscan-" + Base64.encodeURL(RandomBytes.make(12))
    _ = try DataFolder.prepare(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      try run(output, folder)
    } catch let failure as Failure {
      throw RuntimeFailure(failure.detail.isEmpty ? failure.message : failure.detail)
    }
  }

  private func run(_ output: any ScanOutput, _ folder: String) throws {
    let backend = try SQLiteBackend(
      folder: folder, settings: .init(), now: Clock.system.now(),
      random: { Double.random(in: 0..<1) })
    defer { backend.close() }
    let extensions = Format.readableExtensions
    let uploads = try UploadStore(
      directory: folder + "/uploads", limits: .init(bytes: 0), extensions: extensions)
    let sources = SourceResolver(
      folders: [:], uploads: uploads, demoFiles: 0, extensions: extensions)
    let dispatcher = Dispatcher(backend: backend, sources: sources, defaultMode: codes.mode)
    let cache = usesCache ? ScanCache.open() : nil
    defer { cache?.close() }
    let pool = WorkerPool(
      backend: backend, sources: sources, settings: WorkerSettings(count: jobs), cache: cache)
    let absolute = paths.map {
      Settings.resolve($0, base: FileManager.default.currentDirectoryPath)
    }
    let source = try PathsSource(absolute, extensions: extensions)
    let reporter = Reporter(
      backend: backend, folder: folder,
      link: { session, number in Self.fileURL(source, backend, session, number) })
    let ending = Ending()
    let progress = ScanProgress()
    backend.observe { event in
      switch event {
      case .started(let session): progress.begin(session.counters.total)
      case .drawingDone(_, let row, _):
        progress.advance(row.name)
        output.drawing(ScanRow(row, codes.codes, Self.path(source, row)))
      case .allDone(let session): reporter.make(session)
      case .completed(let session): ending.set(.success(session.report ?? ""))
      case .failed(let session):
        ending.set(.failure(RuntimeFailure(session.reason ?? "the drawings can't be listed")))
      default: break
      }
    }
    pool.start()
    _ = try dispatcher.start(codes, .paths(absolute), id: Dispatcher.makeSessionID())
    let made = try ending.wait()
    progress.end()
    _ = pool.stop(within: 1)
    output.end()
    try keepReport(folder + "/" + made)
  }

  private func keepReport(_ made: String) throws {
    guard let report else { return }
    do {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: made))
      try bytes.write(to: URL(fileURLWithPath: report), options: .atomic)
    } catch {
      throw RuntimeFailure(
        "the report can't be written to \(report): \((error as NSError).localizedDescription)")
    }
  }

  private static func path(_ source: PathsSource, _ row: ResultRow) -> String {
    source.path(
      of: SourceItem(
        name: row.name, reference: row.reference, size: row.size, identity: row.identity))
  }

  private static func fileURL(
    _ source: PathsSource, _ backend: SQLiteBackend, _ session: String, _ number: Int
  ) -> String {
    guard let row = try? backend.drawing(number, of: session) else { return "" }
    let item = SourceItem(name: row.drawing.name, reference: row.drawing.reference)
    return URL(fileURLWithPath: source.path(of: item)).absoluteString
  }
}

/// The progress bar of a scan, whose total is known only once it has started.
private final class ScanProgress: Sendable {
  private let bar = Mutex<ProgressBar?>(nil)

  func begin(_ total: Int) { bar.withLock { $0 = ProgressBar(total: total, unit: "drawings") } }

  func advance(_ note: String) { bar.withLock { $0 }?.advance(note: note) }

  func end() { bar.withLock { $0 }?.end() }
}
