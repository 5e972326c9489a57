import Foundation

/// The exclusive right to a data folder: `isoscan.lock` in it, held by `flock` until the value goes.
///
/// The file holds `{"pid":…,"url":…}`, so that a second process can say who is there and
/// `isoscan queue` can find the server. The kernel drops the lock with the process, however it ends;
/// the file itself stays, since unlinking it would let two processes lock two files of one name.
public final class DataFolderLock: Sendable {
  public static let fileName = "isoscan.lock"
  /// Longest lock file that is read, in bytes; ours is far shorter.
  private static let sizeLimit = 4096

  /// What the lock file says of its holder.
  public struct Holder: Sendable, Hashable, Codable {
    public var pid: Int
    public var url: String?
  }

  private let descriptor: Int32

  /// Takes the folder, or says who has it.
  ///
  /// - Throws: ``BackendError/inUse(pid:url:)``; `readOnly`, `storageFull` or `other` where the
  ///   file can't be made.
  public init(folder: String) throws(BackendError) {
    let path = folder + "/" + Self.fileName
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw BackendError(errno: errno, path: path) }
    let reason = Self.take(opened)
    guard reason == 0 else {
      let holder = reason == EWOULDBLOCK ? Self.read(opened) : nil
      Glibc.close(opened)
      guard reason == EWOULDBLOCK else { throw BackendError(errno: reason, path: path) }
      throw .inUse(pid: holder?.pid, url: holder?.url)
    }
    descriptor = opened
    try announce(url: nil)
  }

  /// Takes the lock, with a moment's patience: ``holder(of:)`` has it while it looks.
  ///
  /// - Returns: 0, or `errno`.
  private static func take(_ descriptor: Int32) -> Int32 {
    for _ in 0..<5 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return 0 }
      guard errno == EWOULDBLOCK || errno == EINTR else { return errno }
      usleep(10_000)
    }
    return EWOULDBLOCK
  }

  deinit { Glibc.close(descriptor) }

  /// Writes where this process listens into the lock file.
  public func announce(url: String?) throws(BackendError) {
    let holder = Holder(pid: Int(getpid()), url: url)
    guard let bytes = try? JSONEncoder().encode(holder) else { return }
    let written = bytes.withUnsafeBytes { buffer -> Bool in
      pwrite(descriptor, buffer.baseAddress, buffer.count, 0) == buffer.count
        && ftruncate(descriptor, buffer.count) == 0
    }
    guard written else { throw BackendError(errno: errno, path: Self.fileName) }
  }

  /// Who holds the folder now; `nil` when nobody does.
  public static func holder(of folder: String) -> Holder? {
    let opened = open(folder + "/" + fileName, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return nil }
    defer { Glibc.close(opened) }
    guard flock(opened, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
    return read(opened) ?? Holder(pid: 0, url: nil)
  }

  private static func read(_ descriptor: Int32) -> Holder? {
    var buffer = [UInt8](repeating: 0, count: sizeLimit)
    let count = pread(descriptor, &buffer, sizeLimit, 0)
    guard count > 0 else { return nil }
    return try? JSONDecoder().decode(Holder.self, from: Data(buffer[..<count]))
  }
}

extension BackendError {
  /// Translates what a system call said about a file.
  init(errno code: Int32, path: String) {
    let detail = "\(path): \(String(cString: strerror(code)))"
    switch code {
    case ENOSPC, EDQUOT, EFBIG: self = .storageFull(detail)
    case EMFILE, ENFILE: self = .outOfDescriptors(detail)
    case EACCES, EROFS, EPERM: self = .readOnly(detail)
    default: self = .other(detail)
    }
  }
}
