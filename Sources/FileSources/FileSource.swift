/// Where a session's drawings come from: a folder, an upload, the demo set, …
///
/// A conformer is a value that can be made again from the session's request after a restart;
/// ``SourceItem/reference`` then still finds the same drawing.
public protocol FileSource: Sendable {
  /// Lists every drawing, in pages of at most ``SourceItem/pageLimit``, in an order that is the
  /// same for the same content. Names are unique in one listing.
  /// - Throws: ``SourceError``, and what `page` throws, which ends the listing.
  func list(_ page: ([SourceItem]) throws -> Void) throws -> Listing

  /// The bytes of one drawing.
  /// - Parameter limit: the most bytes accepted; a longer drawing is ``SourceError/tooLarge``.
  func read(_ item: SourceItem, limit: Int) throws(SourceError) -> [UInt8]

  /// Says which drawings are read soon, in this order, so that a source far away can fetch them
  /// meanwhile; ``forget(_:)`` follows for all of them, read or not: they may be prepared again.
  func prepare(_ items: [SourceItem], limit: Int)
  func forget(_ items: [SourceItem])

  /// What tells this content from any other, in this source and all others, without opening the
  /// drawing; `nil` where only the content can.
  func contentName(of item: SourceItem) -> String?

  /// Whether the drawing is still what was listed, as far as the source can tell: if not, its
  /// content is another than ``contentName(of:)`` names.
  func isAsListed(_ item: SourceItem) -> Bool
}

extension FileSource {
  public func prepare(_ items: [SourceItem], limit: Int) {}
  public func forget(_ items: [SourceItem]) {}
  public func contentName(of item: SourceItem) -> String? { nil }
  public func isAsListed(_ item: SourceItem) -> Bool { true }
}

/// One drawing of a source.
public struct SourceItem: Sendable, Hashable {
  /// Most items handed over at once: what one transaction enqueues without a noticeable pause.
  public static let pageLimit = 1_000

  /// Path below the source's root, with `/`. Always valid UTF-8.
  public var name: String
  /// How the source finds the drawing again; opaque to everyone else.
  public var reference: String
  /// Bytes, where the source knows it without reading.
  public var size: Int64?
  /// Changes whenever the content may have changed; `nil` when only the content can tell.
  public var identity: String?

  public init(name: String, reference: String, size: Int64? = nil, identity: String? = nil) {
    self.name = name
    self.reference = reference
    self.size = size
    self.identity = identity
  }
}

/// What a finished listing adds to its items.
public struct Listing: Sendable, Hashable {
  /// Drawings that were handed over.
  public var listed: Int
  /// Entries that were not: hidden ones (a hidden folder counts once), other extensions, links
  /// that lead out or in a circle, pipes and devices, folders that can't be read.
  public var leftOut: Int
  /// Names of the folders below the root that could not be read (the first 100).
  public var unreadableFolders: [String]

  public init(listed: Int = 0, leftOut: Int = 0, unreadableFolders: [String] = []) {
    self.listed = listed
    self.leftOut = leftOut
    self.unreadableFolders = unreadableFolders
  }
}
