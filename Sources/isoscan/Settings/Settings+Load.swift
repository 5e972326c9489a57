import Foundation

extension Settings {
  /// Flags that stand over a configuration key.
  struct Overrides {
    var host: String?
    var port: String?
    var dataFolder: String?
  }

  /// Reads the configuration: flag > environment > file > default.
  ///
  /// - Parameter file: the file named on the command line; `nil` takes `./config.json` if there
  ///   is one. Relative paths in a file start from its folder, others from the current one.
  static func load(
    file: String?, overrides: Overrides = Overrides(),
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SettingsError) -> (settings: Settings, tree: SettingsTree, file: String?) {
    let path = file ?? (FileManager.default.fileExists(atPath: "config.json") ? "config.json" : nil)
    let current = FileManager.default.currentDirectoryPath
    var tree = SettingsTree()
    if let path {
      try tree.merge(file: path)
      tree.anchorPaths(
        to: (Settings.resolve(path, base: current) as NSString).deletingLastPathComponent)
    }
    try tree.merge(environment: environment)
    if let host = overrides.host { try tree.set("server.host", text: host, origin: "--host") }
    if let port = overrides.port { try tree.set("server.port", text: port, origin: "--port") }
    if let folder = overrides.dataFolder {
      try tree.set("storage.data_dir", text: folder, origin: "--data")
    }
    return (try Settings(tree, base: current), tree, path)
  }
}

extension SettingsTree {
  /// Makes the paths that a file gives start from the file's folder. The data folder's default
  /// stays below the current folder.
  fileprivate mutating func anchorPaths(to base: String) {
    if case .string(let folder)? = values["storage.data_dir"], folder != "./data" {
      set("storage.data_dir", .string(Settings.resolve(folder, base: base)))
    }
    for path in ["sources.drive.credentials_file", "extraction.passwords_file"] {
      guard case .string(let file)? = values[path], !file.isEmpty else { continue }
      set(path, .string(Settings.resolve(file, base: base)))
    }
    if case .object(let folders)? = values["sources.folders"] {
      set(
        "sources.folders",
        .object(
          folders.mapValues { value in
            guard case .string(let path) = value, !path.isEmpty else { return value }
            return .string(Settings.resolve(path, base: base))
          }))
    }
  }
}
