/// Folders and single files named on a command line, as one source.
///
/// One folder alone: names below it. Several paths: a folder's drawings are prefixed with its
/// own name; where two would share a name, ` (2)` is added. A file that is named is read
/// whatever its extension is.
public struct PathsSource: FileSource {
  /// - Throws: ``SourceError`` for the first path that is not there or can't be read.
  public init(_ paths: [String], extensions: Set<String>) throws(SourceError) {
  }

  /// The path on disk of an item of this source, as reached from the paths given.
  public func path(of item: SourceItem) -> String { item.name }

  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing { Listing() }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    throw .notFound(item.name)
  }
}
