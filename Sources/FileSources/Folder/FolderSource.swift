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

  /// - Parameter subpath: relative to the root; `.` and doubled `/` are dropped.
  /// - Throws: ``SourceError/escapesRoot(_:)`` when the subpath is absolute or holds `..`. The
  ///   disk is not looked at before ``list(_:)``.
  public init(root: String, subpath: String = "", extensions: Set<String>) throws(SourceError) {
    self.root = root
    self.subpath = subpath
    self.extensions = extensions
  }

  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing {
    Listing()
  }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    throw .notFound(item.name)
  }
}
