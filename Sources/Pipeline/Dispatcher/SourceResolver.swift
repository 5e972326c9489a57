import Codec
public import FileSources
import Synchronization

/// Finds the source of a request, and opens a stored one again.
public final class SourceResolver: Sendable {
  private let folders: Mutex<[String: String]>
  public let uploads: UploadStore
  private let demoFiles: Int
  private let extensions: Set<String>
  let drive: Drive?

  /// - Parameters:
  ///   - folders: the configured names and the folders they stand for.
  ///   - demoFiles: drawings of the demo set; 0: none is offered.
  ///   - extensions: those of drawings, in lower case, without the dot.
  ///   - drive: `nil` where nobody can ask for it.
  public init(
    folders: [String: String], uploads: UploadStore, demoFiles: Int, extensions: Set<String>,
    drive: Drive? = nil
  ) {
    self.drive = drive
    self.folders = Mutex(folders)
    self.uploads = uploads
    self.demoFiles = demoFiles
    self.extensions = extensions
  }

  /// Names that clients may ask for.
  public var folderNames: [String] { folders.withLock { $0.keys.sorted() } }

  /// Replaces the configured folders; sessions of one that is gone can't be read any more.
  public func replaceFolders(_ folders: [String: String]) {
    self.folders.withLock { $0 = folders }
  }

  /// The source that a request names: the first that is given (contract section 3).
  ///
  /// - Parameters:
  ///   - drawings: those in `file_content`, if it held any.
  ///   - session: what it is for: a Drive token is kept under its id, until ``close(_:)``.
  public func describe(
    _ request: ScanRequest, drawings: FileContent.Drawings?, session: String
  ) throws(Failure) -> SourceDescription {
    if let link = request.driveLink { return try describe(link, request.token, session) }
    if let folder = request.folder { return try describe(folder: folder) }
    if let id = request.uploadID {
      _ = try open(.upload(id: id))
      return .upload(id: id)
    }
    if let drawings { return .upload(id: try keep(drawings)) }
    guard demoFiles > 0 else {
      throw Failure(
        .noSource,
        "No drawings are named: give \"folder\", \"upload_id\" or drawings in \"file_content\".")
    }
    return .demo(files: demoFiles)
  }

  /// The source that was described; folders and uploads may be gone meanwhile.
  public func open(_ description: SourceDescription) throws(Failure) -> any FileSource {
    switch description {
    case .demo(let files): return DemoSource(files: files)
    case .drive(let link, let session, let hasToken):
      guard let drive else { throw Self.noDrive }
      return drive.source(link, session: session, needsToken: hasToken, extensions: extensions)
    case .paths(let paths):
      do {
        return try PathsSource(paths, extensions: extensions)
      } catch {
        throw Failure(.unreadableSource, "\(error)")
      }
    case .upload(let id):
      do {
        return try uploads.source(id)
      } catch {
        throw Failure(
          .unknownUpload, "There is no upload with this id (any more): upload the drawings again.")
      }
    case .folder(let name, let subpath):
      guard let root = folders.withLock({ $0[name] }) else { throw unknown(folder: name) }
      do {
        return try FolderSource(root: root, subpath: subpath, extensions: extensions)
      } catch {
        throw Self.leavesRoot
      }
    }
  }

  private func describe(folder path: String) throws(Failure) -> SourceDescription {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    guard !path.hasPrefix("/"), !parts.contains(".."), !path.contains("\0") else {
      throw Self.leavesRoot
    }
    guard let name = parts.first, folders.withLock({ $0[name] }) != nil else {
      throw unknown(folder: parts.first ?? path)
    }
    let description = SourceDescription.folder(
      name: name, subpath: parts.dropFirst().joined(separator: "/"))
    _ = try open(description)
    return description
  }

  private func keep(_ drawings: FileContent.Drawings) throws(Failure) -> String {
    do {
      return try uploads.keep(
        drawings.bytes, name: drawings.name, random: RandomBytes.make(16)
      ).id
    } catch {
      throw Failure(.badFileContent, "The drawings in \"file_content\" can't be used: \(error).")
    }
  }

  private static let leavesRoot = Failure(
    .badFolder,
    "\"folder\" must be a configured name, optionally with a path below it; \"..\", links that "
      + "lead out and absolute paths are not followed.")

  private func unknown(folder: String) -> Failure {
    let names = folderNames
    let known =
      names.isEmpty
      ? "none is configured (sources.folders)" : "known: " + names.joined(separator: ", ")
    return Failure(.unknownFolder, "There is no folder \"\(folder.prefix(200))\"; \(known).")
  }
}
