internal import Glibc

/// Folders and single files named on a command line, as one source.
///
/// One folder alone: names below it. Several paths: a folder's drawings are prefixed with its
/// own name; where two would share a name, ` (2)` is added. A file that is named is read
/// whatever its extension is, and wherever a link leads.
public struct PathsSource: FileSource {
  private struct Part {
    let path: String
    /// What its drawings' names begin with; for a file, its name.
    let prefix: String
    /// `nil` for a file.
    let folder: FolderSource?
    let status: FileStatus

    /// The name of what its folder calls `inner`.
    func name(of inner: String) -> String { prefix.isEmpty ? inner : prefix + "/" + inner }
  }

  private let parts: [Part]

  /// - Throws: ``SourceError`` for the first path that is not there or can't be read.
  public init(_ paths: [String], extensions: Set<String>) throws(SourceError) {
    var names = UniqueNames()
    var parts: [Part] = []
    for path in paths {
      let (status, name) = try Self.look(at: path)
      switch status.kind {
      case .folder:
        let folder = try FolderSource(root: path, extensions: extensions)
        let prefix = paths.count == 1 ? "" : names.claim(name)
        parts.append(Part(path: path, prefix: prefix, folder: folder, status: status))
      case .file:
        parts.append(Part(path: path, prefix: names.claim(name), folder: nil, status: status))
      default: throw .unreadable("\(path): neither a file nor a folder")
      }
    }
    self.parts = parts
  }

  /// The path on disk of an item of this source, as reached from the paths given.
  public func path(of item: SourceItem) -> String {
    guard let (part, inner) = part(of: item) else { return item.name }
    guard part.folder != nil, let bytes = RawPath.bytes(inner) else { return part.path }
    return (part.path.hasSuffix("/") ? part.path : part.path + "/")
      + String(decoding: bytes, as: UTF8.self)
  }

  /// The `file:` URL of an item, each byte of its name kept.
  public func url(of item: SourceItem) -> String {
    guard let (part, inner) = part(of: item) else { return "" }
    let path = "file://" + RawPath.reference(Array(part.path.utf8))
    guard part.folder != nil else { return path }
    return (path.hasSuffix("/") ? path : path + "/") + inner
  }

  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing {
    var total = Listing()
    for (index, part) in parts.enumerated() {
      guard let folder = part.folder else {
        try page([
          SourceItem(
            name: part.prefix, reference: "\(index)/", size: part.status.size,
            identity: part.status.identity)
        ])
        total.listed += 1
        continue
      }
      let listing = try folder.list { items in
        try page(items.map { Self.item($0, in: part, index) })
      }
      total.listed += listing.listed
      total.leftOut += listing.leftOut
      total.unreadableFolders += listing.unreadableFolders.map { part.name(of: $0) }
    }
    return total
  }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    guard let (part, inner) = part(of: item) else { throw .notFound(item.name) }
    if let folder = part.folder {
      return try folder.read(SourceItem(name: item.name, reference: inner), limit: limit)
    }
    return try FileReading.contents(at: part.path, name: item.name, limit: limit)
  }

  public func isAsListed(_ item: SourceItem) -> Bool {
    guard let identity = item.identity, let (part, inner) = part(of: item) else { return true }
    guard let folder = part.folder else { return FileReading.has(identity, Array(part.path.utf8)) }
    return folder.isAsListed(
      SourceItem(name: item.name, reference: inner, identity: identity))
  }

  /// As of the folder itself, so that every scan of a file has the same name for its content.
  public func contentName(of item: SourceItem) -> String? {
    guard let identity = item.identity, let (part, inner) = part(of: item) else { return nil }
    guard let folder = part.folder else {
      return FileReading.contentName(part.path, identity: identity)
    }
    return folder.contentName(
      of: SourceItem(name: item.name, reference: inner, identity: identity))
  }

  private static func item(_ inner: SourceItem, in part: Part, _ index: Int) -> SourceItem {
    var item = inner
    item.name = part.name(of: inner.name)
    item.reference = "\(index)/\(inner.reference)"
    return item
  }

  private func part(of item: SourceItem) -> (Part, String)? {
    let pieces = item.reference.split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard pieces.count == 2, let index = Int(pieces[0]), parts.indices.contains(index) else {
      return nil
    }
    return (parts[index], String(pieces[1]))
  }

  /// What stands at a path, and its own name (`.` has one too).
  private static func look(at path: String) throws(SourceError) -> (FileStatus, String) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .notFound(path) }
    do throws(SystemError) {
      let found = try Descriptor(opening: RawPath.terminated(Array(path.utf8)), flags: O_PATH)
      let last = path.split(separator: "/").last.map(String.init) ?? ""
      let named = last.isEmpty || last == "." || last == ".."
      let real = named ? try found.realPath().split(separator: 0x2F).last.map(Array.init) : nil
      return (try found.status(), real.map(RawPath.shown) ?? (named ? "root" : last))
    } catch {
      throw .reading(path, error)
    }
  }
}
