/// What is known of a session when it is asked for.
public struct NewSession: Sendable {
  /// Base64url of 16 random bytes.
  public var id: String
  /// Milliseconds since 1970.
  public var createdAt: Int64
  /// JSON that says where the drawings come from; opaque here, enough to list them again.
  public var source: String
  /// What two sessions of the same source share; `nil` where a second scan can't be compared.
  public var sourceKey: String?
  public var isDemo: Bool
  /// `word`, `token` or `substring`; opaque here.
  public var matchMode: String
  /// Codes in the request's spelling and order; a result names them by index.
  public var codes: [String]
  /// The client's own name for the request: the same one within an hour gets the same session.
  public var requestID: String?
  public var driveLink: String?
  /// Drawings of a session of higher priority are read first.
  public var priority: Int
  /// Files that the listing left out, where it is done already.
  public var leftOut = 0

  public init(
    id: String, createdAt: Int64, source: String, sourceKey: String? = nil, isDemo: Bool = false,
    matchMode: String = "word", codes: [String], requestID: String? = nil, driveLink: String? = nil,
    priority: Int = 0
  ) {
    self.id = id
    self.createdAt = createdAt
    self.source = source
    self.sourceKey = sourceKey
    self.isDemo = isDemo
    self.matchMode = matchMode
    self.codes = codes
    self.requestID = requestID
    self.driveLink = driveLink
    self.priority = priority
  }
}

/// One drawing as its source lists it.
public struct NewDrawing: Sendable, Hashable {
  /// Path below the source's root, with `/`; unique in its session.
  public var name: String
  /// How the source finds it again; opaque.
  public var reference: String
  /// Bytes, where the source knows.
  public var size: Int64?
  /// What changes when the content does (a folder's size, mtime and inode; Drive's checksum).
  public var identity: String?

  public init(name: String, reference: String, size: Int64? = nil, identity: String? = nil) {
    self.name = name
    self.reference = reference
    self.size = size
    self.identity = identity
  }
}
