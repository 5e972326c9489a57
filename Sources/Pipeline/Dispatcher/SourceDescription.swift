public import FileSources
import Foundation

/// Where a session's drawings come from, as it is stored with the session.
public enum SourceDescription: Codable, Equatable, Sendable {
  /// A configured folder's name, and the part of it below.
  case folder(name: String, subpath: String)
  case upload(id: String)
  case demo(files: Int)
  /// A folder or file of Google Drive. `hasToken`: the client gave a token for this session, so that
  /// the server's own credentials are not meant for it.
  case drive(link: DriveLink, session: String, hasToken: Bool)
  /// Folders and files named on the command line; no client can ask for them.
  case paths([String])

  /// For people: in lists and reports.
  public var title: String {
    switch self {
    case .folder(let name, let subpath): "Folder " + name + (subpath.isEmpty ? "" : "/" + subpath)
    case .upload: "Uploaded drawings"
    case .demo(let files): "Demo drawings (\(files))"
    case .drive(let link, _, _): "Google Drive \(link.id)"
    case .paths(let paths): paths.joined(separator: ", ")
    }
  }

  public var isDemo: Bool {
    if case .demo = self { true } else { false }
  }

  public var isDrive: Bool {
    if case .drive = self { true } else { false }
  }
}

extension SourceDescription {
  /// The description as it is stored.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// - Throws: `internal_error` for what no version of this program has stored.
  public init(json: String) throws(Failure) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    } catch {
      throw Failure.internalError(error)
    }
  }

  /// What two scans of the same source share, so that they can be compared; uploads are new
  /// each time.
  var key: String? {
    switch self {
    case .upload: nil
    case .drive(let link, _, _): Self.drive(link: link, session: "", hasToken: false).json
    case .folder, .demo, .paths: json
    }
  }

  /// Whether a stored description is one of Google Drive.
  public static func isDrive(stored json: String) -> Bool {
    (try? SourceDescription(json: json).isDrive) ?? false
  }
}
