/// The drawings below a folder of Google Drive, or one file of it.
public struct DriveSource: FileSource {
  public let link: DriveLink
  private let client: DriveClient
  private let extensions: Set<String>
  private let fetch: DriveFetch
  private let prefetch: DrivePrefetch

  init(
    link: DriveLink, client: DriveClient, extensions: Set<String>, spoolFolder: String,
    threads: FetchThreads, kept: KeptBytes
  ) {
    self.link = link
    self.client = client
    self.extensions = extensions
    fetch = DriveFetch(client: client, spoolFolder: spoolFolder)
    prefetch = DrivePrefetch(fetch, threads, kept)
  }

  /// - Throws: ``SourceError/missingRoot(_:)`` where the link leads nowhere,
  ///   ``SourceError/unauthorized(_:)``, and what `page` throws.
  /// - Complexity: a request for 40 folders of one level and one for each 1,000 files in them, one
  ///   for each shortcut; memory grows with the number of files, for their ids.
  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing {
    do {
      return try withoutActuallyEscaping(page) { page in
        var walk = DriveWalk(client: client, extensions: extensions, page)
        return try walk.run(try root())
      }
    } catch let error as DriveError {
      throw error.reading("Google Drive")
    }
  }

  /// The folder or file that the link leads to.
  private func root() throws -> DriveFile {
    do {
      let found = try client.file(link.id, resourceKey: link.resourceKey)
      let root = try DriveWalk.resolve(found, client)
      guard root.trashed != true else { throw SourceError.missingRoot("It is in the bin.") }
      return root
    } catch DriveError.refused(404, _, _) {
      throw SourceError.missingRoot(
        "It is not there, or not shared with the account of these credentials.")
    }
  }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    if let content = try prefetch.take(item) { return try content.bytes(item.name) }
    return try fetch.fetch(item, limit: limit).bytes(item.name)
  }

  public func prepare(_ items: [SourceItem], limit: Int) { prefetch.prepare(items, limit: limit) }

  public func forget(_ items: [SourceItem]) { prefetch.forget(items) }

  /// The checksum; of Google's own documents, which have none, the id with its version.
  public func contentName(of item: SourceItem) -> String? {
    guard let identity = item.identity else { return nil }
    if identity.hasPrefix("md5:") { return "drive\0\(identity)\0\(item.size ?? 0)" }
    return DriveReference.read(item.reference).map { "drive\0\($0.id)\0\(identity)" }
  }

  /// The drawing's page in Drive, from its reference.
  public static func webLink(_ reference: String) -> String? {
    DriveReference.read(reference)?.link
  }
}
