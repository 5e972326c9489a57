internal import Codec
internal import Foundation
internal import Glibc

/// Where uploaded drawings are kept: one folder an upload, below one directory.
///
/// A folder holds the files under numbers and an index of their names, so that no name ever
/// becomes a path. While an upload comes in, its folder ends in `.part`.
public struct UploadStore: Sendable {
  /// What one upload may hold.
  public struct Limits: Sendable {
    /// Bytes of all files together, unpacked.
    public var bytes: Int64
    /// Files, unpacked.
    public var files: Int
    public init(bytes: Int64, files: Int = 100_000) {
      self.bytes = bytes
      self.files = files
    }
  }

  /// A finished upload.
  public struct Summary: Sendable, Hashable {
    public var id: String
    /// Drawings kept.
    public var files: Int
    /// Files left out: hidden, `__MACOSX`, other extensions.
    public var leftOut: Int
    /// Bytes kept.
    public var bytes: Int64
    /// Seconds since 1970 of its end.
    public var finished: Int64
  }

  public let directory: String
  public let limits: Limits
  /// Extensions that are drawings, in lower case, without the dot.
  public let extensions: Set<String>

  /// Makes the directory (mode 0700) when it is not there.
  public init(directory: String, limits: Limits, extensions: Set<String>) throws(SourceError) {
    self.directory = directory
    self.limits = limits
    self.extensions = extensions
    try UploadFolder.make(directory)
  }

  /// Begins an upload.
  /// - Parameter random: at least 16 unguessable bytes; the id is their base64url.
  public func begin(random: [UInt8]) throws(SourceError) -> PendingUpload {
    guard random.count >= 16 else { throw .unwritable("upload id: too few random bytes") }
    return try PendingUpload(id: Base64.encodeURL(random), store: self)
  }

  /// Keeps one document that is already in memory (`file_content`): a drawing, or a ZIP of them.
  /// - Parameter name: of a drawing, with its extension; a ZIP is told by its content.
  public func keep(_ bytes: [UInt8], name: String, random: [UInt8]) throws(SourceError) -> Summary {
    var upload = try begin(random: random)
    try upload.add(bytes, name: name)
    return try upload.finish()
  }

  /// The drawings of a finished upload.
  /// - Throws: ``SourceError/notFound(_:)`` for an unknown or malformed id.
  public func source(_ id: String) throws(SourceError) -> UploadSource {
    guard Self.isID(id) else { throw .notFound("upload") }
    return UploadSource(id: id, index: try UploadIndex(folder: path(id)), folder: path(id))
  }

  /// Deletes an upload; one that is not there is no error.
  public func delete(_ id: String) throws(SourceError) {
    guard Self.isID(id) else { return }
    try UploadFolder.remove(path(id))
  }

  /// Finished uploads, oldest first, for retention. What a crash left unfinished is removed
  /// by ``removeUnfinished()``.
  public func list() throws(SourceError) -> [Summary] {
    var found: [Summary] = []
    for name in try UploadFolder.names(in: directory) where Self.isID(name) {
      guard let index = try? UploadIndex(folder: path(name)) else { continue }
      found.append(index.summary(id: name))
    }
    return found.sorted { ($0.finished, $0.id) < ($1.finished, $1.id) }
  }

  /// Removes what uploads left that never finished. Call at the start, before any
  /// ``begin(random:)``.
  public func removeUnfinished() throws(SourceError) {
    for name in try UploadFolder.names(in: directory) where name.hasSuffix(".part") {
      try UploadFolder.remove(directory + "/" + name)
    }
  }

  func path(_ id: String) -> String { directory + "/" + id }

  /// Ids become part of a path: only base64url of 16 to 48 bytes passes.
  private static func isID(_ text: String) -> Bool {
    (22...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
      }
  }
}

/// Folders of the upload store.
enum UploadFolder {
  static func make(_ path: String) throws(SourceError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .unwritable("\(path): can't be made")
    }
  }

  static func remove(_ path: String) throws(SourceError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .unwritable("\(path): can't be removed")
    }
  }

  /// Makes what was renamed in a folder last through a power cut.
  static func settle(_ path: String) {
    let folder = try? Descriptor(
      opening: RawPath.terminated(Array(path.utf8)), flags: O_RDONLY | O_DIRECTORY)
    if let folder { fsync(folder.number) }
  }

  static func names(in path: String) throws(SourceError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw .unreadable("\(path): can't be listed")
    }
  }
}
