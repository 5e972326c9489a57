internal import Glibc

/// The drawings below one folder.
///
/// Hidden entries and other extensions are left out and counted. Symbolic links are followed
/// as long as they stay below the root; neither `..`, an absolute path nor a link leads out.
public struct FolderSource: FileSource {
  /// The configured folder, as given.
  public let root: String
  /// The part of it that is listed, with `/` between names; empty for all of it.
  public let subpath: String
  /// Extensions that are drawings, in lower case, without the dot.
  public let extensions: Set<String>
  private let below: [UInt8]

  /// - Parameter subpath: relative to the root; `.` and doubled `/` are dropped.
  /// - Throws: ``SourceError/escapesRoot(_:)`` when the subpath is absolute or holds `..`. The
  ///   disk is not looked at before ``list(_:)``.
  public init(root: String, subpath: String = "", extensions: Set<String>) throws(SourceError) {
    guard let components = RawPath.components(Array(subpath.utf8)) else {
      throw .escapesRoot(subpath)
    }
    self.root = root
    below = Array(components.joined(separator: [0x2F]))
    self.subpath = String(decoding: below, as: UTF8.self)
    self.extensions = extensions
  }

  /// - Throws: ``SourceError/notFound(_:)`` when the folder is not there, and so on; what the
  ///   folder holds that can't be read is told in ``Listing/unreadableFolders``.
  /// - Complexity: memory grows with the largest folder, not with the tree.
  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing {
    let shown = subpath.isEmpty ? root : subpath
    do {
      let top = try openRoot()
      let realRoot = try top.realPath()
      let folder = try Descriptor(
        opening: RawPath.terminated(below.isEmpty ? [0x2E] : below), in: top.number,
        flags: O_RDONLY | O_DIRECTORY)
      guard Self.contains(realRoot, try folder.realPath()) else {
        throw SourceError.escapesRoot(subpath)
      }
      return try withoutActuallyEscaping(page) { page in
        var walk = FolderWalk(realRoot: realRoot, extensions: extensions, page)
        return try walk.run(folder, path: below)
      }
    } catch let error as SystemError {
      throw SourceError.reading(shown, error)
    }
  }

  /// - Throws: ``SourceError/notFound(_:)`` when the drawing is gone, ``SourceError/changed(_:)``
  ///   when it is written to meanwhile, ``SourceError/escapesRoot(_:)`` when it leads out by now.
  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    guard let path = RawPath.bytes(item.reference), let parts = RawPath.components(path),
      !parts.isEmpty
    else { throw .escapesRoot(item.name) }
    let file = try openInside(path, name: item.name)
    return try FileReading.contents(of: file, name: item.name, limit: limit)
  }

  /// The path on disk with the file's size, time and inode.
  public func contentName(of item: SourceItem) -> String? {
    item.identity.map { FileReading.contentName(root + "/" + item.reference, identity: $0) }
  }

  public func isAsListed(_ item: SourceItem) -> Bool {
    guard let identity = item.identity, let path = RawPath.bytes(item.reference) else {
      return true
    }
    return FileReading.has(identity, Array((root + "/").utf8) + path)
  }

  /// Opens a regular file for reading, wherever links lead, as long as that is below the root.
  private func openInside(_ path: [UInt8], name: String) throws(SourceError) -> Descriptor {
    do throws(SystemError) {
      let top = try openRoot()
      // Looked at before it is opened for reading: a pipe would block, a device might act.
      let found = try Descriptor(opening: RawPath.terminated(path), in: top.number, flags: O_PATH)
      let status = try found.status()
      guard status.kind == .file, status.links > 0 else { throw SystemError(code: ENOENT) }
      guard Self.contains(try top.realPath(), try found.realPath()) else {
        throw SystemError(code: EXDEV)
      }
      return try found.reopened(flags: O_RDONLY | O_NOCTTY)
    } catch {
      // EXDEV is what openat2(2) says of a path that leaves its root.
      throw error.code == EXDEV ? .escapesRoot(name) : .reading(name, error)
    }
  }

  /// Whether `path` is `root` or lies below it; both absolute, without links.
  static func contains(_ root: [UInt8], _ path: [UInt8]) -> Bool {
    root == [0x2F] || path == root || path.starts(with: root + [0x2F])
  }

  private func openRoot() throws(SystemError) -> Descriptor {
    try Descriptor(opening: RawPath.terminated(Array(root.utf8)), flags: O_PATH | O_DIRECTORY)
  }
}
