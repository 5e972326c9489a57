internal import Glibc

/// A file that appears whole or not at all: a temporary sibling that ``commit()`` renames into
/// place, or that is removed with the object.
final class OutputFile {
  private let path: String
  let temporary: String
  private var descriptor: Int32 = -1
  private var isCommitted = false
  private(set) var byteCount = 0

  /// Nothing is opened before the first bytes are written.
  /// - Parameter unique: tells this temporary file from those of other writers.
  init(path: String, unique: String) {
    self.path = path
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    temporary = Self.folder(of: path) + "." + name + "." + unique + ".part"
  }

  deinit {
    guard descriptor >= 0, !isCommitted else { return }
    close(descriptor)
    unlink(temporary)
  }

  private func openIfNeeded() throws(WorkbookError) {
    guard descriptor < 0 else { return }
    descriptor = Self.retrying {
      open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else { throw .system(call: "open", path: temporary, errno: errno) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(WorkbookError) {
    try openIfNeeded()
    var offset = 0
    while offset < bytes.count {
      let count = Self.retrying {
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      guard count > 0 else { throw .system(call: "write", path: temporary, errno: errno) }
      offset += count
    }
    byteCount += bytes.count
  }

  /// Syncs the file, renames it, and syncs its folder, so that the name survives a power cut.
  func commit() throws(WorkbookError) {
    guard Self.retrying({ fsync(descriptor) }) == 0 else {
      throw .system(call: "fsync", path: temporary, errno: errno)
    }
    guard rename(temporary, path) == 0 else {
      throw .system(call: "rename", path: path, errno: errno)
    }
    isCommitted = true
    // close(2) may report a late write error on network file systems: fsync has seen it before.
    close(descriptor)
    let folder = Self.folder(of: path)
    let handle = Self.retrying {
      open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    guard handle >= 0 else { return }
    _ = Self.retrying { fsync(handle) }
    close(handle)
  }

  /// Up to and with the last slash; empty for a bare name.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private static func retrying<T: FixedWidthInteger>(_ call: () -> T) -> T {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}
