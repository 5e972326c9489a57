internal import Glibc

/// `O_PATH` of fcntl.h, which Glibc's Swift module leaves out (it needs `_GNU_SOURCE`).
let O_PATH: Int32 = 0o10_000_000

/// An open file descriptor, closed exactly once.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over a descriptor.
  init(owning number: Int32) { self.number = number }

  /// Opens `path` below `folder` (or the working directory).
  /// - Throws: the `errno`, as ``SystemError``.
  init(opening path: [CChar], in folder: Int32 = AT_FDCWD, flags: Int32) throws(SystemError) {
    while true {
      let opened = openat(folder, path, flags | O_CLOEXEC)
      if opened >= 0 {
        number = opened
        return
      }
      let code = errno
      if code != EINTR { throw SystemError(code: code) }
    }
  }

  deinit { close(number) }

  /// What the kernel says about it.
  func status() throws(SystemError) -> FileStatus {
    var raw = stat()
    guard fstat(number, &raw) == 0 else { throw SystemError(code: errno) }
    return FileStatus(raw)
  }

  /// Where it really lies, links resolved: the kernel's own answer, so that what is checked
  /// is what was opened (proc_pid_fd(5)).
  func realPath() throws(SystemError) -> [UInt8] {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/fd/\(number)", &buffer, buffer.count)
    guard count >= 0 else { throw SystemError(code: errno) }
    guard count > 0, count < buffer.count else { throw SystemError(code: ENAMETOOLONG) }
    return buffer[..<count].map { UInt8(bitPattern: $0) }
  }

  /// Opens what an `O_PATH` descriptor stands for.
  func reopened(flags: Int32) throws(SystemError) -> Descriptor {
    try Descriptor(opening: Array("/proc/self/fd/\(number)".utf8CString), flags: flags)
  }
}

/// A failed system call's `errno`.
struct SystemError: Error, Equatable {
  let code: Int32

  var message: String { String(cString: strerror(code)).lowercased() }
  /// Whether it is this process, or the system, that has no descriptor left.
  var isShortage: Bool { code == EMFILE || code == ENFILE }
  var isAbsence: Bool { code == ENOENT || code == ENOTDIR || code == ESTALE }
}

/// The part of `stat(2)` that sources need.
struct FileStatus: Equatable {
  enum Kind: Equatable { case file, folder, link, other }

  let kind: Kind
  let size: Int64
  let device: UInt64
  let inode: UInt64
  let modifiedSeconds: Int64
  let modifiedNanoseconds: Int64
  let links: UInt64

  init(_ raw: stat) {
    switch raw.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = Int64(raw.st_size)
    device = UInt64(raw.st_dev)
    inode = UInt64(raw.st_ino)
    modifiedSeconds = Int64(raw.st_mtim.tv_sec)
    modifiedNanoseconds = Int64(raw.st_mtim.tv_nsec)
    links = UInt64(raw.st_nlink)
  }

  /// Size, time of change and inode: what tells a changed file without reading it.
  var identity: String {
    "\(size)-\(modifiedSeconds).\(modifiedNanoseconds)-\(device).\(inode)"
  }
}
