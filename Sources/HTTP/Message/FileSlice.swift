internal import Glibc

/// An open file that responses are read from.
public final class OpenFile: Sendable {
  let descriptor: Descriptor
  /// Bytes when it was opened.
  public let size: Int64
  /// Seconds since 1970.
  public let modified: Int64
  /// Changes whenever the file is replaced or written.
  public let identity: String

  /// Opens a regular file for reading.
  /// - Throws: ``SocketError`` with the path and the system's reason.
  public init(path: String) throws(SocketError) {
    let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard opened >= 0 else { throw SocketError("cannot open \(path)", errno) }
    descriptor = Descriptor(opened)
    var status = stat()
    guard fstat(opened, &status) == 0 else { throw SocketError("cannot stat \(path)", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SocketError("no regular file: \(path)") }
    let state = FileState(status)
    size = state.size
    modified = state.modified
    identity = state.tag
  }
}

/// What tells one content of a path from the next: inode, size and modification time.
struct FileState: Equatable {
  let size: Int64
  /// Seconds since 1970.
  let modified: Int64
  private let nanoseconds: UInt64
  private let inode: UInt64

  init(_ status: stat) {
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec)
    nanoseconds = UInt64(clamping: status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
  }

  /// Of a regular file; nil where there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(status)
  }

  /// Fit for an entity tag.
  var tag: String {
    [inode, UInt64(clamping: size), UInt64(bitPattern: modified), nanoseconds]
      .map { String($0, radix: 36) }.joined(separator: "-")
  }
}

/// A range of an open file.
public struct FileSlice: Sendable {
  public let file: OpenFile
  public let range: Range<Int64>

  /// - Parameter range: is clamped to the file.
  public init(_ file: OpenFile, range: Range<Int64>? = nil) {
    self.file = file
    self.range = (range ?? 0..<file.size).clamped(to: 0..<file.size)
  }
}
