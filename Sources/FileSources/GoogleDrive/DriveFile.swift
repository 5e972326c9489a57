internal import Foundation

/// A file's metadata, as far as it is used (Drive API v3, resource `files`).
struct DriveFile: Decodable, Sendable {
  struct Shortcut: Decodable, Sendable {
    var targetId: String?
    var targetResourceKey: String?
  }

  /// The fields that are asked for.
  static let fields =
    "id,name,mimeType,parents,size,md5Checksum,version,webViewLink,resourceKey,driveId,trashed,"
    + "shortcutDetails(targetId,targetResourceKey)"

  var id: String
  var name: String
  var mimeType: String
  var parents: [String]?
  /// Bytes, in decimal digits; only of files that have content of their own.
  var size: String?
  var md5Checksum: String?
  /// Rises with every change.
  var version: String?
  var webViewLink: String?
  var resourceKey: String?
  /// The shared drive that it lies in.
  var driveId: String?
  var trashed: Bool?
  var shortcutDetails: Shortcut?

  /// The file's page, as long as it is one of the web: clients are sent there.
  var safeLink: String? { webViewLink.flatMap { $0.hasPrefix("https://") ? $0 : nil } }

  var isFolder: Bool { mimeType == "application/vnd.google-apps.folder" }
  var isShortcut: Bool { mimeType == "application/vnd.google-apps.shortcut" }
  /// Whether it is of Google's own editors and has no content of its own.
  var isGoogleType: Bool { mimeType.hasPrefix("application/vnd.google-apps.") }
}

/// A page of a folder's children.
struct DriveFileList: Decodable, Sendable {
  /// A file without what every file has is passed over, not the page with it.
  private struct Entry: Decodable {
    var file: DriveFile?

    init(from decoder: any Decoder) throws { file = try? DriveFile(from: decoder) }
  }

  private var entries: [Entry]?
  var nextPageToken: String?
  var incompleteSearch: Bool?

  private enum CodingKeys: String, CodingKey {
    case entries = "files"
    case nextPageToken
    case incompleteSearch
  }

  var files: [DriveFile] {
    (entries ?? []).compactMap(\.file).filter { DriveLink.isID($0.id) }
  }
}
