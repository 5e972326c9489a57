import Codec
import Foundation
import Synchronization

/// A file, folder, shortcut or document of an emulated drive.
final class EmulatedFile: Sendable {
  static let folderType = "application/vnd.google-apps.folder"
  static let shortcutType = "application/vnd.google-apps.shortcut"

  let id: String
  let name: String
  let mimeType: String
  /// `nil`: a root.
  let parent: String?
  /// Below the emulated folder.
  let path: String
  /// Where its content is on the disk.
  let file: String?
  let size: Int64?
  let modified: Int64
  let drive: String?
  let target: String?
  let exports: [String: String]
  let resourceKey: String?
  let isTrashed: Bool
  private let checksum = Mutex<String?>(nil)

  init(
    id: String, name: String, mimeType: String, parent: String?, path: String, file: String?,
    size: Int64?, modified: Int64, drive: String?, target: String?, exports: [String: String],
    resourceKey: String?, isTrashed: Bool
  ) {
    self.id = id
    self.name = name
    self.mimeType = mimeType
    self.parent = parent
    self.path = path
    self.file = file
    self.size = size
    self.modified = modified
    self.drive = drive
    self.target = target
    self.exports = exports
    self.resourceKey = resourceKey
    self.isTrashed = isTrashed
  }

  var isFolder: Bool { mimeType == Self.folderType }

  /// MD5 of the content, made once.
  var md5: String? {
    guard let file else { return nil }
    return checksum.withLock { checksum in
      if let checksum { return checksum }
      let made = FileManager.default.contents(atPath: file).map {
        MD5.hash(Array($0)).hexadecimal
      }
      checksum = made
      return made
    }
  }

  /// The resource (Drive API v3, `files`), but for what a target has to say.
  var json: [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "kind": .string("drive#file"), "id": .string(id), "name": .string(name),
      "mimeType": .string(mimeType), "trashed": .boolean(isTrashed),
      "version": .string(String(modified)),
      "modifiedTime": .string(Timestamp.text(milliseconds: modified * 1_000)),
      "webViewLink": .string(webViewLink),
    ]
    if let parent { fields["parents"] = .array([.string(parent)]) }
    if let drive { fields["driveId"] = .string(drive) }
    if let resourceKey { fields["resourceKey"] = .string(resourceKey) }
    if let size { fields["size"] = .string(String(size)) }
    if let md5 {
      fields["md5Checksum"] = .string(md5)
      fields["originalFilename"] = .string(name)
    }
    return fields
  }

  private var webViewLink: String {
    isFolder
      ? "https://drive.google.com/drive/folders/\(id)"
      : "https://drive.google.com/file/d/\(id)/view?usp=drivesdk"
  }
}
