/// The ``Backend`` of one machine: one SQLite file holds queue and store.
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

  /// Takes the data folder, checks and migrates its file, and frees what a dead process had leased.
  ///
  /// - Parameters:
  ///   - folder: exists; gets `isoscan.sqlite` and `isoscan.lock`.
  ///   - random: numbers in 0..<1, for the jitter of backoffs.
  public init(
    folder: String, settings: Settings = Settings(), now: Int64,
    random: @escaping @Sendable () -> Double
  ) throws(BackendError) {
    lock = try DataFolderLock(folder: folder)
  }

  /// Held while the backend lives; `announce(url:)` on it tells others where the server listens.
  public let lock: DataFolderLock
}
