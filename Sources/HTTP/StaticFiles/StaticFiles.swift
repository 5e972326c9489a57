/// Serves named files from memory, and from a folder where that has a file of the same name.
public struct StaticFiles: Sendable {
  /// A file that lives as long as the process.
  public struct Embedded: Sendable {
    /// Below the root, without leading slash, such as `js/app.js`.
    public let path: String
    public let bytes: ConstantBytes

    public init(path: String, bytes: UnsafeRawBufferPointer) {
      self.path = path
      self.bytes = ConstantBytes(livingForever: bytes)
    }
  }

  private let entries: [String: StaticEntry]
  private let override: OverrideFolder?

  /// Hashes all files and compresses those that gain by it.
  /// - Parameters:
  ///   - lastModified: when the embedded files were made, in seconds since 1970; nil = not known.
  ///   - override: a folder; a file in it wins over an embedded one of the same path.
  ///   - fields: security headers and the like, added to every response.
  /// - Complexity: O(bytes), once.
  public init(
    _ files: [Embedded], lastModified: Int64? = nil, override: String? = nil,
    fields: ResponseFields = [:]
  ) {
    var entries: [String: StaticEntry] = [:]
    for file in files {
      entries[file.path] = StaticEntry(
        path: file.path, bytes: file.bytes, lastModified: lastModified, fields: fields)
    }
    self.entries = entries
    self.override = override.map { OverrideFolder(path: $0, fields: fields) }
  }

  /// The file at `path` (decoded, without leading slash; a folder's is its `index.html`).
  /// - Returns: nil when there is none.
  public func response(to request: Request, path: String) -> Response? {
    let path = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
    if let response = override?.response(to: request, path: path) { return response }
    return entries[path]?.response(to: request.head)
  }
}
