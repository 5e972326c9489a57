internal import Codec
internal import Glibc

/// An upload that is coming in. Dropped without ``finish()``, it leaves nothing.
public struct PendingUpload: ~Copyable {
  public let id: String
  private let store: UploadStore
  private let folder: String
  private var index = UploadIndex()
  private var names = UniqueNames()
  private var total: Int64 = 0
  private var isFinished = false
  /// The file begun last: its safe name, its descriptor (-1: none) and its size so far.
  private var name = ""
  private var file: Int32 = -1
  private var size: Int64 = 0

  init(id: String, store: UploadStore) throws(SourceError) {
    self.id = id
    self.store = store
    folder = store.path(id) + ".part"
    try UploadFolder.make(folder)
  }

  deinit {
    if file >= 0 { close(file) }
    if !isFinished { try? UploadFolder.remove(folder) }
  }

  /// Files kept so far.
  public var files: Int { index.entries.count }

  /// Begins a file. Its name may hold a path; it is made safe and unique.
  public mutating func beginFile(_ name: String) throws(SourceError) {
    if file >= 0 { try endFile() }
    self.name = UploadName.safe(name)
    size = 0
    let path = storedPath
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if file < 0 { throw .unwritable("\(path): \(SystemError(code: errno).message)") }
  }

  /// Adds bytes to the file begun last.
  /// - Throws: ``SourceError/uploadTooLarge(_:)`` when the upload holds more than its limit.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SourceError) {
    guard file >= 0 else { throw .unwritable("upload: no file was begun") }
    guard total + Int64(bytes.count) <= store.limits.bytes else {
      throw .uploadTooLarge("upload: more than \(store.limits.bytes) bytes")
    }
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(file, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw .unwritable("\(folder): \(SystemError(code: errno).message)")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
    total += Int64(bytes.count)
    size += Int64(bytes.count)
  }

  /// Ends the file begun last; a ZIP of drawings is unpacked here.
  public mutating func endFile() throws(SourceError) {
    guard file >= 0 else { return }
    close(file)
    file = -1
    let head = try FileReading.beginning(of: storedPath, count: 5, name: name)
    let drawing = UploadName.hasExtension(name, of: store.extensions)
    if !drawing, head.starts(with: [0x50, 0x4B]) || name.lowercased().hasSuffix(".zip") {
      try unpack()
    } else if UploadName.isHidden(name) || !(drawing || head == Array("%PDF-".utf8)) {
      leaveOut()
    } else {
      try enter(name)
    }
  }

  /// Makes the upload durable and visible.
  public consuming func finish() throws(SourceError) -> UploadStore.Summary {
    try endFile()
    let text = Array(index.text.utf8)
    let path = folder + "/" + UploadIndex.fileName
    let written = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard written >= 0 else { throw failure(path) }
    defer { close(written) }
    let count = text.withUnsafeBytes { Glibc.write(written, $0.baseAddress, $0.count) }
    // Everything of the upload reaches the disk before its name says that it is whole. One
    // sync(2), which waits on Linux, is far faster than an fsync for each of thousands of files.
    guard count == text.count, fsync(written) == 0 else { throw failure(path) }
    sync()
    guard rename(folder, store.path(id)) == 0 else { throw failure(folder) }
    isFinished = true
    UploadFolder.settle(store.directory)
    return try UploadIndex(folder: store.path(id)).summary(id: id)
  }

  /// A whole file from memory.
  mutating func add(_ bytes: [UInt8], name: String) throws(SourceError) {
    try beginFile(name)
    var failed: SourceError?
    bytes.withUnsafeBytes { raw in
      do throws(SourceError) { try write(raw) } catch { failed = error }
    }
    if let failed { throw failed }
    try endFile()
  }

  // MARK: Files

  private var storedPath: String { "\(folder)/\(index.entries.count + 1)" }

  private func failure(_ path: String) -> SourceError {
    .unwritable("\(path): \(SystemError(code: errno).message)")
  }

  private mutating func enter(_ name: String) throws(SourceError) {
    guard index.entries.count < store.limits.files else {
      throw .uploadTooLarge("upload: more than \(store.limits.files) files")
    }
    index.entries.append(UploadIndex.Entry(name: names.claim(name), size: size))
  }

  /// The next file takes this one's number.
  private mutating func leaveOut() {
    total -= size
    index.leftOut += 1
    unlink(storedPath)
  }

  // MARK: ZIP

  /// Replaces the archive by the drawings in it.
  private mutating func unpack() throws(SourceError) {
    let archiveName = name
    let limit = Int(clamping: store.limits.bytes)
    let bytes = try FileReading.contents(at: storedPath, name: name, limit: limit)
    unlink(storedPath)
    total -= size
    let archive: ZipReader
    do throws(ZipError) { archive = try ZipReader(bytes) } catch {
      throw Self.failure(archiveName, error)
    }
    for entry in archive.entries where !entry.isFolder {
      try extract(entry, of: archive, named: archiveName)
    }
  }

  private mutating func extract(
    _ entry: ZipEntry, of archive: ZipReader, named archiveName: String
  ) throws(SourceError) {
    // A path that leads out is made harmless like any other name, not refused.
    let safe = UploadName.safe(entry.name)
    guard !UploadName.isHidden(safe), UploadName.hasExtension(safe, of: store.extensions) else {
      index.leftOut += 1
      return
    }
    let room = Int(clamping: store.limits.bytes - total)
    let contents: [UInt8]
    do throws(ZipError) { contents = try archive.contents(of: entry, limit: room) } catch {
      if case .tooLarge = error {
        throw .uploadTooLarge("\(archiveName): more than \(store.limits.bytes) bytes unpacked")
      }
      throw Self.failure(archiveName, error)
    }
    try add(contents, name: safe)
  }

  private static func failure(_ archive: String, _ error: ZipError) -> SourceError {
    switch error {
    case .notZip: .brokenArchive("\(archive): not a ZIP archive")
    case .damaged(let what): .brokenArchive("\(archive): damaged: \(what)")
    case .encrypted(let entry): .brokenArchive("\(archive): \(entry) is encrypted")
    case .unsupportedMethod(let method, let entry):
      .brokenArchive("\(archive): \(entry) is compressed by unknown method \(method)")
    case .tooLarge(let entry, let limit):
      .uploadTooLarge("\(archive): \(entry) has more than \(limit) bytes")
    case .tooManyEntries(let count): .uploadTooLarge("\(archive): \(count) entries")
    case .nameTooLong(let length): .brokenArchive("\(archive): a name of \(length) bytes")
    }
  }
}
