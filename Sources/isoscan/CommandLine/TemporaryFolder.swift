import Foundation

/// A command's folder of temporary files, which goes with the command.
enum TemporaryFolder {
  /// More often than anything else makes or removes a file in it at the same time.
  private static let attempts = 1_000

  /// Removes a folder, though others are still at work in it: a removal ends at the first entry that
  /// goes, or comes, under its hands.
  static func remove(_ path: String) {
    for _ in 0..<attempts where access(path, F_OK) == 0 {
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
