import Foundation
import Matching
import Queue
import SQLite
import Store
import Synchronization

/// The ``Backend`` of one machine: one SQLite file holds queue and store, so that a result, the
/// counters and the end of its message are one commit.
public final class SQLiteBackend: Sendable {
  /// What the queue and the storage are told; the rest of the settings stays outside.
  public struct Settings: Sendable {
    /// Milliseconds before a lease that is not extended is handed out again.
    public var visibilityTimeout: Int64
    /// Attempts begun before a drawing is given up.
    public var maxReceiveCount: Int
    /// Milliseconds before the second attempt; doubled for each later one, up to `backoffLimit`.
    public var backoffBase: Int64
    public var backoffLimit: Int64
    /// Milliseconds before a message that nobody could end is given up.
    public var messageRetention: Int64

    public init(
      visibilityTimeout: Int64 = 120_000, maxReceiveCount: Int = 3, backoffBase: Int64 = 500,
      backoffLimit: Int64 = 60_000, messageRetention: Int64 = 14 * 86_400_000
    ) {
      self.visibilityTimeout = visibilityTimeout
      self.maxReceiveCount = maxReceiveCount
      self.backoffBase = backoffBase
      self.backoffLimit = backoffLimit
      self.messageRetention = messageRetention
    }
  }

  /// The file's name in the data folder.
  public static let fileName = "isoscan.sqlite"
  /// Marks the file as ours: "ISOS".
  static let application: Int32 = 0x4953_4F53
  /// The schema's steps, numbered by their place; only ever appended to.
  static let migrations: [Migration] = {
    let store = SessionStore.migrations(forms: CodeSet.forms)
    return store.prefix(1) + MessageQueue.migrations + store.dropFirst()
  }()
  /// Largest file that is checked before the start, in bytes: half a second, or some 200,000
  /// drawings. A larger one is for ``checkIntegrity()`` to check, so that a restart stays quick.
  static let checkLimit: Int64 = 67_108_864
  /// Connections for reads: a report, a page or two, the queue's numbers.
  private static let readerCount = 4

  struct State {
    var observer: (@Sendable (BackendEvent) -> Void)?
    var hook: (@Sendable () -> Void)?
    /// Why nothing is leased, while that is so.
    var held: String?
  }

  /// Held while the backend lives; `announce(url:)` on it tells others where the server listens.
  public let lock: DataFolderLock
  /// Whether the file was checked when it was opened; else ``checkIntegrity()`` is to be called.
  public let isChecked: Bool
  let folder: String
  let settings: Settings
  let random: @Sendable () -> Double
  let writer: Writer
  let readers: ReaderPool
  let queue: MessageQueue
  let store: SessionStore
  let state = Mutex(State())

  /// Takes the data folder, checks and migrates its file, and frees what a dead process had leased.
  ///
  /// - Parameters:
  ///   - folder: exists; gets `isoscan.sqlite` and `isoscan.lock`.
  ///   - now: milliseconds since 1970.
  ///   - random: numbers in 0..<1, for the jitter of backoffs.
  public convenience init(
    folder: String, settings: Settings = Settings(), now: Int64,
    random: @escaping @Sendable () -> Double
  ) throws(BackendError) {
    try self.init(folder: folder, settings: settings, now: now, random: random, fault: nil)
  }

  /// As above, with faults at the writer's boundaries, for tests.
  init(
    folder: String, settings: Settings, now: Int64, random: @escaping @Sendable () -> Double,
    fault: Writer.Fault?, checkLimit: Int64 = SQLiteBackend.checkLimit
  ) throws(BackendError) {
    lock = try DataFolderLock(folder: folder)
    let path = folder + "/" + Self.fileName
    do throws(DatabaseError) {
      // A file that is refused is left as it is: a writer would set its journal before it looks.
      isChecked = try Self.check(path, upTo: checkLimit)
      writer = Writer(try Self.open(path), fault: fault)
    } catch {
      throw BackendError(error, folder: folder)
    }
    self.folder = folder
    self.settings = settings
    self.random = random
    readers = ReaderPool(path: path, count: Self.readerCount)
    store = SessionStore(writer, forms: CodeSet.forms)
    queue = MessageQueue(
      writer,
      settings: MessageQueue.Settings(
        visibilityTimeout: settings.visibilityTimeout, maxReceiveCount: settings.maxReceiveCount,
        backoffBase: settings.backoffBase, backoffLimit: settings.backoffLimit))
    queue.onReady { [weak self] in self?.callHook() }
    try write { [self] t throws(DatabaseError) in try recover(now: now, in: t) }
  }

  deinit { close() }

  private static func open(_ path: String) throws(DatabaseError) -> sending Database {
    let database = try Database(path: path, role: .writer)
    try refuse(database.migrate(migrations, application: application), path)
    return database
  }

  /// Checks a file, if there is one: whose it is, and, up to a size, that it is sound.
  ///
  /// - Returns: false for a file that is too large to be checked now.
  private static func check(_ path: String, upTo limit: Int64) throws(DatabaseError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > 0 else { return true }
    let database = try Database(path: path, role: .reader)
    try refuse(database.schemaVersion(migrations, application: application), path)
    guard try database.byteCount() <= limit else { return false }
    let findings = try database.checkIntegrity(quick: false)
    guard findings.isEmpty else {
      throw .refusal(DatabaseError.summary(findings), path: path)
    }
    return true
  }

  private static func refuse(_ version: SchemaVersion, _ path: String) throws(DatabaseError) {
    switch version {
    case .current: return
    case .foreign: throw .refusal("not a database of isoscan", path: path)
    case .newer(let file, let program):
      throw .newer("schema \(file), this program knows \(program)", path: path)
    }
  }

  // MARK: Telling

  /// Sends an event once this is committed, in the order of commits.
  func emit(_ event: BackendEvent, after t: borrowing Transaction) {
    t.afterCommit { [self] in tell(event) }
  }

  /// Between two commits only, so that the order of events is that of the commits.
  func tell(_ event: BackendEvent) {
    state.withLock { $0.observer }?(event)
  }

  func callHook() {
    state.withLock { $0.hook }?()
  }

  /// A session as people see it while leasing is held.
  func seen(_ session: SessionSnapshot) -> SessionSnapshot {
    guard session.status == .inProgress, let reason = state.withLock({ $0.held }) else {
      return session
    }
    var session = session
    session.status = .paused
    session.reason = reason
    return session
  }

  // MARK: Translating

  func write<R: Sendable>(
    _ durability: Writer.Durability = .normal,
    _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> R
  ) throws(BackendError) -> R {
    do throws(DatabaseError) {
      return try writer.write(durability, body)
    } catch {
      throw BackendError(error, folder: folder)
    }
  }

  func read<R>(
    _ body: (Database) throws(DatabaseError) -> R
  ) throws(BackendError) -> R {
    do throws(DatabaseError) {
      return try readers.read(body)
    } catch {
      throw BackendError(error, folder: folder)
    }
  }
}
