import Foundation

/// `drive.json` beside an emulated drive's files: what a folder on a disk can't say. Paths are below
/// the folder, with `/`.
struct DriveManifest: Decodable {
  /// A document of Google's editors: its type (`document`, `spreadsheet`, `form`, …) and the files
  /// that its exports are taken from, by media type.
  struct Document: Decodable {
    var type: String
    var exports: [String: String]?
  }

  /// The user that a refresh token stands for.
  struct User: Decodable {
    var client_id: String
    var client_secret: String
    var refresh_token: String
  }

  /// Shortcuts: where they lie, and the path they lead to.
  var shortcuts: [String: String]?
  var documents: [String: Document]?
  /// Shared drives by name: the folder at the top that is one.
  var drives: [String: String]?
  /// Keys without which a file or folder is not found.
  var resource_keys: [String: String]?
  var trashed: [String]?
  /// Further names for files: a second file of the same name in one folder, by the path on the disk.
  var names: [String: String]?
  /// Tokens that are accepted; none given: all.
  var tokens: [String]?
  var user: User?
  /// A service account's key file, whose assertions are accepted.
  var service_account: String?

  static let fileName = "drive.json"

  static func read(_ folder: String) throws(RuntimeFailure) -> DriveManifest {
    let path = folder + "/" + fileName
    guard let data = FileManager.default.contents(atPath: path) else { return DriveManifest() }
    do {
      return try JSONDecoder().decode(DriveManifest.self, from: data)
    } catch {
      throw RuntimeFailure("\(path): not what an emulated drive's description is: \(error)")
    }
  }
}
