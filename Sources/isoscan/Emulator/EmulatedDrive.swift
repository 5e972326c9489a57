import Codec
import Foundation

/// A folder on the disk as Google Drive would hold it. Ids follow from paths: the same folder has
/// the same ids at every start.
struct EmulatedDrive: Sendable {
  private(set) var files: [String: EmulatedFile] = [:]
  /// Children by their folder's id, in the order of their ids.
  private(set) var children: [String: [EmulatedFile]] = [:]
  /// Names of shared drives by id.
  private(set) var drives: [String: String] = [:]
  /// The id of the user's own drive.
  let root: String

  init(folder: String, _ manifest: DriveManifest) throws(RuntimeFailure) {
    root = Self.id("")
    let shared = Dictionary(
      (manifest.drives ?? [:]).map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    var builder = Builder(folder: folder, manifest: manifest, shared: shared)
    try builder.run()
    for file in builder.files {
      guard files.updateValue(file, forKey: file.id) == nil else {
        throw RuntimeFailure("\(folder)/\(DriveManifest.fileName): \(file.path) is there twice")
      }
      if let parent = file.parent { children[parent, default: []].append(file) }
    }
    drives = builder.drives
    for parent in children.keys { children[parent]?.sort { $0.id < $1.id } }
  }

  func file(_ id: String) -> EmulatedFile? { files[id == "root" ? root : id] }

  /// 33 characters as Drive's: the digest of the path.
  static func id(_ path: String) -> String {
    "1" + Base64.encodeURL(SHA256.hash(Array(path.utf8))).prefix(32)
  }
}

/// Walks the folder and what `drive.json` adds to it.
private struct Builder {
  let folder: String
  let manifest: DriveManifest
  /// Names of shared drives by their folder.
  let shared: [String: String]
  var files: [EmulatedFile] = []
  var drives: [String: String] = [:]

  mutating func run() throws(RuntimeFailure) {
    add("", name: "My Drive", type: EmulatedFile.folderType)
    guard let entries = FileManager.default.enumerator(atPath: folder) else {
      throw RuntimeFailure("\(folder) can't be read")
    }
    for case let path as String in entries where path != DriveManifest.fileName {
      let kind = entries.fileAttributes?[.type] as? FileAttributeType
      if kind == .typeDirectory {
        add(path, type: EmulatedFile.folderType)
      } else if kind == .typeRegular, !isExport(path) {
        add(path, type: Self.type(path), attributes: entries.fileAttributes ?? [:])
      }
    }
    for (path, document) in manifest.documents ?? [:] {
      add(
        path, type: "application/vnd.google-apps." + document.type,
        exports: (document.exports ?? [:]).mapValues { folder + "/" + $0 })
    }
    for (path, target) in manifest.shortcuts ?? [:] {
      add(path, type: EmulatedFile.shortcutType, target: id(target))
    }
  }

  /// What a document's export is taken from is no file of its own.
  private func isExport(_ path: String) -> Bool {
    (manifest.documents ?? [:]).values.contains { $0.exports?.values.contains(path) == true }
  }

  private func id(_ path: String) -> String {
    shared[path] == nil ? EmulatedDrive.id(path) : "0A" + EmulatedDrive.id(path).prefix(17)
  }

  private mutating func add(
    _ path: String, name: String? = nil, type: String,
    attributes: [FileAttributeKey: Any] = [:], exports: [String: String] = [:],
    target: String? = nil
  ) {
    let segments = path.split(separator: "/").map(String.init)
    let isDrive = shared[path] != nil
    if let name = shared[path] { drives[id(path)] = name }
    let top = segments.first.flatMap { shared[$0] == nil ? nil : id($0) }
    let size = (attributes[.size] as? NSNumber)?.int64Value
    let modified = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 1
    files.append(
      EmulatedFile(
        id: id(path),
        name: name ?? shared[path] ?? manifest.names?[path] ?? segments.last ?? "",
        mimeType: type,
        parent: segments.isEmpty || isDrive
          ? nil : id(segments.dropLast().joined(separator: "/")),
        path: path, file: size == nil ? nil : folder + "/" + path, size: size,
        modified: Int64(modified), drive: top, target: target, exports: exports,
        resourceKey: manifest.resource_keys?[path],
        isTrashed: manifest.trashed?.contains(path) == true))
  }

  private static func type(_ path: String) -> String {
    switch (path as NSString).pathExtension.lowercased() {
    case "pdf": "application/pdf"
    case "txt": "text/plain"
    case "csv": "text/csv"
    case "dxf": "image/vnd.dxf"
    case "png": "image/png"
    default: "application/octet-stream"
    }
  }
}
