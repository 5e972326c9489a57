import Foundation

@testable import FileSources

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/isoscan-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and the folders it needs.
  func write(_ name: String, _ content: String = "x") throws {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: file)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + name, withDestinationPath: target)
  }
}

extension FileSource {
  /// Everything it lists.
  func everything() throws -> (items: [SourceItem], listing: Listing) {
    var items: [SourceItem] = []
    let listing = try list { items += $0 }
    return (items, listing)
  }

  func names() throws -> [String] { try everything().items.map(\.name) }

  func text(_ name: String, limit: Int = 1_000_000) throws -> String {
    guard let item = try everything().items.first(where: { $0.name == name }) else {
      throw SourceError.notFound(name)
    }
    return String(decoding: try read(item, limit: limit), as: UTF8.self)
  }
}
