/// Where a session's drawings come from, as it is stored with the session.
public enum SourceDescription: Codable, Equatable, Sendable {
  /// A configured folder's name, and the part of it below.
  case folder(name: String, subpath: String)
  case upload(id: String)
  case demo(files: Int)

  /// For people: in lists and reports.
  public var title: String {
    switch self {
    case .folder(let name, let subpath): "Folder " + name + (subpath.isEmpty ? "" : "/" + subpath)
    case .upload: "Uploaded drawings"
    case .demo(let files): "Demo drawings (\(files))"
    }
  }

  public var isDemo: Bool {
    if case .demo = self { true } else { false }
  }
}
