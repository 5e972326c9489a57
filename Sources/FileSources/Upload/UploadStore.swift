/// Where uploaded drawings are kept: one folder an upload, below one directory.
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
  }

  /// Begins an upload.
  /// - Parameter random: at least 16 unguessable bytes; the id is their base64url.
  public func begin(random: [UInt8]) throws(SourceError) -> PendingUpload {
    throw .unwritable(directory)
  }

  /// Keeps one document that is already in memory (`file_content`): a drawing, or a ZIP of them.
  public func keep(_ bytes: [UInt8], name: String, random: [UInt8]) throws(SourceError) -> Summary {
    throw .unwritable(directory)
  }

  /// The drawings of a finished upload.
  /// - Throws: ``SourceError/notFound(_:)`` for an unknown or malformed id.
  public func source(_ id: String) throws(SourceError) -> UploadSource { throw .notFound(id) }

  /// Deletes an upload; one that is not there is no error.
  public func delete(_ id: String) throws(SourceError) {}

  /// Finished uploads, oldest first, for retention. What a crash left unfinished is removed
  /// by ``removeUnfinished()``.
  public func list() throws(SourceError) -> [Summary] { [] }

  /// Removes what uploads left that never finished. Call at the start, before any ``begin(random:)``.
  public func removeUnfinished() throws(SourceError) {}
}

/// An upload that is coming in. Dropped without ``finish()``, it leaves nothing.
public struct PendingUpload: ~Copyable {
  public let id: String

  /// Begins a file. Its name may hold a path; it is made safe and unique.
  public mutating func beginFile(_ name: String) throws(SourceError) {}

  /// Adds bytes to the file begun last.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SourceError) {}

  /// Ends the file begun last; a ZIP of drawings is unpacked here.
  public mutating func endFile() throws(SourceError) {}

  /// Makes the upload durable and visible.
  public consuming func finish() throws(SourceError) -> UploadStore.Summary {
    throw .unwritable(id)
  }
}

/// The drawings of one finished upload.
public struct UploadSource: FileSource {
  public let id: String

  public func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing { Listing() }

  public func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8] {
    throw .notFound(item.name)
  }
}
