import Dispatch
import Extraction
import FileSources
import Foundation
import HTTP
import Pipeline
import Recognition
import Store
import Synchronization

/// The server, put together: every part is made here and handed what it needs.
final class Application: Sendable {
  let settings: Settings
  let log: Log
  private let backend: SQLiteBackend
  private let dispatcher: Dispatcher
  private let pool: WorkerPool
  private let room: Room
  private let cache: TextCache?
  private let reporter: Reporter
  private let gateway: Gateway
  private let server: Server
  private let sweeper: RetentionSweeper
  private let address: AddressBox
  private let sources: SourceResolver
  private let drive: Drive
  private let hosts: HostPolicy
  /// Whether others than this machine may reach the server.
  private let mayBeOpen: Bool
  /// Why the server can't go on.
  private let damage = Mutex<RuntimeFailure?>(nil)

  /// - Parameters:
  ///   - publicFolder: files that win over the embedded dashboard's.
  ///   - isConformance: adds the routes that conformance suites need, and answers any host.
  init(settings: Settings, log: Log, publicFolder: String?, isConformance: Bool) throws {
    self.settings = settings
    self.log = log
    mayBeOpen = settings.server.allowUnauthenticated && !isConformance
    let folder = try DataFolder.prepare(settings.dataFolder)
    backend = try DataFolder.openBackend(folder, settings)
    DataFolder.removeLeftovers(settings.recognitionFolder)
    let extensions = Format.readableExtensions
    let uploads = try UploadStore(
      directory: folder + "/uploads", limits: .init(bytes: Int64(settings.maxUploadBytes)),
      extensions: extensions)
    try uploads.removeUnfinished()
    drive = try DataFolder.openDrive(folder, settings.drive)
    let sources = SourceResolver(
      folders: settings.folders, uploads: uploads, demoFiles: settings.demoFiles,
      extensions: extensions, drive: drive)
    let signer = URLSigner(
      key: try SecretFile.load(folder + "/signing.key"), lifetime: settings.urlLifetime)
    room = Room(backend: backend, log: EventLog(log: log).room)
    dispatcher = Dispatcher(
      backend: backend, sources: sources, defaultMode: settings.matchMode, room: room,
      log: EventLog(log: log).dispatcher)
    cache = DataFolder.openCache(folder, settings, log)
    let workerSettings = try settings.workerSettings()
    if case .missing = workerSettings.recognition {
      log.info("no text recognition", ["advice": Programs.advice])
    }
    pool = WorkerPool(
      backend: backend, sources: sources, settings: workerSettings, room: room,
      cache: cache, log: EventLog(log: log).worker)
    gateway = Gateway(
      backend: backend, dispatcher: dispatcher, signer: signer,
      progress: settings.progressMilliseconds, messageLimit: settings.server.maxMessageBytes,
      emulatesErrors: settings.server.emulatesLimits, log: log)
    // The port is known only once it is bound; reports are made after that.
    let address = AddressBox()
    reporter = Reporter(
      backend: backend, folder: folder + "/reports", room: room,
      link: { session, number in address.links.open(session, number) },
      log: EventLog(log: log).reporter)
    sweeper = RetentionSweeper(
      backend: backend, files: SessionFiles(backend: backend, reporter: reporter, uploads: uploads),
      uploads: uploads, cache: cache, days: settings.retentionDays, log: log)
    let parts = ServerParts(
      settings: settings, backend: backend, dispatcher: dispatcher, sources: sources,
      reporter: reporter, gateway: gateway, signer: signer, log: log, publicFolder: publicFolder,
      isConformance: isConformance, hasDriveCredentials: { [drive] in drive.hasCredentials })
    self.address = address
    self.sources = sources
    hosts = HostPolicy(
      settings: settings.server, address: address, allowsAnyHost: isConformance)
    server = try parts.makeServer(hosts)
  }

  /// Share of the time for a stop that drawings get; the rest is for clients and storage.
  private static let drainingShare = 0.8
  /// Longest time that clients get to take their last messages, in seconds.
  private static let farewell = 2.0

  private func listen() throws(RuntimeFailure) -> ServerAddress {
    let bound: [BoundAddress]
    do throws(SocketError) {
      bound = try server.start()
    } catch {
      throw RuntimeFailure("\(error)")
    }
    if let open = bound.first(where: { !$0.isLocal }), !mayBeOpen {
      // `server.host` is judged before; this is a socket that systemd has passed.
      server.stop(within: 0)
      throw RuntimeFailure(
        "the passed socket \(open.host) is not a loopback address and no authentication is "
          + "configured: pass one of 127.0.0.1, or set server.allow_unauthenticated to true")
    }
    let found = ServerAddress(settings.server, bound)
    address.set(Links(base: found.url), isLocal: bound.allSatisfy(\.isLocal))
    return found
  }

  /// Listens, goes on with what the last process left, and begins to work.
  ///
  /// - Parameter giveUp: called where the server is to be stopped: it can't go on.
  func start(giveUp: @escaping @Sendable () -> Void) throws -> ServerAddress {
    // Tokens live only as long as their sessions run.
    try drive.tokens.removeAll(unless: { try backend.session($0)?.status.hasEnded == false })
    gateway.start { [pool, reporter, drive] event in
      switch event {
      case .cancelled(let session): pool.cancel(session.id)
      case .allDone(let session), .reportOutdated(let session): reporter.make(session)
      case .completed(let session), .failed(let session), .deleted(let session):
        pool.forget(session.id)
        drive.close(session.id)
      case .held(let session), .paused(let session), .reportReplaced(let session):
        pool.forget(session.id)
      default: break
      }
    }
    let address = try listen()
    try backend.lock.announce(url: address.local)
    pool.start()
    try dispatcher.retryAll()
    try dispatcher.resumeListings()
    try reporter.recover()
    sweeper.start()
    log.info("listening", ["url": address.url, "data": settings.dataFolder])
    if !backend.isChecked { Thread.detachNewThread { [self] in checkStorage(giveUp) } }
    return address
  }

  /// Checks a database that was too large to be checked before the start.
  private func checkStorage(_ giveUp: () -> Void) {
    do throws(BackendError) {
      try backend.checkIntegrity()
      log.info("database checked: it is sound", [:])
    } catch {
      switch error {
      case .closed: return
      case .damaged:
        damage.withLock { $0 = DataFolder.explain(error, settings.dataFolder) }
        giveUp()
      default: log.error("database can't be checked", ["error": "\(error)"])
      }
    }
  }

  /// Takes over what can change while running: see ``ConfigurationReload/changeable``.
  func apply(_ settings: Settings) {
    log.setLevel(Log.Level(name: settings.log.level))
    hosts.update(settings.server)
    sources.replaceFolders(settings.folders)
    useDriveCredentials(settings.drive)
  }

  /// Takes over the server's own Drive credentials, and has sessions that wait for them try them.
  private func useDriveCredentials(_ settings: Settings.Drive) {
    do throws(SettingsError) {
      drive.use(try DataFolder.driveCredentials(settings))
    } catch {
      return log.error("Drive credentials are not used", ["error": error.description])
    }
    do throws(BackendError) {
      try dispatcher.retryAll()
    } catch {
      log.error("paused scans can't go on", ["error": "\(error)"])
    }
  }

  /// Stops in order: no new work, what has begun ends, clients are told, storage is closed; all of
  /// it within `server.shutdown_s`.
  /// - Throws: why the server could not go on, where that is why it stops.
  func stop() throws(RuntimeFailure) {
    log.info("stopping", [:])
    let began = Clock.system.monotonic()
    dispatcher.stop()
    sweeper.stop()
    drive.stop()
    room.stop()
    let whole = Double(settings.server.shutdownSeconds)
    if !pool.stop(within: whole * Self.drainingShare) {
      log.warning("drawings are still being read: they are read again at the next start", [:])
    }
    let left = whole - Double(Clock.system.monotonic() &- began) / 1e9
    server.stop(within: max(0, min(left, Self.farewell)))
    cache?.close()
    backend.close()
    log.info("stopped", [:])
    if let damage = damage.withLock({ $0 }) { throw damage }
  }
}
