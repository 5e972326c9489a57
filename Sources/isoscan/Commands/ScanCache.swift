import Foundation
import Pipeline

/// The text cache of scans without a server: one a user.
enum ScanCache {
  /// As of the server's `cache.max_bytes`.
  private static let maxBytes = 2_147_483_648

  /// Opens the cache in `$XDG_CACHE_HOME/isoscan`, or `~/.cache/isoscan`; `nil` where there is no
  /// such folder and none can be made: every drawing is read then.
  static func open(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> TextCache? {
    guard let folder = folder(environment) else { return nil }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      return nil
    }
    return TextCache(folder: folder, maxBytes: maxBytes)
  }

  /// The folder by the XDG Base Directory Specification: a relative path counts as none.
  static func folder(_ environment: [String: String]) -> String? {
    if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/isoscan" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.cache/isoscan"
  }
}
