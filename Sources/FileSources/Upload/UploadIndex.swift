internal import Glibc

/// The names and sizes of an upload's files, in the order they came.
///
/// On disk: a line with the format and the number of files left out, then `SIZE NAME` a line.
/// File `n` (from 1) is stored under the number.
struct UploadIndex {
  struct Entry: Equatable {
    let name: String
    let size: Int64
  }

  static let fileName = "index"
  private static let format = "isoscan-upload 1"
  /// Longest index read: a hundred thousand names of the greatest length.
  private static let limit = 128 << 20

  var entries: [Entry] = []
  var leftOut = 0
  private(set) var finished: Int64 = 0

  init() {}

  init(folder: String) throws(SourceError) {
    let path = folder + "/" + Self.fileName
    let bytes = try FileReading.contents(at: path, name: "upload", limit: Self.limit)
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let head = lines.first, head.hasPrefix(Self.format + " "),
      let leftOut = Int(head.dropFirst(Self.format.count + 1))
    else { throw .unreadable("upload: damaged index") }
    self.leftOut = leftOut
    for line in lines.dropFirst() {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let size = Int64(parts[0]) else {
        throw .unreadable("upload: damaged index")
      }
      entries.append(Entry(name: String(parts[1]), size: size))
    }
    finished = (try? Self.changed(path)) ?? 0
  }

  var text: String {
    "\(Self.format) \(leftOut)\n" + entries.map { "\($0.size) \($0.name)\n" }.joined()
  }

  func summary(id: String) -> UploadStore.Summary {
    UploadStore.Summary(
      id: id, files: entries.count, leftOut: leftOut,
      bytes: entries.reduce(0) { $0 + $1.size }, finished: finished)
  }

  private static func changed(_ path: String) throws(SystemError) -> Int64 {
    try Descriptor(opening: RawPath.terminated(Array(path.utf8)), flags: O_PATH)
      .status().modifiedSeconds
  }
}
