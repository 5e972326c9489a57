internal import Glibc

/// One listing of a folder: depth first, names in byte order, a page at a time: when it is full,
/// and after ``pageTime``, so that a scan of a slow share starts with its first drawings.
///
/// Only the entries of the folders on the way from the root to the current one are held.
struct FolderWalk {
  /// Deepest nesting followed: more is a circle that the file system doesn't show as one.
  static let depthLimit = 64
  /// Longest time that found drawings are held back, in nanoseconds, as far as the disk answers.
  static let pageTime: UInt64 = 500_000_000

  private let extensions: Set<String>
  private let realRoot: [UInt8]
  private let page: ([SourceItem]) throws -> Void
  private let now: () -> UInt64
  /// When the last page was handed over, in nanoseconds of `now`.
  private var handedOver: UInt64
  private var items: [SourceItem] = []
  private var listing = Listing()
  /// Folders from the root to the current one.
  private var ancestors: [Place] = []
  /// Folders seen so far: a link inside what a link led to is not followed to one of them again.
  private var seen: Set<Place> = []

  private struct Place: Hashable {
    let device: UInt64
    let inode: UInt64
    init(_ status: FileStatus) { (device, inode) = (status.device, status.inode) }
  }

  /// An entry of the folder being read.
  private struct Entry {
    let name: [UInt8]
    let type: UInt8
  }

  /// Where the walk stands.
  private struct Position {
    var path: [UInt8]
    var shown: String
    var insideLink: Bool
    var depth: Int
  }

  /// - Parameter now: a clock that never goes backward, in nanoseconds.
  init(
    realRoot: [UInt8], extensions: Set<String>, now: @escaping () -> UInt64 = FolderWalk.monotonic,
    _ page: @escaping ([SourceItem]) throws -> Void
  ) {
    self.realRoot = realRoot
    self.extensions = extensions
    self.now = now
    self.page = page
    handedOver = now()
    items.reserveCapacity(SourceItem.pageLimit)
  }

  /// Lists `folder`, which stands at `path` below the source's root.
  mutating func run(_ folder: borrowing Descriptor, path: [UInt8]) throws -> Listing {
    try walk(folder, Position(path: path, shown: "", insideLink: false, depth: 0))
    try handOver()
    return listing
  }

  private static func monotonic() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  private mutating func handOver() throws {
    guard !items.isEmpty else { return }
    try page(items)
    items.removeAll(keepingCapacity: true)
    handedOver = now()
  }

  private mutating func walk(_ folder: borrowing Descriptor, _ position: Position) throws {
    let place = Place(try folder.status())
    ancestors.append(place)
    seen.insert(place)
    defer { ancestors.removeLast() }
    let entries = try Self.entries(of: folder).sorted {
      $0.name.lexicographicallyPrecedes($1.name)
    }
    var names = entries.contains { $0.name.contains { $0 >= 0x80 } } ? UniqueNames() : nil
    for entry in entries {
      var next = position
      if !next.path.isEmpty { next.path.append(0x2F) }
      next.path += entry.name
      var shown = RawPath.shown(entry.name)
      if names != nil { shown = names?.claim(shown) ?? shown }
      next.shown += (position.shown.isEmpty ? "" : "/") + shown
      next.depth += 1
      try visit(entry, in: folder, next)
      if items.count == SourceItem.pageLimit || now() &- handedOver >= Self.pageTime {
        try handOver()
      }
    }
  }

  private mutating func visit(
    _ entry: Entry, in folder: borrowing Descriptor, _ position: Position
  ) throws {
    guard entry.name.first != 0x2E else { return leaveOut() }
    switch Int(entry.type) {
    case Int(DT_DIR): try enter(entry, folder, position)
    case Int(DT_REG) where !isDrawing(entry.name): leaveOut()
    case Int(DT_REG), Int(DT_LNK), Int(DT_UNKNOWN): try inspect(entry, folder, position)
    default: leaveOut()
    }
  }

  /// What the type in the folder doesn't tell, `fstatat` and the opened link do.
  private mutating func inspect(
    _ entry: Entry, _ folder: borrowing Descriptor, _ position: Position
  ) throws {
    var raw = stat()
    let found = fstatat(folder.number, RawPath.terminated(entry.name), &raw, AT_SYMLINK_NOFOLLOW)
    guard found == 0 else { return leaveOut() }
    let status = FileStatus(raw)
    switch status.kind {
    case .file where isDrawing(entry.name): try add(position, status)
    case .folder: try enter(entry, folder, position)
    case .link: try follow(entry, folder, position)
    default: leaveOut()
    }
  }

  private mutating func follow(
    _ entry: Entry, _ folder: borrowing Descriptor, _ position: Position
  ) throws {
    guard
      let target = try? Descriptor(
        opening: RawPath.terminated(entry.name), in: folder.number, flags: O_PATH),
      let status = try? target.status(), let real = try? target.realPath(),
      FolderSource.contains(realRoot, real)
    else { return leaveOut() }
    switch status.kind {
    case .file where isDrawing(entry.name): try add(position, status)
    case .folder:
      let place = Place(status)
      guard !ancestors.contains(place), !(position.insideLink && seen.contains(place)) else {
        return leaveOut()
      }
      var inside = position
      inside.insideLink = true
      try enter(entry, folder, inside, follow: true)
    default: leaveOut()
    }
  }

  private mutating func enter(
    _ entry: Entry, _ folder: borrowing Descriptor, _ position: Position, follow: Bool = false
  ) throws {
    guard position.depth < Self.depthLimit else { return leaveOut() }
    do {
      let flags = O_RDONLY | O_DIRECTORY | (follow ? 0 : O_NOFOLLOW)
      let below = try Descriptor(
        opening: RawPath.terminated(entry.name), in: folder.number, flags: flags)
      // Checked on what was opened: a link may have been turned since it was looked at.
      if follow {
        let real = try below.realPath()
        guard FolderSource.contains(realRoot, real) else { return leaveOut() }
      }
      try walk(below, position)
    } catch let error as SystemError {
      // That says nothing of the folder: it is listed anew when there are descriptors again.
      guard !error.isShortage else { throw error }
      leaveOut()
      if listing.unreadableFolders.count < 100 {
        listing.unreadableFolders.append(position.shown)
      }
    }
  }

  private mutating func add(_ position: Position, _ status: FileStatus) throws {
    items.append(
      SourceItem(
        name: position.shown, reference: RawPath.reference(position.path), size: status.size,
        identity: status.identity))
    listing.listed += 1
  }

  private mutating func leaveOut() { listing.leftOut += 1 }

  private func isDrawing(_ name: [UInt8]) -> Bool {
    RawPath.lowercasedExtension(name).map(extensions.contains) ?? false
  }

  private static func entries(of folder: borrowing Descriptor) throws(SystemError) -> [Entry] {
    // readdir(3) takes the descriptor over, so it gets one of its own.
    let own = try Descriptor(opening: [0x2E, 0], in: folder.number, flags: O_RDONLY | O_DIRECTORY)
    let copy = dup(own.number)
    guard copy >= 0, let stream = fdopendir(copy) else {
      let code = errno
      if copy >= 0 { close(copy) }
      throw SystemError(code: code)
    }
    defer { closedir(stream) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19
    var entries: [Entry] = []
    errno = 0
    while let entry = readdir(stream) {
      // The record ends with its name: no more of it may be touched than up to the NUL.
      let start = UnsafeRawPointer(entry) + nameOffset
      let name = Array(UnsafeRawBufferPointer(start: start, count: 256).prefix { $0 != 0 })
      if name != [0x2E], name != [0x2E, 0x2E] {
        entries.append(Entry(name: name, type: entry.pointee.d_type))
      }
      errno = 0
    }
    guard errno == 0 else { throw SystemError(code: errno) }
    return entries
  }
}
