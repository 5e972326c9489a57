/// One listing of what lies below a folder: level by level, many folders in one request.
struct DriveWalk {
  /// Folders in one request: their query has to fit into a URL of 8 KB.
  private static let group = 40
  /// Times that a group is begun again because Drive forgot its page token.
  private static let restarts = 3
  /// Shortcuts to shortcuts that are followed.
  private static let depth = 5

  private struct Folder {
    var id: String
    var key: String?
    var drive: String?
    /// With `/` at its end; empty for the root.
    var path: String
  }

  let client: DriveClient
  let extensions: Set<String>
  let page: ([SourceItem]) throws -> Void
  private var level: [Folder] = []
  /// Files that were handed over or left out, and folders that were met.
  private var seen: Set<String> = []
  private var listing = Listing()
  private var items: [SourceItem] = []

  init(
    client: DriveClient, extensions: Set<String>, _ page: @escaping ([SourceItem]) throws -> Void
  ) {
    self.client = client
    self.extensions = extensions
    self.page = page
  }

  /// Lists the root and, where it is a folder, everything below.
  mutating func run(_ root: DriveFile) throws -> Listing {
    guard root.isFolder else {
      take(root, path: Self.name(root), any: true)
      try flush()
      return listing
    }
    seen.insert(root.id)
    level = [Folder(id: root.id, key: root.resourceKey, drive: root.driveId, path: "")]
    while !level.isEmpty {
      let folders = level
      level = []
      try list(folders)
    }
    return listing
  }

  /// A folder's own drive first, so that a group has one.
  private mutating func list(_ folders: [Folder]) throws {
    let drives = Dictionary(grouping: folders) { $0.drive ?? "" }
    for (_, folders) in drives.sorted(by: { $0.key < $1.key }) {
      for start in stride(from: 0, to: folders.count, by: Self.group) {
        try list(group: Array(folders[start..<min(start + Self.group, folders.count)]))
      }
    }
  }

  private mutating func list(group: [Folder]) throws {
    do {
      try pages(of: group)
    } catch DriveError.refused(let status, let reason, let message) {
      // One that can't be listed spoils the answer for all.
      if group.count > 1 {
        for folder in group { try list(group: [folder]) }
      } else if let folder = group.first, !folder.path.isEmpty {
        // 100 of them are named (Listing.unreadableFolders).
        if listing.unreadableFolders.count < 100 {
          listing.unreadableFolders.append(String(folder.path.dropLast()))
        }
      } else {
        throw DriveError.refused(status: status, reason: reason, message: message)
      }
    }
    try flush()
  }

  /// All pages of a group; where Drive has forgotten the page token, from the first one again: every
  /// file gets the name it got before, and what was handed over is known by its id.
  private mutating func pages(of group: [Folder]) throws {
    let paths = Dictionary(group.map { ($0.id, $0.path) }) { first, _ in first }
    let keys = DriveClient.keys(group.map { ($0.id, $0.key) })
    var names = SiblingNames()
    var token: String?
    var restarts = 0
    var isMore = true
    while isMore {
      do {
        let list = try client.children(
          of: group.map(\.id), keys: keys, drive: group.first?.drive, page: token)
        guard list.incompleteSearch != true else {
          throw DriveError.unavailable("Google Drive's listing is not complete")
        }
        for file in list.files {
          guard let folder = file.parents?.lazy.compactMap({ paths[$0] }).first else { continue }
          for named in names.add(SiblingNames.Child(file: file, folder: folder)) { try take(named) }
        }
        token = list.nextPageToken
        isMore = token != nil
        if isMore { try flush() }
      } catch DriveError.refused(let status, _, _)
        where token != nil && restarts < Self.restarts && (status == 400 || status == 410)
      {
        restarts += 1
        names = SiblingNames()
        token = nil
      }
    }
    for named in names.finish() { try take(named) }
  }

  // MARK: One child

  private mutating func take(_ named: (path: String, child: SiblingNames.Child)) throws {
    let file = named.child.file
    guard file.isShortcut else {
      return take(file, path: named.path, any: false)
    }
    // The shortcut itself is met once, even where its listing begins again.
    guard seen.insert(file.id).inserted else { return }
    do throws(DriveError) {
      let target = try Self.resolve(file, client)
      if target.isFolder, seen.contains(target.id) {
        listing.leftOut += 1
      } else {
        take(target, path: named.path, any: false)
      }
    } catch {
      guard case .refused = error else { throw error }
      problem(file, named.path, "the shortcut leads to a file that is gone or not shared")
    }
  }

  /// - Parameter any: whether it was named itself, so that its extension does not matter.
  private mutating func take(_ file: DriveFile, path: String, any: Bool) {
    guard seen.insert(file.id).inserted else { return }
    if file.isFolder {
      level.append(
        Folder(id: file.id, key: file.resourceKey, drive: file.driveId, path: path + "/"))
      return
    }
    if file.isGoogleType {
      guard let export = DriveExport.of(file.mimeType) else {
        return problem(file, path, "Drive can't export a \(DriveExport.title(file.mimeType))")
      }
      return add(file, path, .export, mimeType: export.mimeType)
    }
    guard any || file.mimeType == "application/pdf" || isDrawing(path) else {
      listing.leftOut += 1
      return
    }
    add(file, path, .media, mimeType: nil)
  }

  private func isDrawing(_ path: String) -> Bool {
    guard let dot = path.lastIndex(of: ".") else { return false }
    return extensions.contains(path[path.index(after: dot)...].lowercased())
  }

  private mutating func add(
    _ file: DriveFile, _ path: String, _ kind: DriveReference.Kind, mimeType: String?
  ) {
    let reference = DriveReference(
      kind: kind, id: file.id, resourceKey: file.resourceKey, mimeType: mimeType,
      link: file.safeLink)
    let identity = file.md5Checksum.map { "md5:\($0)" } ?? file.version.map { "version:\($0)" }
    items.append(
      SourceItem(
        name: path, reference: reference.text, size: file.size.flatMap { Int64($0) },
        identity: identity))
    listing.listed += 1
  }

  private mutating func problem(_ file: DriveFile, _ path: String, _ note: String) {
    let reference = DriveReference(
      kind: .problem, id: file.id, resourceKey: nil, mimeType: nil, link: file.safeLink,
      note: note)
    items.append(SourceItem(name: path, reference: reference.text))
    listing.listed += 1
  }

  private mutating func flush() throws {
    for start in stride(from: 0, to: items.count, by: SourceItem.pageLimit) {
      try page(Array(items[start..<min(start + SourceItem.pageLimit, items.count)]))
    }
    items.removeAll(keepingCapacity: true)
  }

  // MARK: Shortcuts

  /// The file that a shortcut leads to, itself for all others.
  static func resolve(_ file: DriveFile, _ client: DriveClient) throws(DriveError) -> DriveFile {
    var file = file
    for _ in 0..<depth {
      guard file.isShortcut else { return file }
      guard let target = file.shortcutDetails?.targetId, DriveLink.isID(target) else { break }
      file = try client.file(target, resourceKey: file.shortcutDetails?.targetResourceKey)
      if file.trashed == true { break }
    }
    throw .refused(status: 404, reason: "notFound", message: "the shortcut leads nowhere")
  }

  private static func name(_ file: DriveFile) -> String {
    var names = SiblingNames()
    _ = names.add(SiblingNames.Child(file: file, folder: ""))
    return names.finish().first?.path ?? file.id
  }
}
