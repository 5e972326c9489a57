import FileSources
import Foundation
import Pipeline

/// The folder with everything that is kept: database, uploads, reports, secrets.
enum DataFolder {
  /// Makes the folder where there is none and checks that it can be written.
  /// - Returns: its absolute path.
  static func prepare(_ path: String) throws(RuntimeFailure) -> String {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw RuntimeFailure(
        "data folder \(path) can't be made: \(SystemReason.text(of: error))")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw RuntimeFailure(
        "data folder \(path) can't be written: give it to this user, or name another with --data")
    }
    return path
  }

  /// For commands that look at a folder: opening the backend would make a database, and a lock, in
  /// whatever folder this is.
  static func checkHasDatabase(_ folder: String) throws(RuntimeFailure) {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw RuntimeFailure("data folder \(folder): there is none; name it with --data")
    }
    guard FileManager.default.fileExists(atPath: folder + "/" + SQLiteBackend.fileName) else {
      throw RuntimeFailure(
        "data folder \(folder): it holds no \(SQLiteBackend.fileName); name the server's with --data"
      )
    }
  }

  /// Refuses a folder whose database is lost: a new one would know of none of the reports and
  /// uploads there, and the sweep would remove them.
  private static func checkIsWhole(_ folder: String) throws(RuntimeFailure) {
    let database = folder + "/" + SQLiteBackend.fileName
    guard byteCount(database) == 0 else { return }
    var left = ["reports", "uploads"].filter { part in
      // What was being written when a process ended is nobody's.
      names(folder + "/" + part).contains { !$0.hasPrefix(".") && !$0.hasSuffix(".part") }
    }
    if byteCount(database + "-wal") > 0 { left.append(SQLiteBackend.fileName + "-wal") }
    guard !left.isEmpty else { return }
    let state = access(database, F_OK) == 0 ? "empty" : "missing"
    throw RuntimeFailure(
      "data folder \(folder): \(SQLiteBackend.fileName) is \(state), but there are "
        + "\(left.joined(separator: " and ")) of its sessions: put a backup of it in its place "
        + "(isoscan backup makes them), or empty the folder to begin anew")
  }

  private static func byteCount(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  private static func names(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  static func openBackend(
    _ folder: String, _ settings: Settings
  ) throws(RuntimeFailure) -> SQLiteBackend {
    try checkIsWhole(folder)
    do throws(BackendError) {
      return try SQLiteBackend(
        folder: folder,
        settings: .init(
          visibilityTimeout: Int64(settings.queue.visibilityTimeout) * 1_000,
          maxReceiveCount: settings.queue.maxReceiveCount,
          messageRetention: Int64(settings.queue.retentionDays) * 86_400_000),
        now: Clock.system.now(), random: { Double.random(in: 0..<1) })
    } catch {
      throw explain(error, folder)
    }
  }

  /// Removes what text recognition left in the folder of this name when a process was killed; the
  /// folder is this process's alone.
  static func removeLeftovers(_ folder: String) {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The text cache in the data folder; where none is wanted, an old one is removed.
  static func openCache(_ folder: String, _ settings: Settings, _ log: Log) -> TextCache? {
    guard settings.cacheBytes > 0 else {
      TextCache.remove(folder: folder)
      return nil
    }
    return TextCache(
      folder: folder, maxBytes: settings.cacheBytes, log: EventLog(log: log).textCache)
  }

  /// Google Drive with the server's own credentials, where it has some.
  static func openDrive(_ folder: String, _ settings: Settings.Drive) throws -> Drive {
    let credentials = try driveCredentials(settings)
    do throws(SourceError) {
      return try Drive(
        base: settings.apiURL, credentials: credentials, folder: folder,
        now: { Date().timeIntervalSince1970 })
    } catch {
      throw RuntimeFailure("data folder \(folder): \(error)")
    }
  }

  /// The server's own Google credentials, as they stand in their file or variable now.
  static func driveCredentials(
    _ settings: Settings.Drive
  ) throws(SettingsError) -> DriveCredentials? {
    guard let (source, json) = try credentials(settings) else { return nil }
    do throws(SourceError) {
      return try DriveCredentials(json: json)
    } catch {
      throw SettingsError(description: "\(source) holds no Google credentials: \(error)")
    }
  }

  private static func credentials(
    _ settings: Settings.Drive
  ) throws(SettingsError) -> (source: String, json: [UInt8])? {
    if let path = settings.credentialsFile {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw SettingsError(
          description: "configuration: sources.drive.credentials_file: \(path) can't be read")
      }
      return (path, Array(data))
    }
    guard let name = settings.credentialsVariable else { return nil }
    guard let text = ProcessInfo.processInfo.environment[name] else {
      throw SettingsError(
        description: "configuration: sources.drive.credentials_variable: \(name) is not set")
    }
    return (name, Array(text.utf8))
  }

  static func explain(_ error: BackendError, _ folder: String) -> RuntimeFailure {
    switch error {
    case .inUse(let pid, let url):
      RuntimeFailure(
        "data folder \(folder) is in use by process \(pid.map(String.init) ?? "unknown")"
          + (url.map { " at \($0)" } ?? "") + ": stop it, or name another folder with --data")
    case .damaged:
      RuntimeFailure(
        "data folder \(folder): \(error): put a backup in its place (isoscan backup makes them), "
          + "or name another folder with --data")
    default: RuntimeFailure("data folder \(folder): \(error)")
    }
  }
}
