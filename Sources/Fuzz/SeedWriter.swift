import Foundation

/// Writes the inputs that fuzzing begins with, a folder a harness.
struct SeedWriter {
  private let folder: URL
  private let examples: String?
  private var counts: [String: Int] = [:]

  /// Longest seed in bytes: longer ones cost speed and add little.
  static let limit = 65_536
  /// Seeds of one harness.
  private static let most = 2_000

  /// - Parameter examples: a folder with more documents of any kind to begin with.
  init(folder: String, examples: String?) {
    self.folder = URL(filePath: folder)
    self.examples = examples
  }

  func run() {
    var writer = self
    for (harness, seed) in Seeds.own { writer.write(harness, seed) }
    for document in Seeds.documents { writer.add(document) }
    guard let examples, let walk = FileManager.default.enumerator(atPath: examples) else { return }
    for case let path as String in walk {
      let file = URL(filePath: examples).appending(path: path)
      let size = try? file.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
      // What is inside of a larger file may be small.
      guard size?.isRegularFile == true, size?.fileSize ?? 0 < 16 * Self.limit,
        let data = try? Data(contentsOf: file)
      else { continue }
      writer.add([UInt8](data))
    }
  }

  /// Writes a document for all harnesses that it can be a seed of.
  private mutating func add(_ document: [UInt8]) {
    for (harness, seed) in Seeds.of(document) { write(harness, seed) }
  }

  private mutating func write(_ harness: String, _ seed: [UInt8]) {
    let count = counts[harness, default: 0]
    guard seed.count <= Self.limit, count < Self.most else { return }
    counts[harness] = count + 1
    let place = folder.appending(path: harness)
    try? FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try? Data(seed).write(to: place.appending(path: "seed-\(count)"))
  }
}
